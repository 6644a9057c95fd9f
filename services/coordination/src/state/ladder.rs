//! From a limit to the instants at which people are warned.

use jiff::{SignedDuration, Timestamp};
use tongban_calendar::{Budget, Calendar, Clock, DueError, Office};
use tongban_kernel::Context;

use crate::events::Deadline;

/// Within what a department takes a task on or returns it (签收时限), as hotline rules have it.
const ACKNOWLEDGE: Budget = Budget::Workdays(1);
/// Working days after the due date on which the head of the department is told.
const LEAD_AFTER_WORKDAYS: u32 = 1;
/// Working days after the due date on which supervision takes it up.
const SUPERVISOR_AFTER_WORKDAYS: u32 = 3;

/// The deadline of a task that begins now.
pub(super) fn first(clock: &Clock, office: &Office, cx: Context<'_>) -> Result<Deadline, DueError> {
    counted(1, None, clock, office, cx)
}

/// The deadline after an extension. Who has to take the task on has no more time for that.
pub(super) fn extended(
    before: &Deadline,
    clock: &Clock,
    office: &Office,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    counted(before.epoch + 1, Some(before.acknowledge_by_at), clock, office, cx)
}

/// The deadline for another department: the case does not wait longer because departments
/// disagree, but who is asked anew may look at the task first.
pub(super) fn handed_on(
    before: &Deadline,
    office: &Office,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    let acknowledge_by_at = acknowledge_by(before.due_at, office, cx)?;
    Ok(Deadline { acknowledge_by_at, ..before.next_epoch() })
}

fn counted(
    epoch: u32,
    acknowledge_by_at: Option<Timestamp>,
    clock: &Clock,
    office: &Office,
    cx: Context<'_>,
) -> Result<Deadline, DueError> {
    let calendar = cx.calendar;
    let deadline = clock.deadline(calendar, office)?;
    // A task's clock never stands still, so both answers are there.
    let due = deadline.due().ok_or(DueError::OutOfRange)?;
    let rungs = clock.rungs(calendar, office)?.ok_or(DueError::OutOfRange)?;
    let acknowledge_by_at = match acknowledge_by_at {
        Some(acknowledge_by_at) => acknowledge_by_at,
        None => acknowledge_by(due.due_at, office, cx)?,
    };
    Ok(Deadline {
        epoch,
        due_at: due.due_at,
        due_soon_at: rungs.due_soon_at,
        lead_at: workdays_after(due.due_at, LEAD_AFTER_WORKDAYS, calendar, office)?,
        supervisor_at: workdays_after(due.due_at, SUPERVISOR_AFTER_WORKDAYS, calendar, office)?,
        acknowledge_by_at,
        provisional: due.provisional,
        calendar_version: due.calendar,
    })
}

fn acknowledge_by(
    due_at: Timestamp,
    office: &Office,
    cx: Context<'_>,
) -> Result<Timestamp, DueError> {
    let deadline = Clock::new(cx.now, ACKNOWLEDGE).deadline(cx.calendar, office)?;
    let by = deadline.due().ok_or(DueError::OutOfRange)?.due_at;
    Ok(by.min(due_at))
}

/// `count` working days later at the same time of day. The midnight that ends a due date belongs to
/// that date: what was due by the end of Friday is one working day late at the end of Monday.
fn workdays_after(
    due_at: Timestamp,
    count: u32,
    calendar: &Calendar,
    office: &Office,
) -> Result<Timestamp, DueError> {
    let last_in_time = due_at - SignedDuration::from_micros(1);
    let due_on = office.date_of(last_in_time);
    let later = || {
        let (date, _) = calendar.workday_after(due_on, count)?;
        let time_of_day = due_at.duration_since(office.start_of(due_on)?);
        office.start_of(date)?.checked_add(time_of_day).ok()
    };
    later().ok_or(DueError::OutOfRange)
}
