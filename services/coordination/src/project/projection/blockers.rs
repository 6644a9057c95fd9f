use tongban_kernel::Recorded;
use tongban_readmodel::{RowOp, Table, change, put};

use crate::project::events::Event;

/// One row per blocker.
pub(super) static BLOCKERS: Table = Table {
    name: "blockers",
    key: &["project_id", "nth"],
    ddl: &[
        "CREATE TABLE blockers (
            project_id UUID NOT NULL,
            nth INTEGER NOT NULL,
            by_department TEXT NOT NULL,
            what TEXT NOT NULL,
            needs_department TEXT NOT NULL,
            is_open INTEGER NOT NULL,
            how TEXT,
            raised_at BIGINT NOT NULL,
            cleared_at BIGINT,
            caused_by UUID NOT NULL,
            PRIMARY KEY (project_id, nth)
        )",
        "CREATE INDEX blockers_open ON blockers (raised_at, project_id, nth) WHERE is_open = 1",
    ],
};

pub(super) fn row(event: &Event, cause: &Recorded) -> Option<RowOp> {
    match event {
        Event::BlockerRaised {
            project_id,
            nth,
            by_department,
            what,
            needs_department,
            raised_at,
        } => {
            let key = [("project_id", (*project_id).into()), ("nth", (*nth).into())];
            let set = [
                ("by_department", by_department.into()),
                ("what", what.into()),
                ("needs_department", needs_department.into()),
                ("is_open", true.into()),
                ("raised_at", (*raised_at).into()),
                ("caused_by", cause.id.into()),
            ];
            Some(put(&BLOCKERS, key, set))
        }
        Event::BlockerCleared { project_id, nth, how, cleared_at } => {
            let key = [("project_id", (*project_id).into()), ("nth", (*nth).into())];
            let set = [
                ("is_open", false.into()),
                ("how", how.into()),
                ("cleared_at", (*cleared_at).into()),
                ("caused_by", cause.id.into()),
            ];
            Some(change(&BLOCKERS, key, set))
        }
        Event::ProjectSetUp { .. }
        | Event::MemberJoined { .. }
        | Event::MemberLeft { .. }
        | Event::LeaderHandedOver { .. }
        | Event::MilestonePlanned { .. }
        | Event::MilestoneMoved { .. }
        | Event::MilestoneReached { .. }
        | Event::MilestoneMissed { .. }
        | Event::ProjectClosed { .. } => None,
    }
}
