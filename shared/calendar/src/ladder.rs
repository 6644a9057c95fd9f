use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::due::DueError;
use crate::office::Office;

/// Within what a task is taken on, and who is told how long after its due date (督办阶梯): handler
/// and coordinator at the due date, then the head of the department, then supervision, then
/// whoever holds people accountable (问责).
///
/// A rung that is `null` is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Ladder {
    /// Within what the asked department takes a task on or returns it (签收时限): one working day,
    /// as hotline rules have it. Never later than the due date.
    pub acknowledge_within: Budget,
    /// How long after the due date the head of the asked department is told (分管领导): one working
    /// day.
    pub lead_after: Option<Budget>,
    /// How long after the due date supervision takes it up (督办): three working days.
    pub supervisor_after: Option<Budget>,
    /// How long after the due date it is put on record for accountability (问责): five working
    /// days.
    pub accountability_after: Option<Budget>,
    /// Within what a warning is answered in writing (书面说明): two working days.
    pub answer_within: Budget,
}

impl Default for Ladder {
    fn default() -> Self {
        Self {
            acknowledge_within: Budget::Workdays(1),
            lead_after: Some(Budget::Workdays(1)),
            supervisor_after: Some(Budget::Workdays(3)),
            accountability_after: Some(Budget::Workdays(5)),
            answer_within: Budget::Workdays(2),
        }
    }
}

impl Ladder {
    /// Whether it is the one that holds where nothing else is said.
    pub fn is_standard(&self) -> bool {
        *self == Self::default()
    }
}

/// The instant that lies `later` behind a due date.
///
/// Working days are counted from the date that the due date belongs to, at the same time of day:
/// what was due by the end of Friday is one working day late at the end of Monday.
///
/// # Errors
/// When it lies beyond what can be counted.
pub fn after_due(
    due_at: Timestamp,
    later: Budget,
    calendar: &Calendar,
    office: &Office,
) -> Result<Timestamp, DueError> {
    let later = later.check()?;
    // The midnight that ends a due date belongs to that date.
    let last_in_time = due_at - SignedDuration::from_micros(1);
    let Budget::Workdays(count) = later else {
        let from = match later {
            Budget::Hours(_) | Budget::Minutes(_) | Budget::WorkHours(_) => due_at,
            Budget::SameDay | Budget::Workdays(_) | Budget::CalendarDays(_) => last_in_time,
        };
        let deadline = Clock::new(from, later).deadline(calendar, office)?;
        return Ok(deadline.due().ok_or(DueError::OutOfRange)?.due_at);
    };
    let due_on = office.date_of(last_in_time);
    let at = || {
        let (date, _) = calendar.workday_after(due_on, count)?;
        let time_of_day = due_at.duration_since(office.start_of(due_on)?);
        office.start_of(date)?.checked_add(time_of_day).ok()
    };
    at().ok_or(DueError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(due_at: &str, later: Budget) -> Timestamp {
        let (calendar, office) = (Calendar::builtin(), Office::default());
        after_due(at(due_at), later, &calendar, &office).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_end_of_friday_is_one_working_day_late_at_the_end_of_monday() {
        let monday = after("2026-09-05T00:00:00+08:00", Budget::Workdays(1));
        assert_eq!(monday, at("2026-09-08T00:00:00+08:00"));
    }

    #[test]
    fn a_calendar_day_after_the_end_of_friday_is_the_end_of_saturday_unless_that_is_off() {
        // Rest days as last days are taken as the office takes them: by default the next working day.
        let monday = after("2026-09-05T00:00:00+08:00", Budget::CalendarDays(1));
        assert_eq!(monday, after("2026-09-04T10:00:00+08:00", Budget::CalendarDays(1)));
        let tuesday = after("2026-09-08T00:00:00+08:00", Budget::CalendarDays(1));
        assert_eq!(tuesday, at("2026-09-09T00:00:00+08:00"));
    }

    #[test]
    fn an_emergency_goes_up_by_the_hour_on_a_holiday_too() {
        let later = after("2026-10-02T04:00:00+08:00", Budget::Hours(1));
        assert_eq!(later, at("2026-10-02T05:00:00+08:00"));
        let sooner = after("2026-10-02T04:00:00+08:00", Budget::Minutes(15));
        assert_eq!(sooner, at("2026-10-02T04:15:00+08:00"));
    }

    #[test]
    fn a_ladder_that_says_little_leaves_the_rest_as_it_is() {
        let ladder: Ladder = serde_json::from_str(r#"{"lead_after": null}"#).unwrap();
        assert_eq!(ladder, Ladder { lead_after: None, ..Ladder::default() });
        assert!(!ladder.is_standard());
    }
}
