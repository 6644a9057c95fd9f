//! The rows that lists, the work list of warnings and the warnings themselves are read from. One
//! file per table: its columns, and what each event does to it.

mod cases;
mod rungs;
mod tasks;
#[cfg(test)]
mod tests;
mod warnings;

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{Projection, RowOp, Table};

use crate::events::Event;

/// Tasks, their rungs still to come, their warnings, and the cases that there are to ask about.
///
/// "Overdue" is no column: it is the due date beside the present.
#[derive(Clone, Copy, Debug)]
pub struct Coordination;

impl Projection for Coordination {
    const NAME: &'static str = "coordination";
    const VERSION: u32 = 2;
    const EVENTS: &'static [&'static str] = &[
        "coordination.task_requested.v1",
        "coordination.task_acknowledged.v1",
        "coordination.task_returned.v1",
        "coordination.task_reassigned.v1",
        "coordination.deadline_extended.v1",
        "coordination.task_replied.v1",
        "coordination.task_closed.v1",
        "coordination.warning_issued.v1",
        "coordination.task_escalated.v1",
        "approval.case_opened.v1",
        "approval.case_concluded.v1",
        "approval.case_reopened.v1",
        "approval.case_annulled.v1",
        "approval.case_closed_by_withdrawal.v1",
    ];
    const TABLES: &'static [&'static Table] =
        &[&tasks::TASKS, &rungs::RUNGS, &warnings::WARNINGS, &cases::CASES];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        if event.kind.as_str().starts_with("approval.") {
            return Ok(vec![cases::row(event.decode()?, event.id)]);
        }
        let fact: Event = event.decode()?;
        let mut rows = rungs::rows(&fact);
        rows.extend(tasks::row(&fact, event));
        rows.extend(warnings::row(&fact, event));
        Ok(rows)
    }
}
