use tongban_readmodel::Table;

/// One row per application.
pub static CASES: Table = Table {
    name: "cases",
    key: &["case_id"],
    ddl: &[
        "CREATE TABLE cases (
            case_id UUID NOT NULL PRIMARY KEY,
            number TEXT NOT NULL,
            item_code TEXT NOT NULL,
            item_version INTEGER NOT NULL,
            department TEXT NOT NULL,
            channel TEXT NOT NULL,
            state TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            accept_by_at BIGINT NOT NULL,
            supplement_by_at BIGINT,
            accepted_at BIGINT,
            is_deemed INTEGER NOT NULL DEFAULT 0,
            concluded_at BIGINT,
            outcome TEXT,
            rating TEXT,
            duplicate_of UUID,
            missing TEXT,
            applicant TEXT NOT NULL,
            identity_index TEXT NOT NULL,
            phone_index TEXT,
            form TEXT NOT NULL,
            personal_form TEXT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX cases_by_number ON cases (number)",
        "CREATE INDEX cases_by_identity ON cases (identity_index)",
        "CREATE INDEX cases_by_phone ON cases (phone_index)",
        "CREATE INDEX cases_by_duplicate ON cases (duplicate_of) WHERE duplicate_of IS NOT NULL",
        "CREATE INDEX cases_by_receipt ON cases (received_at, case_id)",
        "CREATE INDEX cases_by_department ON cases (department, state, received_at, case_id)",
        // The sweeper's work list: short, whatever the number of cases.
        "CREATE INDEX cases_by_term ON cases (accept_by_at) WHERE state = 'submitted'",
    ],
};

/// One row per case and pair of neighbouring characters in its applicant's name, as blind index:
/// whoever knows part of the name finds the case. An amended name is found by the old one as well.
pub static NAMES: Table = Table {
    name: "names",
    key: &["name_index", "case_id"],
    ddl: &["CREATE TABLE names (
            name_index TEXT NOT NULL,
            case_id UUID NOT NULL,
            caused_by UUID NOT NULL,
            PRIMARY KEY (name_index, case_id)
        )"],
};

/// Answers that came after the first ones, by supplement or amendment.
pub static ANSWERS: Table = Table {
    name: "answers",
    key: &["case_id", "field"],
    ddl: &["CREATE TABLE answers (
            case_id UUID NOT NULL,
            field TEXT NOT NULL,
            answer TEXT NOT NULL,
            is_personal INTEGER NOT NULL,
            caused_by UUID NOT NULL,
            PRIMARY KEY (case_id, field)
        )"],
};

/// One row per file; of a material the files with the greatest revision count.
pub static MATERIALS: Table = Table {
    name: "materials",
    key: &["case_id", "code", "sha256"],
    ddl: &["CREATE TABLE materials (
            case_id UUID NOT NULL,
            code TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size_bytes BIGINT NOT NULL,
            content_type TEXT NOT NULL,
            handed_in_at BIGINT NOT NULL,
            revision BIGINT NOT NULL,
            caused_by UUID NOT NULL,
            PRIMARY KEY (case_id, code, sha256)
        )"],
};

/// What happened to a case, one row per fact that its applicant is told of.
pub static PROGRESS: Table = Table {
    name: "progress",
    key: &["case_id", "seq"],
    ddl: &["CREATE TABLE progress (
            case_id UUID NOT NULL,
            seq BIGINT NOT NULL,
            at BIGINT NOT NULL,
            happened TEXT NOT NULL,
            caused_by UUID NOT NULL,
            PRIMARY KEY (case_id, seq)
        )"],
};
