use jiff::Timestamp;
use serde::Deserialize;
use tongban_kernel::Recorded;
use tongban_readmodel::{Cells, RowOp, Table, add, change, put};
use uuid::Uuid;

use super::counters::counters;

counters! {
    /// What an import says of the cases of a department.
    HistoryFlow {
        /// Cases.
        cases,
        /// Cases with a known receipt.
        received,
        /// Cases with a known acceptance.
        accepted,
        /// Cases with a known conclusion.
        concluded,
        /// Of those, with a known deadline: the ones that late cases are counted among.
        measured,
        /// Of those, concluded after the deadline.
        late,
    }
}

/// One row per import of recorded histories; one that has not come in whole, or was reverted, is
/// hidden.
pub(super) static IMPORTS: Table = Table {
    name: "imports",
    key: &["import_id"],
    ddl: &[
        // `state`: running, completed, reverted.
        "CREATE TABLE imports (
            import_id UUID NOT NULL PRIMARY KEY,
            file_name TEXT NOT NULL,
            state TEXT NOT NULL,
            n_cases BIGINT NOT NULL,
            n_rows BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
    ],
};

/// One row per case of an import.
pub(super) static HISTORY_CASES: Table = Table {
    name: "history_cases",
    key: &["import_id", "case_id"],
    ddl: &[
        // `is_late` is unknown where the conclusion or the deadline is.
        "CREATE TABLE history_cases (
            import_id UUID NOT NULL,
            case_id UUID NOT NULL,
            case_name TEXT NOT NULL,
            department TEXT NOT NULL,
            received_at BIGINT,
            accepted_at BIGINT,
            concluded_at BIGINT,
            deadline_at BIGINT,
            is_late INTEGER,
            caused_by UUID NOT NULL,
            PRIMARY KEY (import_id, case_id)
        )",
    ],
};

/// Figures per import and department; one row per partition, summed when read. Cases without a
/// department have the empty one.
pub(super) static IMPORT_DEPARTMENTS: Table = Table {
    name: "import_departments",
    key: &["import_id", "department", "part"],
    ddl: &["CREATE TABLE import_departments (
        import_id UUID NOT NULL,
        department TEXT NOT NULL,
        part INTEGER NOT NULL,
        cases BIGINT NOT NULL,
        received BIGINT NOT NULL,
        accepted BIGINT NOT NULL,
        concluded BIGINT NOT NULL,
        measured BIGINT NOT NULL,
        late BIGINT NOT NULL,
        PRIMARY KEY (import_id, department, part)
    )"],
};

/// What is read of recorded histories. Rows pass by: figures need the milestones alone.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum HistoryEvent {
    #[serde(rename = "history.import_started.v1")]
    Started { import_id: Uuid, file_name: String },
    #[serde(rename = "history.milestones_recorded.v1")]
    Milestones(Box<Milestones>),
    #[serde(rename = "history.import_completed.v1")]
    Completed { import_id: Uuid, n_cases: i64, n_rows: i64 },
    #[serde(rename = "history.import_reverted.v1")]
    Reverted { import_id: Uuid },
}

#[derive(Deserialize)]
pub(super) struct Milestones {
    import_id: Uuid,
    case_name: String,
    #[serde(default)]
    department: Option<String>,
    #[serde(default)]
    received: Option<Timestamp>,
    #[serde(default)]
    accepted: Option<Timestamp>,
    #[serde(default)]
    concluded: Option<Timestamp>,
    #[serde(default)]
    deadline: Option<Timestamp>,
}

impl Milestones {
    /// Whether the case was concluded after its deadline; nothing when either is not known. A
    /// recorded deadline is the last instant in time.
    fn is_late(&self) -> Option<bool> {
        Some(self.concluded? > self.deadline?)
    }

    fn flow(&self) -> HistoryFlow {
        HistoryFlow {
            cases: 1,
            received: self.received.is_some().into(),
            accepted: self.accepted.is_some().into(),
            concluded: self.concluded.is_some().into(),
            measured: self.is_late().is_some().into(),
            late: self.is_late().is_some_and(|late| late).into(),
        }
    }
}

pub(super) fn rows(event: HistoryEvent, cause: &Recorded) -> Vec<RowOp> {
    match event {
        HistoryEvent::Started { import_id, file_name } => {
            let set = [
                ("file_name", file_name.into()),
                ("state", "running".into()),
                ("n_cases", 0.into()),
                ("n_rows", 0.into()),
                ("started_at", cause.recorded_at.into()),
                ("caused_by", cause.id.into()),
            ];
            vec![put(&IMPORTS, [("import_id", import_id.into())], set)]
        }
        HistoryEvent::Milestones(milestones) => case(*milestones, cause),
        HistoryEvent::Completed { import_id, n_cases, n_rows } => {
            let set = vec![
                ("state", "completed".into()),
                ("n_cases", n_cases.into()),
                ("n_rows", n_rows.into()),
            ];
            vec![import(import_id, set, cause)]
        }
        HistoryEvent::Reverted { import_id } => {
            vec![import(import_id, vec![("state", "reverted".into())], cause)]
        }
    }
}

fn case(milestones: Milestones, cause: &Recorded) -> Vec<RowOp> {
    let (flow, is_late) = (milestones.flow(), milestones.is_late());
    let import_id = milestones.import_id;
    let department = milestones.department.unwrap_or_default();
    let figures = [
        ("import_id", import_id.into()),
        ("department", (&department).into()),
        ("part", cause.partition.into()),
    ];
    let set = [
        ("case_name", milestones.case_name.into()),
        ("department", department.into()),
        ("received_at", milestones.received.into()),
        ("accepted_at", milestones.accepted.into()),
        ("concluded_at", milestones.concluded.into()),
        ("deadline_at", milestones.deadline.into()),
        ("is_late", is_late.into()),
        ("caused_by", cause.id.into()),
    ];
    let key = [("import_id", import_id.into()), ("case_id", cause.stream.id.into())];
    vec![put(&HISTORY_CASES, key, set), add(&IMPORT_DEPARTMENTS, figures, flow.deltas(), [])]
}

fn import(import_id: Uuid, mut set: Cells, cause: &Recorded) -> RowOp {
    set.push(("caused_by", cause.id.into()));
    change(&IMPORTS, [("import_id", import_id.into())], set)
}
