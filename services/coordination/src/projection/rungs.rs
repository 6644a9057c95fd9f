use tongban_kernel::{CaseId, TaskId};
use tongban_readmodel::{RowOp, Table, Value, delete, put};

use crate::events::{Deadline, Event, Rung};

/// The work list of the sweeper: every rung of an open task that is still to be warned of.
pub(super) static RUNGS: Table = Table {
    name: "rungs",
    key: &["task_id", "rung"],
    ddl: &[
        // `rung` counts up the ladder from 0.
        "CREATE TABLE rungs (
            task_id UUID NOT NULL,
            rung INTEGER NOT NULL,
            case_id UUID NOT NULL,
            epoch INTEGER NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (task_id, rung)
        )",
        "CREATE INDEX rungs_at ON rungs (at)",
    ],
};

pub(super) fn rows(event: &Event) -> Vec<RowOp> {
    match event {
        Event::TaskRequested { task_id, case_id, deadline, .. }
        | Event::TaskReturned { task_id, case_id, deadline, .. }
        | Event::TaskReassigned { task_id, case_id, deadline, .. }
        | Event::DeadlineExtended { task_id, case_id, deadline, .. } => {
            ladder(*task_id, *case_id, deadline)
        }
        Event::WarningIssued { task_id, rung, .. } => vec![delete(&RUNGS, key(*task_id, *rung))],
        Event::TaskReplied { task_id, .. } | Event::TaskClosed { task_id, .. } => {
            Rung::LADDER.map(|rung| delete(&RUNGS, key(*task_id, rung))).into()
        }
        Event::TaskAcknowledged { .. } | Event::TaskEscalated { .. } => Vec::new(),
    }
}

/// The whole ladder again: a new epoch takes the place of the one before.
fn ladder(task_id: TaskId, case_id: CaseId, deadline: &Deadline) -> Vec<RowOp> {
    let row = |rung: Rung| {
        let set = [
            ("case_id", case_id.into()),
            ("epoch", deadline.epoch.into()),
            ("at", deadline.rung_at(rung).into()),
        ];
        put(&RUNGS, key(task_id, rung), set)
    };
    Rung::LADDER.map(row).into()
}

fn key(task_id: TaskId, rung: Rung) -> [(&'static str, Value); 2] {
    [("task_id", task_id.into()), ("rung", rung.index().into())]
}
