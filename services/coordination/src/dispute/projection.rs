//! The rows of disputes.

mod rows;

use tongban_readmodel::Table;

pub(crate) use rows::rows;

pub(crate) const EVENTS: &[&str] = &[
    "coordination.dispute_opened.v1",
    "coordination.dispute_party_added.v1",
    "coordination.dispute_answered.v1",
    "coordination.dispute_unanswered.v1",
    "coordination.panel_convened.v1",
    "coordination.panel_member_recused.v1",
    "coordination.panel_vote_cast.v1",
    "coordination.dispute_ruled.v1",
    "coordination.ruling_overdue.v1",
    "coordination.dispute_withdrawn.v1",
    "coordination.dispute_lapsed.v1",
];

pub(crate) const TABLES: &[&Table] = &[&DISPUTES, &PARTIES, &SEATS];

/// One row per dispute; `assisting` is JSON.
///
/// `is_due`: that its ruling is late has not been noted. `panel`: which panel rules.
static DISPUTES: Table = Table {
    name: "disputes",
    key: &["dispute_id"],
    ddl: &[
        "CREATE TABLE disputes (
            dispute_id UUID PRIMARY KEY,
            task_id UUID NOT NULL,
            case_id UUID NOT NULL,
            number TEXT NOT NULL,
            ask_zh TEXT NOT NULL,
            ask_en TEXT NOT NULL,
            by_department TEXT NOT NULL,
            from_department TEXT NOT NULL,
            responsible TEXT,
            reason TEXT NOT NULL,
            legal_basis TEXT NOT NULL,
            state TEXT NOT NULL,
            disputed_at BIGINT NOT NULL,
            rule_by_at BIGINT NOT NULL,
            is_due INTEGER NOT NULL,
            panel INTEGER,
            chair TEXT,
            ruled_department TEXT,
            assisting TEXT,
            ruled_reason TEXT,
            ruled_basis TEXT,
            n_members INTEGER,
            n_for INTEGER,
            n_votes INTEGER,
            precedent UUID,
            ended_at BIGINT,
            changed_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX disputes_newest ON disputes (disputed_at, dispute_id)",
        "CREATE INDEX disputes_state ON disputes (state, disputed_at, dispute_id)",
        "CREATE INDEX disputes_task ON disputes (task_id)",
        "CREATE INDEX disputes_due ON disputes (rule_by_at) WHERE is_due = 1",
        // What is learned from, the newest ruling first.
        "CREATE INDEX disputes_ruled ON disputes (ended_at, dispute_id) WHERE state = 'ruled'",
    ],
};

/// Who is concerned by a dispute: who disputes, and who is heard.
///
/// `is_due`: it may still answer, and that it did not in time has not been noted.
static PARTIES: Table = Table {
    name: "dispute_parties",
    key: &["dispute_id", "department"],
    ddl: &[
        "CREATE TABLE dispute_parties (
            dispute_id UUID NOT NULL,
            department TEXT NOT NULL,
            disputes INTEGER NOT NULL,
            answer_by_at BIGINT,
            is_due INTEGER NOT NULL,
            position TEXT,
            legal_basis TEXT,
            answered_at BIGINT,
            caused_by UUID NOT NULL,
            PRIMARY KEY (dispute_id, department)
        )",
        "CREATE INDEX dispute_parties_department ON dispute_parties (department)",
        "CREATE INDEX dispute_parties_due ON dispute_parties (answer_by_at) WHERE is_due = 1",
    ],
};

/// Members of panels; `vote` is JSON. One of a panel that was convened anew without it has another
/// `panel` than the dispute.
static SEATS: Table = Table {
    name: "panel_seats",
    key: &["dispute_id", "account"],
    ddl: &[
        "CREATE TABLE panel_seats (
            dispute_id UUID NOT NULL,
            account TEXT NOT NULL,
            department TEXT NOT NULL,
            panel INTEGER NOT NULL,
            recused TEXT,
            vote TEXT,
            reason TEXT,
            voted_at BIGINT,
            caused_by UUID NOT NULL,
            PRIMARY KEY (dispute_id, account)
        )",
        "CREATE INDEX panel_seats_account ON panel_seats (account)",
    ],
};
