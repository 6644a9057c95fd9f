//! What is read of complaints: one row each, and one for each case that one may be about.

mod cases;

use serde::Serialize;
use tongban_kernel::{ComplaintId, DecodeError, Recorded};
use tongban_readmodel::{Projection, RowOp, Table, Value, add, change, put};

use crate::events::{Event, Lodging, Reopening};
pub use cases::CASES;
use cases::OfIntake;

/// One row per complaint.
pub static COMPLAINTS: Table = Table {
    name: "complaints",
    key: &["complaint_id"],
    ddl: &[
        "CREATE TABLE complaints (
            complaint_id UUID NOT NULL PRIMARY KEY,
            case_id UUID,
            department TEXT,
            item_code TEXT,
            title TEXT NOT NULL,
            channel TEXT NOT NULL,
            state TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            answered_at BIGINT,
            satisfaction INTEGER,
            solved INTEGER,
            rectification TEXT,
            report TEXT,
            answer TEXT,
            complainant TEXT NOT NULL,
            said TEXT NOT NULL,
            identity_index TEXT NOT NULL,
            n_reopened BIGINT NOT NULL,
            reopened_for TEXT,
            merged_into UUID,
            revision BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX complaints_by_department ON complaints (department, state, complaint_id)",
        "CREATE INDEX complaints_by_case ON complaints (case_id, received_at, complaint_id)",
        "CREATE INDEX complaints_by_identity ON complaints \
            (identity_index, received_at, complaint_id)",
        "CREATE INDEX complaints_by_target ON complaints (merged_into, complaint_id)",
    ],
};

/// The projection of complaint.
#[derive(Clone, Copy, Debug, Default)]
pub struct ComplaintProjection;

impl Projection for ComplaintProjection {
    const NAME: &'static str = "complaint";
    const VERSION: u32 = 6;
    const EVENTS: &'static [&'static str] = &[
        "complaint.complaint_lodged.v1",
        "complaint.complaint_lodged.v2",
        "complaint.complaint_assigned.v1",
        "complaint.rectification_ordered.v1",
        "complaint.rectification_reported.v1",
        "complaint.complaint_answered.v1",
        "complaint.complaint_confirmed.v1",
        "complaint.complaint_reopened.v1",
        "complaint.complaint_reopened.v2",
        "complaint.complaint_merged.v1",
        "complaint.complaint_separated.v1",
        "complaint.personal_data_shown.v1",
        "intake.case_submitted.v1",
        "intake.case_amended.v1",
    ];
    const TABLES: &'static [&'static Table] = &[&COMPLAINTS, &CASES];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        if event.kind.as_str().starts_with("intake.") {
            return Ok(event.decode::<OfIntake>()?.rows(event));
        }
        Ok(rows(event.decode()?, event))
    }
}

fn rows(event: Event, at: &Recorded) -> Vec<RowOp> {
    match event {
        Event::ComplaintLodged(lodging) => vec![lodged(*lodging, at)],
        Event::ComplaintLodgedV1(lodging) => vec![lodged(*lodging, at)],
        Event::ComplaintAssigned { complaint_id, department, due_at } => {
            let set = [
                ("department", department.into()),
                ("state", "assigned".into()),
                ("due_at", due_at.into()),
            ];
            vec![row(complaint_id, at, set)]
        }
        Event::RectificationOrdered { complaint_id, order, .. } => {
            let set = [
                ("state", "rectifying".into()),
                ("rectification", order.into()),
                ("report", Value::Null),
            ];
            vec![row(complaint_id, at, set)]
        }
        Event::RectificationReported { complaint_id, report } => {
            let set = [("state", "rectified".into()), ("report", report.into())];
            vec![row(complaint_id, at, set)]
        }
        Event::ComplaintAnswered { complaint_id, answer, answered_at, .. } => {
            let set = [
                ("state", "answered".into()),
                ("answer", answer.into()),
                ("answered_at", answered_at.into()),
            ];
            vec![row(complaint_id, at, set)]
        }
        Event::ComplaintConfirmed { complaint_id, satisfaction, solved } => {
            let set = [
                ("state", "confirmed".into()),
                ("satisfaction", i64::from(u8::from(satisfaction)).into()),
                ("solved", solved.into()),
            ];
            vec![row(complaint_id, at, set)]
        }
        Event::ComplaintReopened(reopening) => {
            let reason = json(&reopening.reason);
            reopened(&reopening, reason, at)
        }
        // Reasons lie in no row in the clear: the history shows those that were recorded so.
        Event::ComplaintReopenedV1(reopening) => reopened(&reopening, Value::Null, at),
        // The state stays as it was: it holds again when the complaint stands by itself.
        Event::ComplaintMerged { complaint_id, into, .. } => {
            vec![row(complaint_id, at, [("merged_into", into.into())])]
        }
        Event::ComplaintSeparated { complaint_id, .. } => {
            vec![row(complaint_id, at, [("merged_into", Value::Null)])]
        }
        // Who saw what stands in the log alone.
        Event::PersonalDataShown { complaint_id } => {
            let key = [("complaint_id", complaint_id.into())];
            vec![change(&COMPLAINTS, key, [("revision", revision(at))])]
        }
    }
}

fn reopened<Reason>(reopening: &Reopening<Reason>, reason: Value, at: &Recorded) -> Vec<RowOp> {
    let again = [
        ("state", "assigned".into()),
        ("due_at", reopening.due_at.into()),
        ("answer", Value::Null),
        ("answered_at", Value::Null),
        ("satisfaction", Value::Null),
        ("solved", Value::Null),
        ("reopened_for", reason),
    ];
    let key = [("complaint_id", reopening.complaint_id.into())];
    let counted = add(&COMPLAINTS, key, [("n_reopened", 1)], []);
    vec![counted, row(reopening.complaint_id, at, again)]
}

/// The title lies in the row as in the log: a JSON string where it was recorded in clear.
fn lodged<Title: Serialize>(lodging: Lodging<Title>, at: &Recorded) -> RowOp {
    put(
        &COMPLAINTS,
        [("complaint_id", lodging.complaint_id.into())],
        [
            ("case_id", lodging.case_id.into()),
            ("department", lodging.department.into()),
            ("item_code", lodging.item_code.into()),
            ("title", json(&lodging.title)),
            ("channel", word(&lodging.channel)),
            ("state", "lodged".into()),
            ("received_at", lodging.received_at.into()),
            ("due_at", lodging.due_at.into()),
            ("answered_at", Value::Null),
            ("satisfaction", Value::Null),
            ("solved", Value::Null),
            ("complainant", json(&lodging.complainant)),
            ("said", json(&lodging.text)),
            ("identity_index", lodging.complainant.identity_index.to_string().into()),
            ("n_reopened", 0_i64.into()),
            ("revision", revision(at)),
            ("caused_by", at.id.into()),
        ],
    )
}

fn row<const N: usize>(
    complaint_id: ComplaintId,
    at: &Recorded,
    set: [(&'static str, Value); N],
) -> RowOp {
    let cause = [("revision", revision(at)), ("caused_by", at.id.into())];
    let set: Vec<_> = set.into_iter().chain(cause).collect();
    change(&COMPLAINTS, [("complaint_id", complaint_id.into())], set)
}

fn revision(at: &Recorded) -> Value {
    i64::try_from(at.revision).unwrap_or(i64::MAX).into()
}

/// A value as JSON text. What was just read from JSON can be written as such.
fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_string(value).ok().into()
}

/// The wire word of a value that is written as one.
fn word(channel: &crate::events::Channel) -> Value {
    use crate::events::Channel;
    match channel {
        Channel::Window => "window",
        Channel::Web => "web",
        Channel::Mobile => "mobile",
        Channel::Hotline => "hotline",
        Channel::Post => "post",
    }
    .into()
}
