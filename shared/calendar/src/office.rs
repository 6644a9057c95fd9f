use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::calendar::Calendar;
use crate::days::{self, DAY_MICROS};
use crate::hours::OfficeHours;

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
    /// It ends on the next working day.
    RollsForward,
}

/// A fixed distance from UTC, written `+08:00`. China has one time zone and no summer time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UtcOffset(Offset);

/// Text that is no distance from UTC.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{text:?} is no UTC offset; write +HH:MM or -HH:MM, at most 18 hours")]
pub struct InvalidOffset {
    text: String,
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
        let micros = axis.before(self.local(to)) - axis.before(self.local(from));
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

impl UtcOffset {
    /// Wall-clock time at this distance from UTC.
    pub(crate) fn local(self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at)
    }

    fn micros(self) -> i64 {
        i64::from(self.0.seconds()) * 1_000_000
    }
}

/// `+08:00`, Beijing time.
impl Default for UtcOffset {
    fn default() -> Self {
        Self(Offset::constant(8))
    }
}

impl FromStr for UtcOffset {
    type Err = InvalidOffset;

    fn from_str(text: &str) -> Result<Self, InvalidOffset> {
        let parse = || {
            let sign = match text.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let (hours, minutes) = text.get(1..)?.split_once(':')?;
            let number = |part: &str| match part.as_bytes() {
                [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
                    Some(i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
                }
                _ => None,
            };
            let (hours, minutes) = (number(hours)?, number(minutes)?);
            let total = (hours <= 18 && minutes < 60).then_some(hours * 60 + minutes)?;
            (total <= 18 * 60).then(|| Offset::from_seconds(sign * total * 60).ok()).flatten()
        };
        parse().map(Self).ok_or_else(|| InvalidOffset { text: text.to_owned() })
    }
}

/// `+08:00`
impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.abs() / 60;
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl TryFrom<String> for UtcOffset {
    type Error = InvalidOffset;

    fn try_from(text: String) -> Result<Self, InvalidOffset> {
        text.parse()
    }
}

impl From<UtcOffset> for String {
    fn from(offset: UtcOffset) -> Self {
        offset.to_string()
    }
}

impl JsonSchema for UtcOffset {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "UtcOffset".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "Distance from UTC.",
            "pattern": "^[+-][01][0-9]:[0-5][0-9]$",
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_offset_is_read_and_written() {
        for text in ["+08:00", "-03:30", "+00:00"] {
            assert_eq!(text.parse::<UtcOffset>().unwrap().to_string(), text);
        }
        for text in ["8", "08:00", "+19:00", "+18:01", "+08:60", "+8:00", "+ä:00", ""] {
            assert!(text.parse::<UtcOffset>().is_err(), "{text}");
        }
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
