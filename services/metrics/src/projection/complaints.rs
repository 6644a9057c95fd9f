use jiff::Timestamp;
use serde::Deserialize;
use tongban_kernel::{CaseId, ComplaintId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, Value, change, put};

/// One row per complaint. They are few beside cases: figures are counted in an index.
pub(super) static COMPLAINTS: Table = Table {
    name: "complaints",
    key: &["complaint_id"],
    ddl: &[
        // `state`: open, answered, confirmed, merged. `satisfaction`: 1 very satisfied … 5 (GB/T 39046).
        "CREATE TABLE complaints (
            complaint_id UUID NOT NULL PRIMARY KEY,
            case_id UUID,
            department TEXT,
            item_code TEXT,
            channel TEXT NOT NULL,
            state TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            answered_at BIGINT,
            is_in_time INTEGER,
            satisfaction INTEGER,
            is_solved INTEGER,
            confirmed_at BIGINT,
            reopened_at BIGINT,
            received_event UUID NOT NULL,
            answered_event UUID,
            confirmed_event UUID,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX complaints_standing ON complaints \
            (department, state, due_at, is_in_time, satisfaction, is_solved)",
    ],
};

/// What is read of the events of complaint; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum ComplaintEvent {
    // What v2 changed, the title, passes by.
    #[serde(rename = "complaint.complaint_lodged.v2", alias = "complaint.complaint_lodged.v1")]
    Lodged(Box<Lodging>),
    #[serde(rename = "complaint.complaint_assigned.v1")]
    Assigned { complaint_id: ComplaintId, department: String, due_at: Timestamp },
    #[serde(rename = "complaint.complaint_answered.v1")]
    Answered { complaint_id: ComplaintId, answered_at: Timestamp, in_time: bool },
    #[serde(rename = "complaint.complaint_confirmed.v1")]
    Confirmed { complaint_id: ComplaintId, satisfaction: u8, solved: bool },
    // What v2 changed, the reason, passes by.
    #[serde(rename = "complaint.complaint_reopened.v2", alias = "complaint.complaint_reopened.v1")]
    Reopened { complaint_id: ComplaintId, due_at: Timestamp },
    #[serde(rename = "complaint.complaint_merged.v1")]
    Merged { complaint_id: ComplaintId },
    #[serde(rename = "complaint.complaint_separated.v1")]
    Separated { complaint_id: ComplaintId },
}

#[derive(Deserialize)]
pub(super) struct Lodging {
    complaint_id: ComplaintId,
    case_id: Option<CaseId>,
    department: Option<String>,
    item_code: Option<String>,
    channel: String,
    received_at: Timestamp,
    due_at: Timestamp,
}

pub(super) fn row(event: ComplaintEvent, cause: &Recorded) -> RowOp {
    match event {
        ComplaintEvent::Lodged(lodging) => put(
            &COMPLAINTS,
            [("complaint_id", lodging.complaint_id.into())],
            [
                ("case_id", lodging.case_id.into()),
                ("department", lodging.department.into()),
                ("item_code", lodging.item_code.into()),
                ("channel", lodging.channel.into()),
                ("state", "open".into()),
                ("received_at", lodging.received_at.into()),
                ("due_at", lodging.due_at.into()),
                ("received_event", cause.id.into()),
                ("caused_by", cause.id.into()),
            ],
        ),
        ComplaintEvent::Assigned { complaint_id, department, due_at } => {
            let set = vec![("department", department.into()), ("due_at", due_at.into())];
            complaint(complaint_id, set, cause)
        }
        ComplaintEvent::Answered { complaint_id, answered_at, in_time } => {
            let set = vec![
                ("state", "answered".into()),
                ("answered_at", answered_at.into()),
                ("answered_event", cause.id.into()),
                ("is_in_time", in_time.into()),
            ];
            complaint(complaint_id, set, cause)
        }
        ComplaintEvent::Confirmed { complaint_id, satisfaction, solved } => {
            let set = vec![
                ("state", "confirmed".into()),
                ("satisfaction", satisfaction.into()),
                ("is_solved", solved.into()),
                ("confirmed_at", cause.occurred_at.into()),
                ("confirmed_event", cause.id.into()),
            ];
            complaint(complaint_id, set, cause)
        }
        ComplaintEvent::Reopened { complaint_id, due_at } => {
            let set = vec![
                ("state", "open".into()),
                ("due_at", due_at.into()),
                ("answered_at", Value::Null),
                ("answered_event", Value::Null),
                ("confirmed_at", Value::Null),
                ("confirmed_event", Value::Null),
                ("is_in_time", Value::Null),
                ("satisfaction", Value::Null),
                ("is_solved", Value::Null),
                ("reopened_at", cause.occurred_at.into()),
            ];
            complaint(complaint_id, set, cause)
        }
        // Nobody waits for an answer of its own any more; the one it was merged into is counted.
        ComplaintEvent::Merged { complaint_id } => {
            complaint(complaint_id, vec![("state", "merged".into())], cause)
        }
        ComplaintEvent::Separated { complaint_id } => {
            complaint(complaint_id, vec![("state", "open".into())], cause)
        }
    }
}

fn complaint(complaint_id: ComplaintId, mut set: Cells, cause: &Recorded) -> RowOp {
    set.push(("caused_by", cause.id.into()));
    change(&COMPLAINTS, [("complaint_id", complaint_id.into())], set)
}
