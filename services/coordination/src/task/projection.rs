//! The rows of tasks: one file per table.

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{RowOp, Table};

use super::events::Event;

mod rungs;
mod tasks;
mod warnings;

pub(crate) const EVENTS: &[&str] = &[
    "coordination.task_requested.v1",
    "coordination.task_acknowledged.v1",
    "coordination.task_assigned.v1",
    "coordination.task_urged.v1",
    "coordination.task_questioned.v1",
    "coordination.question_answered.v1",
    "coordination.task_partly_replied.v1",
    "coordination.task_returned.v1",
    "coordination.task_reassigned.v1",
    "coordination.task_disputed.v1",
    "coordination.dispute_settled.v1",
    "coordination.extension_requested.v1",
    "coordination.extension_declined.v1",
    "coordination.deadline_extended.v1",
    "coordination.task_replied.v1",
    "coordination.reply_accepted.v1",
    "coordination.reply_sent_back.v1",
    "coordination.task_shared.v1",
    "coordination.task_joined.v1",
    "coordination.task_resumed.v1",
    "coordination.task_withdrawn.v1",
    "coordination.task_closed.v1",
    "coordination.warning_issued.v1",
    "coordination.warning_met.v1",
    "coordination.task_escalated.v1",
];

pub(crate) const TABLES: &[&Table] =
    &[&tasks::TASKS, &tasks::SHARES, &rungs::RUNGS, &warnings::WARNINGS];

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let fact: Event = event.decode()?;
    let mut rows = rungs::rows(&fact);
    rows.extend(tasks::rows(&fact, event));
    rows.extend(warnings::row(&fact, event));
    Ok(rows)
}
