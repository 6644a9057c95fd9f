use serde::Deserialize;
use tongban_kernel::{CaseId, CaseNumber, EventId};
use tongban_readmodel::{RowOp, Table, change, put};

/// Cases in approval: a task is asked for an open one, and carries its number.
pub(super) static CASES: Table = Table {
    name: "cases",
    key: &["case_id"],
    ddl: &["CREATE TABLE cases (
        case_id UUID PRIMARY KEY,
        number TEXT NOT NULL,
        department TEXT NOT NULL,
        is_open INTEGER NOT NULL,
        caused_by UUID NOT NULL
    )"],
};

/// What is read of approval's events; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum CaseEvent {
    #[serde(rename = "approval.case_opened.v1")]
    Opened { case_id: CaseId, number: CaseNumber, department: String },
    #[serde(rename = "approval.case_concluded.v1")]
    Concluded { case_id: CaseId },
    #[serde(rename = "approval.case_reopened.v1")]
    Reopened { case_id: CaseId },
    #[serde(rename = "approval.case_annulled.v1")]
    Annulled { case_id: CaseId },
    #[serde(rename = "approval.case_closed_by_withdrawal.v1")]
    ClosedByWithdrawal { case_id: CaseId },
}

pub(super) fn row(event: CaseEvent, caused_by: EventId) -> RowOp {
    let is_now = |case_id: CaseId, is_open: bool| {
        let set = [("is_open", is_open.into()), ("caused_by", caused_by.into())];
        change(&CASES, [("case_id", case_id.into())], set)
    };
    match event {
        CaseEvent::Opened { case_id, number, department } => put(
            &CASES,
            [("case_id", case_id.into())],
            [
                ("number", number.as_str().into()),
                ("department", department.into()),
                ("is_open", true.into()),
                ("caused_by", caused_by.into()),
            ],
        ),
        CaseEvent::Reopened { case_id } => is_now(case_id, true),
        CaseEvent::Concluded { case_id }
        | CaseEvent::Annulled { case_id }
        | CaseEvent::ClosedByWithdrawal { case_id } => is_now(case_id, false),
    }
}
