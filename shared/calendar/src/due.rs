use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::axis::Reach;
use crate::budget::{BudgetError, Unit};
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::course::Course;
use crate::days::{self, DAY_MICROS};
use crate::office::{Office, RestDayEnd};
use crate::version::CalendarVersion;

/// Until when something must be done, or that its clock stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Deadline {
    /// The clock runs, or has run out before it was stopped.
    Due(Due),
    /// The clock stands still: there is no due date until it runs again.
    Suspended(Suspended),
}

/// A due date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Due {
    /// The first instant that is too late. For limits in days this is the midnight after the due
    /// date, so that all of the due date (until 23:59:59.999999) is in time.
    pub due_at: Timestamp,
    /// The local date on which the last instant in time falls.
    pub due_on: Date,
    /// It rests on dates for which a notice is still to come, and may move.
    pub provisional: bool,
    /// The calendar that it was computed with.
    pub calendar: CalendarVersion,
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suspended {
    /// Since when without interruption.
    pub since: Timestamp,
    /// What is left of the limit.
    pub left: Left,
    /// What was counted so far rests on dates for which a notice is still to come.
    pub provisional: bool,
    /// The calendar that it was computed with.
    pub calendar: CalendarVersion,
}

/// The rest of a limit in its own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// Whole working days.
    Workdays(i64),
    /// Whole days.
    CalendarDays(i64),
    /// Time around the clock, of a limit in hours or minutes.
    Hours(SignedDuration),
    /// Time in which the office works.
    WorkHours(SignedDuration),
}

/// A clock without an answer.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DueError {
    /// The limit, with its extensions, is no sensible number.
    #[error("the limit cannot be counted")]
    Budget(#[from] BudgetError),
    /// The answer lies too far away to mean anything, or outside the years that are known.
    #[error("the due date lies more than {max} days after the start; check start and suspensions", max = Clock::SPAN_DAYS_MAX)]
    OutOfRange,
}

impl Deadline {
    /// The due date, unless the clock stands still.
    pub fn due(&self) -> Option<&Due> {
        match self {
            Self::Due(due) => Some(due),
            Self::Suspended(_) => None,
        }
    }

    /// Whether it is too late at `now`. What stands still is never overdue.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due().is_some_and(|due| due.is_overdue(now))
    }

    /// Whether a notice still to come may change it.
    pub fn is_provisional(&self) -> bool {
        match self {
            Self::Due(due) => due.provisional,
            Self::Suspended(suspended) => suspended.provisional,
        }
    }
}

impl Due {
    /// Whether it is too late at `now`.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        now >= self.due_at
    }
}

pub(crate) fn deadline(
    clock: &Clock,
    course: &Course<'_>,
    calendar: &Calendar,
    office: &Office,
) -> Result<Deadline, DueError> {
    let version = calendar.version();
    match course.reach() {
        Reach::Stopped { at, left } => {
            check_span(course.day_of(at) - course.received_day)?;
            let since = clock.stopped_since(at, course, office).ok_or(DueError::OutOfRange)?;
            let provisional = course.needs_calendar()
                && !calendar.is_published(course.first_day, course.day_of(at));
            let left = Left::of(course.unit, left);
            Ok(Deadline::Suspended(Suspended { since, left, provisional, calendar: version }))
        }
        Reach::At(end) => {
            let counted_end = course.local_micros(end);
            let rolled_end = rolled_forward(counted_end, course, calendar, office);
            let due_day = (rolled_end - 1).div_euclid(DAY_MICROS);
            check_span(due_day - course.received_day)?;
            let counted_day = (counted_end - 1).div_euclid(DAY_MICROS);
            let decided_from = match course.unit {
                Unit::Workdays | Unit::WorkHours => Some(course.first_day),
                Unit::CalendarDays if office.rest_day_end == RestDayEnd::RollsForward => {
                    Some(counted_day)
                }
                Unit::CalendarDays | Unit::Hours | Unit::Minutes => None,
            };
            let provisional =
                decided_from.is_some_and(|from| !calendar.is_published(from, due_day + 1));
            Ok(Deadline::Due(Due {
                due_at: office.instant(rolled_end).ok_or(DueError::OutOfRange)?,
                due_on: days::date(due_day).ok_or(DueError::OutOfRange)?,
                provisional,
                calendar: version,
            }))
        }
    }
}

/// Moves the end of a limit in calendar days off a rest day, where the office has it so.
fn rolled_forward(end: i64, course: &Course<'_>, calendar: &Calendar, office: &Office) -> i64 {
    let last_day = (end - 1).div_euclid(DAY_MICROS);
    let rolls = course.unit == Unit::CalendarDays
        && office.rest_day_end == RestDayEnd::RollsForward
        && !calendar.is_working(last_day);
    if !rolls {
        return end;
    }
    (calendar.nth_working(calendar.working_before(last_day)) + 1) * DAY_MICROS
}

fn check_span(days: i64) -> Result<(), DueError> {
    if days > Clock::SPAN_DAYS_MAX { Err(DueError::OutOfRange) } else { Ok(()) }
}

impl Left {
    fn of(unit: Unit, left: i64) -> Self {
        match unit {
            Unit::Workdays => Self::Workdays(left),
            Unit::CalendarDays => Self::CalendarDays(left),
            Unit::Hours | Unit::Minutes => Self::Hours(SignedDuration::from_micros(left)),
            Unit::WorkHours => Self::WorkHours(SignedDuration::from_micros(left)),
        }
    }
}
