use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::calendar::Calendar;
use crate::days::{self, DAY_MICROS};
use crate::hours::OfficeHours;
use crate::offset::UtcOffset;

/// How an office reckons time: its hours, its place on the clock, and the rule where sources differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Office {
    /// When it works.
    pub hours: OfficeHours,
    /// Its distance from UTC.
    pub utc_offset: UtcOffset,
    /// What happens to a limit in calendar days that ends on a rest day.
    pub rest_day_end: RestDayEnd,
}

/// What a limit in calendar days does when its last day is no working day.
///
/// Sources conflict: the Civil Code (民法典) art. 203 moves the end to the next working day, while
/// hotline rules count "7 days" as they fall. So it is configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestDayEnd {
    /// It ends on that day.
    #[default]
    Stays,
    /// It ends on the next working day. The limit itself is used up before: a clock that stops only
    /// on the days in between moves nothing any more.
    RollsForward,
}

/// Working time between two instants; negative when the second is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkingTime {
    /// Time in office hours on working days, to the microsecond.
    pub worked: SignedDuration,
    /// The same in working days of this office.
    pub workdays: f64,
}

impl Office {
    /// The local date of an instant.
    pub fn date_of(&self, at: Timestamp) -> Date {
        self.utc_offset.local(at).date()
    }

    /// The first instant of a local date: also the exclusive end of the date before it. `None` at
    /// the very edge of the years that the time library knows.
    pub fn start_of(&self, date: Date) -> Option<Timestamp> {
        self.instant(days::number(date).checked_mul(DAY_MICROS)?)
    }

    /// The time worked from `from` until `to`. Additive: over adjoining spans it sums up exactly.
    pub fn working_time(&self, calendar: &Calendar, from: Timestamp, to: Timestamp) -> WorkingTime {
        let axis = Axis::WorkMicros { calendar, hours: &self.hours };
        self.working(axis.before(self.local(to)) - axis.before(self.local(from)))
    }

    /// So many microseconds in office hours.
    pub(crate) fn working(&self, micros: i64) -> WorkingTime {
        WorkingTime {
            worked: SignedDuration::from_micros(micros),
            workdays: ratio(micros, self.hours.micros_per_workday()),
        }
    }

    /// Whether the office is past its last shift at `at`, or does not work on that day at all.
    pub fn is_closed_for_the_day(&self, calendar: &Calendar, at: Timestamp) -> bool {
        let local = self.local(at);
        !calendar.is_working(local.div_euclid(DAY_MICROS))
            || local.rem_euclid(DAY_MICROS) >= self.hours.closes_at()
    }

    /// Local wall-clock time in microseconds since 1970-01-01T00:00.
    pub(crate) fn local(&self, at: Timestamp) -> i64 {
        at.as_microsecond() + self.utc_offset.micros()
    }

    pub(crate) fn instant(&self, local: i64) -> Option<Timestamp> {
        Timestamp::from_microsecond(local.checked_sub(self.utc_offset.micros())?).ok()
    }
}

/// A share of microseconds as a fraction; a double holds centuries of them exactly.
#[expect(clippy::cast_precision_loss, reason = "2^53 microseconds are 285 years")]
pub(crate) fn ratio(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_local_date_changes_at_beijing_midnight() {
        let office = Office::default();
        assert_eq!(office.date_of(at("2026-09-28T15:59:59Z")), date(2026, 9, 28));
        assert_eq!(office.date_of(at("2026-09-28T16:00:00Z")), date(2026, 9, 29));
        assert_eq!(office.start_of(date(2026, 9, 29)), Some(at("2026-09-28T16:00:00Z")));
    }

    #[test]
    fn holidays_and_nights_are_no_working_time() {
        let (office, calendar) = (Office::default(), Calendar::builtin());
        // Wednesday 30 September 16:00 to Thursday 8 October 10:00, National Day between.
        let (from, to) = (at("2026-09-30T16:00:00+08:00"), at("2026-10-08T10:00:00+08:00"));
        let time = office.working_time(&calendar, from, to);
        assert_eq!(time.worked, SignedDuration::from_hours(2));
        assert!((time.workdays - 2.0 / 6.5).abs() < 1e-12);
        assert_eq!(office.working_time(&calendar, to, from).worked, -time.worked);
    }

    #[test]
    fn a_lunch_break_is_not_the_end_of_the_day() {
        let (office, calendar) = (Office::default(), Calendar::builtin());
        let closed = |text| office.is_closed_for_the_day(&calendar, at(text));
        assert!(!closed("2026-09-30T12:30:00+08:00"));
        assert!(closed("2026-09-30T17:00:00+08:00"));
        assert!(closed("2026-10-01T10:00:00+08:00"));
        assert!(!closed("2026-10-10T10:00:00+08:00"), "a Saturday that works");
    }

    #[test]
    fn an_office_is_configured_in_part() {
        let office: Office = serde_json::from_str(r#"{"rest_day_end": "rolls_forward"}"#).unwrap();
        assert_eq!(office, Office { rest_day_end: RestDayEnd::RollsForward, ..Office::default() });
    }
}
