use tongban_kernel::{CaseId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, change, put};

use crate::project::events::{Event, Milestone};

/// One row per milestone. `is_due`: it is ahead, and that its day has passed was not noted.
pub(super) static MILESTONES: Table = Table {
    name: "milestones",
    key: &["project_id", "nth"],
    ddl: &[
        "CREATE TABLE milestones (
            project_id UUID NOT NULL,
            nth INTEGER NOT NULL,
            name TEXT NOT NULL,
            department TEXT NOT NULL,
            state TEXT NOT NULL,
            due_on TEXT NOT NULL,
            due_at BIGINT NOT NULL,
            is_due INTEGER NOT NULL,
            note TEXT,
            reached_at BIGINT,
            caused_by UUID NOT NULL,
            PRIMARY KEY (project_id, nth)
        )",
        "CREATE INDEX milestones_due ON milestones (due_at, project_id, nth) WHERE is_due = 1",
    ],
};

/// The days that milestones were due on before, and why they were moved.
pub(super) static MOVES: Table = Table {
    name: "milestone_moves",
    key: &["project_id", "nth", "caused_by"],
    ddl: &["CREATE TABLE milestone_moves (
            project_id UUID NOT NULL,
            nth INTEGER NOT NULL,
            caused_by UUID NOT NULL,
            from_on TEXT NOT NULL,
            due_on TEXT NOT NULL,
            reason TEXT NOT NULL,
            moved_at BIGINT NOT NULL,
            PRIMARY KEY (project_id, nth, caused_by)
        )"],
};

pub(super) fn rows(event: &Event, cause: &Recorded) -> Vec<RowOp> {
    match event {
        Event::ProjectSetUp { project_id, milestones, .. } => {
            milestones.iter().map(|milestone| planned(*project_id, milestone, cause)).collect()
        }
        Event::MilestonePlanned { project_id, milestone } => {
            vec![planned(*project_id, milestone, cause)]
        }
        Event::MilestoneMoved { project_id, nth, from_on, due_on, due_at, reason, moved_at } => {
            let set = vec![
                ("due_on", (*due_on).into()),
                ("due_at", (*due_at).into()),
                ("is_due", true.into()),
            ];
            let before = [
                ("from_on", (*from_on).into()),
                ("due_on", (*due_on).into()),
                ("reason", reason.into()),
                ("moved_at", (*moved_at).into()),
            ];
            let mut key = key(*project_id, *nth);
            key.push(("caused_by", cause.id.into()));
            vec![is_now(*project_id, *nth, "ahead", set, cause), put(&MOVES, key, before)]
        }
        Event::MilestoneReached { project_id, nth, note, reached_at } => {
            let set = vec![
                ("is_due", false.into()),
                ("note", note.into()),
                ("reached_at", (*reached_at).into()),
            ];
            vec![is_now(*project_id, *nth, "reached", set, cause)]
        }
        Event::MilestoneMissed { project_id, nth, .. } => {
            vec![is_now(*project_id, *nth, "missed", vec![("is_due", false.into())], cause)]
        }
        Event::MemberJoined { .. }
        | Event::MemberLeft { .. }
        | Event::LeaderHandedOver { .. }
        | Event::BlockerRaised { .. }
        | Event::BlockerCleared { .. }
        | Event::ProjectClosed { .. } => Vec::new(),
    }
}

fn planned(project_id: CaseId, milestone: &Milestone, cause: &Recorded) -> RowOp {
    let set = [
        ("name", (&milestone.name).into()),
        ("department", (&milestone.department).into()),
        ("state", "ahead".into()),
        ("due_on", milestone.due_on.into()),
        ("due_at", milestone.due_at.into()),
        ("is_due", true.into()),
        ("caused_by", cause.id.into()),
    ];
    put(&MILESTONES, key(project_id, milestone.nth), set)
}

fn is_now(project_id: CaseId, nth: u32, state: &str, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([("state", state.into()), ("caused_by", cause.id.into())]);
    change(&MILESTONES, key(project_id, nth), set)
}

fn key(project_id: CaseId, nth: u32) -> Cells {
    vec![("project_id", project_id.into()), ("nth", nth.into())]
}
