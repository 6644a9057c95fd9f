use serde::Deserialize;
use tongban_kernel::{CaseId, CaseNumber, DecodeError, EventId, Recorded};
use tongban_readmodel::{RowOp, Table, change, put};

use crate::task::events::Occasion;

pub(super) const EVENTS: &[&str] = &[
    "approval.case_opened.v1",
    "approval.case_concluded.v1",
    "approval.case_reopened.v1",
    "approval.case_annulled.v1",
    "approval.case_closed_by_withdrawal.v1",
];

pub(super) const TABLES: &[&Table] = &[&CASES];

/// Cases that are worked on: applications in approval, and whatever else tasks are asked for. A task
/// is asked for an open one, and carries its number.
static CASES: Table = Table {
    name: "cases",
    key: &["case_id"],
    ddl: &[
        "CREATE TABLE cases (
        case_id UUID PRIMARY KEY,
        occasion TEXT NOT NULL,
        number TEXT NOT NULL,
        department TEXT NOT NULL,
        is_open INTEGER NOT NULL,
        caused_by UUID NOT NULL
    )",
        "CREATE INDEX cases_open ON cases (case_id) WHERE is_open = 1",
    ],
};

/// What is read of approval's events; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum CaseEvent {
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

pub(super) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    Ok(vec![row(event.decode()?, event.id)])
}

fn row(event: CaseEvent, caused_by: EventId) -> RowOp {
    match event {
        CaseEvent::Opened { case_id, number, department } => {
            opened(case_id, Occasion::Application, &number, &department, caused_by)
        }
        CaseEvent::Reopened { case_id } => is_open(case_id, true, caused_by),
        CaseEvent::Concluded { case_id }
        | CaseEvent::Annulled { case_id }
        | CaseEvent::ClosedByWithdrawal { case_id } => is_open(case_id, false, caused_by),
    }
}

/// The row of a case from now on.
pub(crate) fn opened(
    case_id: CaseId,
    occasion: Occasion,
    number: &CaseNumber,
    department: &str,
    caused_by: EventId,
) -> RowOp {
    let set = [
        ("occasion", occasion.as_str().into()),
        ("number", number.as_str().into()),
        ("department", department.to_owned().into()),
        ("is_open", true.into()),
        ("caused_by", caused_by.into()),
    ];
    put(&CASES, [("case_id", case_id.into())], set)
}

/// Whether tasks may be asked for it.
pub(crate) fn is_open(case_id: CaseId, is_open: bool, caused_by: EventId) -> RowOp {
    let set = [("is_open", is_open.into()), ("caused_by", caused_by.into())];
    change(&CASES, [("case_id", case_id.into())], set)
}
