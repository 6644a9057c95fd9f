//! The rows of meetings.

#[cfg(test)]
mod tests;

use tongban_kernel::{DecodeError, MeetingId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, change, put};

use super::events::Event;
use crate::projection::cases;
use crate::projection::json;
use crate::task::events::Occasion;

pub(crate) const EVENTS: &[&str] = &[
    "coordination.meeting_called.v1",
    "coordination.meeting_cancelled.v1",
    "coordination.minutes_published.v1",
    "coordination.minutes_corrected.v1",
];

pub(crate) const TABLES: &[&Table] = &[&MEETINGS, &INVITED, &CORRECTIONS];

/// One row per meeting; `agenda`, `present`, `follow_ups` and `decisions` are JSON.
static MEETINGS: Table = Table {
    name: "meetings",
    key: &["meeting_id"],
    ddl: &[
        "CREATE TABLE meetings (
            meeting_id UUID PRIMARY KEY,
            case_id UUID NOT NULL,
            number TEXT NOT NULL,
            state TEXT NOT NULL,
            title TEXT NOT NULL,
            held_at BIGINT NOT NULL,
            convening_department TEXT NOT NULL,
            agenda TEXT NOT NULL,
            reason TEXT,
            present TEXT,
            summary TEXT,
            follow_ups TEXT,
            decisions TEXT,
            called_at BIGINT NOT NULL,
            published_at BIGINT,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX meetings_held ON meetings (held_at, meeting_id)",
        "CREATE INDEX meetings_case ON meetings (case_id, held_at, meeting_id)",
    ],
};

/// Who is invited to each.
static INVITED: Table = Table {
    name: "meeting_departments",
    key: &["meeting_id", "department"],
    ddl: &[
        "CREATE TABLE meeting_departments (
            meeting_id UUID NOT NULL,
            department TEXT NOT NULL,
            is_invited INTEGER NOT NULL,
            PRIMARY KEY (meeting_id, department)
        )",
        "CREATE INDEX meeting_departments_of ON meeting_departments (department, meeting_id)",
    ],
};

/// What stands beside the minutes of each.
static CORRECTIONS: Table = Table {
    name: "minute_corrections",
    key: &["meeting_id", "nth"],
    ddl: &["CREATE TABLE minute_corrections (
        meeting_id UUID NOT NULL,
        nth INTEGER NOT NULL,
        correction TEXT NOT NULL,
        corrected_at BIGINT NOT NULL,
        PRIMARY KEY (meeting_id, nth)
    )"],
};

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    Ok(match event.decode()? {
        called @ Event::MeetingCalled { .. } => opened(called, event),
        Event::MeetingCancelled { meeting_id, reason } => {
            let set = vec![("state", "cancelled".into()), ("reason", reason.into())];
            // One that stands alone is a case of its own; of any other there is no such row.
            let is_over = cases::is_open(meeting_id.as_case(), false, event.id);
            vec![changed(meeting_id, set, event), is_over]
        }
        Event::MinutesPublished {
            meeting_id,
            case_id,
            number,
            from_department,
            present,
            summary,
            follow_ups,
            decisions,
            published_at,
            ..
        } => {
            let set = vec![
                ("state", "held".into()),
                ("present", json(&present)),
                ("summary", summary.into()),
                ("follow_ups", json(&follow_ups)),
                ("decisions", json(&decisions)),
                ("published_at", published_at.into()),
            ];
            let mut rows = vec![changed(meeting_id, set, event)];
            if case_id == meeting_id.as_case() && !decisions.is_empty() {
                // Of a closed project it becomes a case only now.
                let occasion = Occasion::Project;
                rows.push(cases::opened(case_id, occasion, &number, &from_department, event.id));
            }
            rows
        }
        Event::MinutesCorrected { meeting_id, nth, correction, corrected_at } => {
            let key = [("meeting_id", meeting_id.into()), ("nth", nth.into())];
            let set = [("correction", correction.into()), ("corrected_at", corrected_at.into())];
            vec![put(&CORRECTIONS, key, set), changed(meeting_id, Vec::new(), event)]
        }
    })
}

fn opened(event: Event, cause: &Recorded) -> Vec<RowOp> {
    let Event::MeetingCalled {
        meeting_id,
        case_id,
        number,
        title,
        held_at,
        convening_department,
        departments,
        agenda,
        called_at,
    } = event
    else {
        return Vec::new();
    };
    let set = [
        ("case_id", case_id.into()),
        ("number", number.as_str().into()),
        ("state", "called".into()),
        ("title", title.into()),
        ("held_at", held_at.into()),
        ("convening_department", (&convening_department).into()),
        ("agenda", json(&agenda)),
        ("called_at", called_at.into()),
        ("caused_by", cause.id.into()),
    ];
    let mut rows = vec![put(&MEETINGS, [("meeting_id", meeting_id.into())], set)];
    if case_id == meeting_id.as_case() {
        let department = &convening_department;
        rows.push(cases::opened(case_id, Occasion::Project, &number, department, cause.id));
    }
    let invited = |department: String| {
        let key = [("meeting_id", meeting_id.into()), ("department", department.into())];
        put(&INVITED, key, [("is_invited", true.into())])
    };
    rows.extend(departments.into_iter().map(invited));
    rows
}

fn changed(meeting_id: MeetingId, mut set: Cells, cause: &Recorded) -> RowOp {
    set.push(("caused_by", cause.id.into()));
    change(&MEETINGS, [("meeting_id", meeting_id.into())], set)
}
