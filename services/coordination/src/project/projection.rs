//! The rows of projects: the project with its departments, its plan, what stands in its way.

mod blockers;
mod plan;
mod projects;
#[cfg(test)]
mod tests;

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{RowOp, Table};

use super::events::Event;

pub(crate) const EVENTS: &[&str] = &[
    "coordination.project_set_up.v1",
    "coordination.project_member_joined.v1",
    "coordination.project_member_left.v1",
    "coordination.project_handed_over.v1",
    "coordination.milestone_planned.v1",
    "coordination.milestone_moved.v1",
    "coordination.milestone_reached.v1",
    "coordination.milestone_missed.v1",
    "coordination.blocker_raised.v1",
    "coordination.blocker_cleared.v1",
    "coordination.project_closed.v1",
];

pub(crate) const TABLES: &[&Table] = &[
    &projects::PROJECTS,
    &projects::MEMBERS,
    &plan::MILESTONES,
    &plan::MOVES,
    &blockers::BLOCKERS,
];

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let fact: Event = event.decode()?;
    let mut rows = projects::rows(&fact, event);
    rows.extend(plan::rows(&fact, event));
    rows.extend(blockers::row(&fact, event));
    Ok(rows)
}
