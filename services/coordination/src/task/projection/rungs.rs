use tongban_kernel::{CaseId, TaskId};
use tongban_readmodel::{RowOp, Table, Value, change, delete, put};

use crate::task::events::{Deadline, DisputeSettled, Event, Rung, TaskDisputed};

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
        // In the order of the sweep: of many that are reached at once none is sorted, and no row is
        // looked up of those that are not the lowest of their task.
        "CREATE INDEX rungs_at ON rungs (at, task_id, rung)",
    ],
};

pub(super) fn rows(event: &Event) -> Vec<RowOp> {
    match event {
        Event::TaskRequested { task_id, case_id, deadline, .. }
        | Event::TaskReassigned { task_id, case_id, deadline, .. }
        | Event::DisputeSettled(DisputeSettled { task_id, case_id, deadline, .. })
        | Event::TaskResumed { task_id, case_id, deadline } => {
            ladder(&Rung::LADDER, *task_id, *case_id, deadline)
        }
        // Nobody has to take it on: the coordinator decides, or it was taken on before.
        Event::TaskReturned { task_id, case_id, deadline, .. }
        | Event::TaskDisputed(TaskDisputed { task_id, case_id, deadline, .. })
        | Event::ReplySentBack { task_id, case_id, deadline, .. } => {
            let mut rows = ladder(Rung::OF_DUE_DATE, *task_id, *case_id, deadline);
            rows.push(delete(&RUNGS, key(*task_id, Rung::Unacknowledged)));
            rows
        }
        Event::DeadlineExtended { task_id, case_id, deadline, .. } => {
            let mut rows = ladder(Rung::OF_DUE_DATE, *task_id, *case_id, deadline);
            // More time to answer is no more time to take it on; who has done so is not asked again.
            let epoch = [("epoch", deadline.epoch.into())];
            rows.push(change(&RUNGS, key(*task_id, Rung::Unacknowledged), epoch));
            rows
        }
        Event::TaskAcknowledged { task_id, .. }
        | Event::TaskQuestioned { task_id, .. }
        | Event::TaskPartlyReplied { task_id, .. } => {
            vec![delete(&RUNGS, key(*task_id, Rung::Unacknowledged))]
        }
        Event::WarningIssued { task_id, rung, .. } => vec![delete(&RUNGS, key(*task_id, *rung))],
        Event::TaskReplied { task_id, .. }
        | Event::TaskJoined { task_id, .. }
        | Event::TaskWithdrawn { task_id, .. }
        | Event::TaskClosed { task_id, .. } => {
            Rung::LADDER.map(|rung| delete(&RUNGS, key(*task_id, rung))).into()
        }
        Event::TaskAssigned(_)
        | Event::TaskUrged(_)
        | Event::QuestionAnswered { .. }
        | Event::ExtensionRequested { .. }
        | Event::ExtensionDeclined { .. }
        | Event::ReplyAccepted { .. }
        | Event::TaskShared(_)
        | Event::WarningMet(_)
        | Event::TaskEscalated(_) => Vec::new(),
    }
}

/// These rungs again: a new epoch takes the place of the one before. A rung that the ladder leaves
/// out is none.
fn ladder(rungs: &[Rung], task_id: TaskId, case_id: CaseId, deadline: &Deadline) -> Vec<RowOp> {
    let row = |rung: &Rung| {
        let key = key(task_id, *rung);
        let Some(at) = deadline.rung_at(*rung) else { return delete(&RUNGS, key) };
        let set =
            [("case_id", case_id.into()), ("epoch", deadline.epoch.into()), ("at", at.into())];
        put(&RUNGS, key, set)
    };
    rungs.iter().map(row).collect()
}

fn key(task_id: TaskId, rung: Rung) -> [(&'static str, Value); 2] {
    [("task_id", task_id.into()), ("rung", rung.index().into())]
}
