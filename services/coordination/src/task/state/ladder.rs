//! From a limit to the instants at which people are warned.

use jiff::Timestamp;
use tongban_calendar::{Budget, Clock, DueError, Ladder, Office, after_due};
use tongban_kernel::Context;

use crate::task::events::Deadline;

/// The deadline of a task that begins now.
pub(super) fn first(
    clock: &Clock,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    counted(1, None, clock, office, ladder, cx)
}

/// The deadline after an extension, or after an answer was sent back. Who has to take the task on
/// has no more time for that.
pub(super) fn extended(
    before: &Deadline,
    clock: &Clock,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    counted(before.epoch + 1, Some(before.acknowledge_by_at), clock, office, ladder, cx)
}

/// The deadline for another department: the case does not wait longer because departments
/// disagree, but who is asked anew may look at the task first.
pub(super) fn handed_on(
    before: &Deadline,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    // Of what is late already, only the working day counts.
    let end = end_of(ladder.acknowledge_within, office, cx)?;
    let is_late = before.due_at <= cx.now;
    let acknowledge_by_at = if is_late { end } else { end.min(before.due_at) };
    Ok(Deadline { acknowledge_by_at, ..again(before, office, ladder, cx)? })
}

/// The deadline for a department that a ruling names: that others disputed does not count against
/// its limit, which `clock` says, and it may look at the task first.
pub(super) fn ruled(
    before: &Deadline,
    clock: &Clock,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    let acknowledge_by_at = Some(before.acknowledge_by_at);
    let moved = counted(before.epoch, acknowledge_by_at, clock, office, ladder, cx)?;
    handed_on(&moved, office, ladder, cx)
}

/// The same due date in a new epoch. Where it has passed, who is told of it now has the time of the
/// ladder from now on: nobody is held accountable at once for what another one let lie.
pub(super) fn again(
    before: &Deadline,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    let from = before.due_at.max(cx.now);
    let [lead_at, supervisor_at, accountability_at] = upper_rungs(from, office, ladder, cx)?;
    Ok(Deadline { lead_at, supervisor_at, accountability_at, ..before.next_epoch() })
}

/// When head of department, supervision and accountability are told, from this instant on.
fn upper_rungs(
    from: Timestamp,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<[Option<Timestamp>; 3], DueError> {
    let after = |later: Option<Budget>| {
        later.map(|later| after_due(from, later, cx.calendar, office)).transpose()
    };
    Ok([
        after(ladder.lead_after)?,
        after(ladder.supervisor_after)?,
        after(ladder.accountability_after)?,
    ])
}

/// Until when a warning that is issued now is answered in writing.
pub(super) fn answer_by(
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Timestamp, DueError> {
    end_of(ladder.answer_within, office, cx)
}

fn counted(
    epoch: u32,
    acknowledge_by_at: Option<Timestamp>,
    clock: &Clock,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    let calendar = cx.calendar;
    let deadline = clock.deadline(calendar, office)?;
    // A task's clock stands still only between two instants, so both answers are there.
    let due = deadline.due().ok_or(DueError::OutOfRange)?;
    let rungs = clock.rungs(calendar, office)?.ok_or(DueError::OutOfRange)?;
    let acknowledge_by_at = match acknowledge_by_at {
        Some(acknowledge_by_at) => acknowledge_by_at,
        None => acknowledge_by(due.due_at, office, ladder, cx)?,
    };
    let [lead_at, supervisor_at, accountability_at] = upper_rungs(due.due_at, office, ladder, cx)?;
    Ok(Deadline {
        epoch,
        due_at: due.due_at,
        due_soon_at: rungs.due_soon_at,
        lead_at,
        supervisor_at,
        accountability_at,
        acknowledge_by_at,
        provisional: due.provisional,
        calendar_version: due.calendar,
    })
}

fn acknowledge_by(
    due_at: Timestamp,
    office: &Office,
    ladder: &Ladder,
    cx: Context<'_>,
) -> Result<Timestamp, DueError> {
    Ok(end_of(ladder.acknowledge_within, office, cx)?.min(due_at))
}

/// The end of a limit that begins now.
fn end_of(limit: Budget, office: &Office, cx: Context<'_>) -> Result<Timestamp, DueError> {
    let deadline = Clock::new(cx.now, limit).deadline(cx.calendar, office)?;
    Ok(deadline.due().ok_or(DueError::OutOfRange)?.due_at)
}
