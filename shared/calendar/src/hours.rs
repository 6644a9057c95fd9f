use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::days::MINUTE_MICROS;
use crate::shift::Shift;

/// The hours in which an office works, the same on every working day of the calendar.
///
/// Written as a list of shifts: `["09:00-12:00", "13:30-17:00"]`. Ascending, without overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<Shift>", into = "Vec<Shift>")]
pub struct OfficeHours {
    shifts: Vec<Shift>,
}

/// Text that names no office hours.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HoursError {
    /// Not `HH:MM-HH:MM` with the end after the beginning.
    #[error("{text:?} is no shift; write HH:MM-HH:MM, 24:00 at the latest, closing after opening")]
    Shift {
        /// As written.
        text: String,
    },
    /// No shift at all, or more than a day sensibly has.
    #[error("office hours need 1 to {max} shifts, not {count}", max = OfficeHours::SHIFTS_MAX)]
    Count {
        /// How many there were.
        count: usize,
    },
    /// Two shifts overlap or stand in the wrong order.
    #[error("shift {later} begins before {earlier} has ended; write shifts in order")]
    Order {
        /// The one written first.
        earlier: Shift,
        /// The one written after it.
        later: Shift,
    },
}

impl OfficeHours {
    /// Morning, afternoon, evening, and one to spare.
    pub const SHIFTS_MAX: usize = 4;

    /// Office hours from shifts in order.
    pub fn new(shifts: Vec<Shift>) -> Result<Self, HoursError> {
        if !(1..=Self::SHIFTS_MAX).contains(&shifts.len()) {
            return Err(HoursError::Count { count: shifts.len() });
        }
        if let Some(pair) = shifts.windows(2).find(|pair| pair[1].start() < pair[0].end()) {
            return Err(HoursError::Order { earlier: pair[0], later: pair[1] });
        }
        Ok(Self { shifts })
    }

    /// The shifts of a working day, ascending.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// Working time of a full working day, in minutes: at least 1.
    pub fn minutes_per_workday(&self) -> u32 {
        self.shifts.iter().map(|shift| u32::from(shift.minutes())).sum()
    }

    pub(crate) fn micros_per_workday(&self) -> i64 {
        i64::from(self.minutes_per_workday()) * MINUTE_MICROS
    }

    /// When the last shift ends, in microseconds after midnight.
    pub(crate) fn closes_at(&self) -> i64 {
        self.shifts.last().map_or(0, |shift| shift.end())
    }

    /// Working time before `time_of_day`, both in microseconds.
    pub(crate) fn worked_before(&self, time_of_day: i64) -> i64 {
        self.shifts
            .iter()
            .map(|shift| time_of_day.clamp(shift.start(), shift.end()) - shift.start())
            .sum()
    }

    /// The earliest time of day by which `worked` has been worked; both in microseconds.
    pub(crate) fn time_when(&self, worked: i64) -> i64 {
        let mut left = worked;
        for shift in &self.shifts {
            let length = shift.end() - shift.start();
            if left <= length {
                return shift.start() + left;
            }
            left -= length;
        }
        self.closes_at()
    }
}

/// 09:00–12:00 and 13:30–17:00, the common hours of service windows.
impl Default for OfficeHours {
    fn default() -> Self {
        let morning = Shift::of_minutes(9 * 60, 12 * 60);
        let afternoon = Shift::of_minutes(13 * 60 + 30, 17 * 60);
        Self { shifts: vec![morning, afternoon] }
    }
}

impl TryFrom<Vec<Shift>> for OfficeHours {
    type Error = HoursError;

    fn try_from(shifts: Vec<Shift>) -> Result<Self, HoursError> {
        Self::new(shifts)
    }
}

impl From<OfficeHours> for Vec<Shift> {
    fn from(hours: OfficeHours) -> Self {
        hours.shifts
    }
}

/// `09:00–12:00, 13:30–17:00`
impl fmt::Display for OfficeHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, shift) in self.shifts.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}", shift.to_string().replace('-', "–"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE_MICROS;

    fn hours(json: &str) -> Result<OfficeHours, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn hours_survive_being_written_and_read() {
        let default = OfficeHours::default();
        let json = serde_json::to_string(&default).unwrap();
        assert_eq!(json, r#"["09:00-12:00","13:30-17:00"]"#);
        assert_eq!(hours(&json).unwrap(), default);
        assert_eq!(default.to_string(), "09:00–12:00, 13:30–17:00");
    }

    #[test]
    fn impossible_hours_are_refused() {
        for json in
            [r#"["9-12"]"#, r#"["12:00-09:00"]"#, r#"["09:00-24:01"]"#, r#"["+9:00-12:00"]"#, "[]"]
        {
            assert!(hours(json).is_err(), "{json}");
        }
        let overlap = hours(r#"["09:00-12:00", "11:00-17:00"]"#).unwrap_err().to_string();
        assert!(overlap.contains("11:00-17:00 begins before 09:00-12:00 has ended"));
        assert!(hours(r#"["00:00-24:00"]"#).is_ok());
    }

    #[test]
    fn lunch_is_not_worked() {
        let default = OfficeHours::default();
        assert_eq!(default.minutes_per_workday(), 390);
        assert_eq!(default.worked_before(8 * HOUR), 0);
        assert_eq!(default.worked_before(12 * HOUR), 3 * HOUR);
        assert_eq!(default.worked_before(13 * HOUR), 3 * HOUR);
        assert_eq!(default.worked_before(14 * HOUR), 3 * HOUR + HOUR / 2);
        assert_eq!(default.worked_before(23 * HOUR), default.micros_per_workday());
    }

    #[test]
    fn worked_time_is_reached_at_the_earliest_instant() {
        let default = OfficeHours::default();
        assert_eq!(default.time_when(3 * HOUR), 12 * HOUR);
        assert_eq!(default.time_when(3 * HOUR + 1), 13 * HOUR + HOUR / 2 + 1);
        assert_eq!(default.time_when(default.micros_per_workday()), 17 * HOUR);
    }
}
