//! The rows of warnings as cases.

use tongban_kernel::{DecodeError, NoticeId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, add, change, put};

use super::events::Event;

pub(crate) const EVENTS: &[&str] = &[
    "coordination.notice_opened.v1",
    "coordination.notice_met.v1",
    "coordination.notice_answered.v1",
    "coordination.notice_unanswered.v1",
    "coordination.notice_appealed.v1",
    "coordination.notice_upheld.v1",
    "coordination.notice_revoked.v1",
    "coordination.notice_closed.v1",
];

pub(crate) const TABLES: &[&Table] = &[&NOTICES];

/// One row per warning: where its case stands, and what it counts.
///
/// `is_due`: an answer is waited for, and its time has not been noted as passed.
static NOTICES: Table = Table {
    name: "notices",
    key: &["notice_id"],
    ddl: &[
        "CREATE TABLE notices (
            notice_id UUID NOT NULL PRIMARY KEY,
            task_id UUID NOT NULL,
            case_id UUID NOT NULL,
            occasion TEXT NOT NULL,
            number TEXT NOT NULL,
            department TEXT NOT NULL,
            rung TEXT NOT NULL,
            colour TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            state TEXT NOT NULL,
            issued_at BIGINT NOT NULL,
            answer_by_at BIGINT,
            is_due INTEGER NOT NULL,
            note TEXT,
            points INTEGER NOT NULL,
            changed_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX notices_due ON notices (answer_by_at, notice_id) WHERE is_due = 1",
        "CREATE INDEX notices_issued ON notices (issued_at, notice_id)",
        "CREATE INDEX notices_state ON notices (state, issued_at, notice_id)",
        "CREATE INDEX notices_department ON notices (department, issued_at, notice_id)",
        "CREATE INDEX notices_case ON notices (case_id, issued_at, notice_id)",
    ],
};

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let fact: Event = event.decode()?;
    Ok(match fact {
        opened @ Event::NoticeOpened { .. } => opening(opened, event).into_iter().collect(),
        Event::NoticeMet { notice_id } => {
            let nothing = vec![("points", 0.into())];
            vec![moved(notice_id, "met", nothing, event)]
        }
        Event::NoticeAnswered { notice_id, statement } => {
            vec![moved(notice_id, "answered", note(statement), event)]
        }
        Event::NoticeUnanswered { notice_id, points, .. } => {
            let key = [("notice_id", notice_id.into())];
            let row = [("is_due", false.into()), ("caused_by", event.id.into())];
            let counted = add(&NOTICES, key.clone(), [("points", points.into())], []);
            vec![change(&NOTICES, key, row), counted]
        }
        Event::NoticeAppealed { notice_id, grounds, .. } => {
            vec![moved(notice_id, "appealed", note(grounds), event)]
        }
        Event::NoticeUpheld { notice_id, reason, answer_by_at } => {
            let mut upheld = note(reason);
            upheld.push(("answer_by_at", answer_by_at.into()));
            vec![moved(notice_id, "open", upheld, event), waits(notice_id)]
        }
        Event::NoticeRevoked { notice_id, reason } => {
            let mut revoked = note(reason);
            revoked.push(("points", 0.into()));
            vec![moved(notice_id, "revoked", revoked, event)]
        }
        Event::NoticeClosed { notice_id } => vec![moved(notice_id, "closed", Vec::new(), event)],
    })
}

fn opening(event: Event, cause: &Recorded) -> Option<RowOp> {
    let Event::NoticeOpened {
        notice_id,
        task_id,
        case_id,
        occasion,
        number,
        department,
        rung,
        colour,
        epoch,
        issued_at,
        answer_by_at,
        points,
    } = event
    else {
        return None;
    };
    let set = [
        ("task_id", task_id.into()),
        ("case_id", case_id.into()),
        ("occasion", occasion.as_str().into()),
        ("number", number.as_str().into()),
        ("department", department.into()),
        ("rung", rung.as_str().into()),
        ("colour", colour.as_str().into()),
        ("epoch", epoch.into()),
        ("state", "open".into()),
        ("issued_at", issued_at.into()),
        ("answer_by_at", answer_by_at.into()),
        ("is_due", answer_by_at.is_some().into()),
        ("points", points.into()),
        ("changed_at", cause.recorded_at.into()),
        ("caused_by", cause.id.into()),
    ];
    Some(put(&NOTICES, [("notice_id", notice_id.into())], set))
}

/// A new state; nothing is waited for in any but the open one.
fn moved(notice_id: NoticeId, state: &str, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([
        ("state", state.into()),
        ("is_due", false.into()),
        ("changed_at", cause.recorded_at.into()),
        ("caused_by", cause.id.into()),
    ]);
    change(&NOTICES, [("notice_id", notice_id.into())], set)
}

fn waits(notice_id: NoticeId) -> RowOp {
    change(&NOTICES, [("notice_id", notice_id.into())], [("is_due", true.into())])
}

/// The latest word on it: a statement, grounds or a reason.
fn note(text: String) -> Cells {
    vec![("note", text.into())]
}
