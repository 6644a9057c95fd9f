use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::axis::{Axis, Reach};
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::course::Course;
use crate::due::{Deadline, DueError, deadline};
use crate::office::{Office, ratio};

/// The instants at which people are warned before a due date. All lie between the start of the
/// clock and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rungs {
    /// When 80 % of the limit is used.
    pub mostly_used_at: Timestamp,
    /// When one working day of office hours is left; the start of the clock when the whole limit
    /// holds no more than that (an emergency of 2 hours).
    pub workday_left_at: Timestamp,
    /// The later of both: when "due soon" is said.
    pub due_soon_at: Timestamp,
    /// The first instant that is too late.
    pub due_at: Timestamp,
}

impl Rungs {
    /// The share of a limit after which it counts as nearly used up.
    pub const MOSTLY_USED_PERCENT: i64 = 80;
}

impl Clock {
    /// The share of the limit used at `now`: 0 before anything counts, 1 when the limit is used up,
    /// more when it is exceeded (1.5: half as long again).
    ///
    /// A working day is used up in office hours, so that a limit in working days reaches 1 when the
    /// office closes on the due date, while all of that date is still in time: whether something is
    /// late is for [`crate::Due::is_overdue`] to say.
    pub fn used(
        &self,
        now: Timestamp,
        calendar: &Calendar,
        office: &Office,
    ) -> Result<f64, DueError> {
        let course = Course::new(self, calendar, office)?.fine(calendar, office);
        let counted = course.axis.counted(course.start, office.local(now), &course.gaps);
        Ok(ratio(counted, course.amount))
    }

    /// When to warn; `None` while the clock stands still without an end.
    pub fn rungs(&self, calendar: &Calendar, office: &Office) -> Result<Option<Rungs>, DueError> {
        let course = Course::new(self, calendar, office)?;
        let Deadline::Due(due) = deadline(self, &course, calendar, office)? else {
            return Ok(None);
        };
        let fine = course.fine(calendar, office);
        let mostly = (fine.amount * Rungs::MOSTLY_USED_PERCENT / 100).max(1);
        let mostly_used = fine.axis.reach(fine.start, mostly, &fine.gaps);

        let work = Axis::WorkMicros { calendar, hours: &office.hours };
        let all = work.counted(fine.start, office.local(due.due_at), &fine.gaps);
        let before_last_workday = all - office.hours.micros_per_workday();
        let workday_left = if before_last_workday > 0 {
            work.reach(fine.start, before_last_workday, &fine.gaps)
        } else {
            Reach::At(fine.start)
        };

        let within = |reach| {
            let at = match reach {
                Reach::At(at) | Reach::Stopped { at, .. } => at,
            };
            let at = office.instant(at).ok_or(DueError::OutOfRange)?;
            Ok::<_, DueError>(at.clamp(self.started_at.min(due.due_at), due.due_at))
        };
        let (mostly_used_at, workday_left_at) = (within(mostly_used)?, within(workday_left)?);
        let due_soon_at = mostly_used_at.max(workday_left_at);
        Ok(Some(Rungs { mostly_used_at, workday_left_at, due_soon_at, due_at: due.due_at }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::suspension::Suspension;

    fn at(text: &str) -> Timestamp {
        format!("{text}:00+08:00").parse().unwrap()
    }

    fn rungs(start: &str, budget: Budget) -> Rungs {
        let clock = Clock::new(at(start), budget);
        clock.rungs(&Calendar::builtin(), &Office::default()).unwrap().unwrap()
    }

    #[test]
    fn a_limit_of_twenty_days_is_due_soon_when_one_working_day_is_left() {
        // Day 1 is Tuesday 1 September, day 19 Thursday the 24th; Friday the 25th is Mid-Autumn,
        // and Sunday the 20th worked for National Day.
        let rungs = rungs("2026-08-31T10:00", Budget::Workdays(20));
        assert_eq!(rungs.mostly_used_at, at("2026-09-21T17:00"));
        assert_eq!(rungs.workday_left_at, at("2026-09-24T17:00"));
        assert_eq!(rungs.due_soon_at, rungs.workday_left_at);
        assert_eq!(rungs.due_at, at("2026-09-29T00:00"));
    }

    #[test]
    fn a_limit_of_one_day_is_due_soon_in_the_afternoon() {
        // 80 % of 6.5 hours are 5 h 12 min: three before lunch, 2 h 12 min after 13:30.
        let rungs = rungs("2026-09-07T10:00", Budget::Workdays(1));
        assert_eq!(rungs.due_soon_at, at("2026-09-08T15:42"));
        assert_eq!(rungs.workday_left_at, at("2026-09-08T00:00"));
    }

    #[test]
    fn an_emergency_is_due_soon_after_four_fifths_of_its_hours() {
        let rungs = rungs("2026-10-02T02:00", Budget::Hours(2));
        assert_eq!(rungs.workday_left_at, at("2026-10-02T02:00"));
        assert_eq!(rungs.due_soon_at, at("2026-10-02T03:36"));
        let half_an_hour = self::rungs("2026-10-02T02:00", Budget::Minutes(30));
        assert_eq!(half_an_hour.due_soon_at, at("2026-10-02T02:24"));
    }

    #[test]
    fn an_instant_item_handed_in_late_is_due_soon_at_once() {
        let rungs = rungs("2026-09-07T16:30", Budget::SameDay);
        assert_eq!(rungs.due_soon_at, at("2026-09-07T16:30"));
        assert_eq!(rungs.due_at, at("2026-09-08T00:00"));
    }

    #[test]
    fn what_stands_still_warns_nobody() {
        let mut clock = Clock::new(at("2026-09-07T10:00"), Budget::Workdays(5));
        clock.suspensions.push(Suspension::open(at("2026-09-09T10:00"), "hearing", "听证"));
        let (calendar, office) = (Calendar::builtin(), Office::default());
        assert_eq!(clock.rungs(&calendar, &office), Ok(None));
        // One of five days was used; standing still uses nothing up.
        assert_eq!(clock.used(at("2026-12-01T10:00"), &calendar, &office), Ok(0.2));
    }

    #[test]
    fn the_used_share_goes_beyond_one() {
        let clock = Clock::new(at("2026-09-07T10:00"), Budget::Hours(4));
        let used = |text| clock.used(at(text), &Calendar::builtin(), &Office::default());
        assert_eq!(used("2026-09-07T09:00"), Ok(0.0));
        assert_eq!(used("2026-09-07T13:00"), Ok(0.75));
        assert_eq!(used("2026-09-07T16:00"), Ok(1.5));
    }
}
