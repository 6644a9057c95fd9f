use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;
use tongban_kernel::calendar::Office;

/// A week from Monday to Sunday as rows hold it, `2026-W40`: numbers and the years that they are
/// counted in are those of ISO 8601 (GB/T 7408), so that the first days of January may belong to the
/// last week of the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Week {
    monday: Date,
}

/// A text that is no week.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a week looks like 2026-W40")]
pub struct InvalidWeek;

impl FromStr for Week {
    type Err = InvalidWeek;

    fn from_str(text: &str) -> Result<Self, InvalidWeek> {
        let (year, week) = text.split_once("-W").ok_or(InvalidWeek)?;
        let digits = |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(week, 2) {
            return Err(InvalidWeek);
        }
        let year = year.parse().map_err(|_| InvalidWeek)?;
        let week = week.parse().map_err(|_| InvalidWeek)?;
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).map_err(|_| InvalidWeek)?;
        Ok(Self { monday: monday.date() })
    }
}

impl TryFrom<String> for Week {
    type Error = InvalidWeek;

    fn try_from(text: String) -> Result<Self, InvalidWeek> {
        text.parse()
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let monday = self.monday.iso_week_date();
        write!(f, "{:04}-W{:02}", monday.year(), monday.week())
    }
}

impl Week {
    /// The week of a day.
    pub fn of_day(on: Date) -> Self {
        let days = i64::from(on.weekday().to_monday_zero_offset());
        Self { monday: on.checked_sub(days.days()).unwrap_or(on) }
    }

    /// So many weeks before this one.
    #[must_use]
    pub fn before(self, n: u16) -> Self {
        Self { monday: self.monday.checked_sub(i64::from(n).weeks()).unwrap_or(self.monday) }
    }

    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        Self { monday: self.monday.checked_add(1_i64.weeks()).unwrap_or(Date::MAX) }
    }

    /// Its first instant; none at the edge of the years that there are.
    pub fn begins_at(self) -> Option<Timestamp> {
        Office::default().start_of(self.monday)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tongban_kernel::testkit::at;

    use super::*;

    fn week(text: &str) -> Week {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_begins_on_monday_at_midnight_of_the_office() {
        for day in [date(2026, 9, 28), date(2026, 10, 4)] {
            assert_eq!(Week::of_day(day), week("2026-W40"), "{day}");
        }
        assert_eq!(Week::of_day(date(2026, 10, 5)), week("2026-W41"));
        assert_eq!(week("2026-W40").begins_at(), Some(at("2026-09-28T00:00:00+08:00")));
    }

    #[test]
    fn days_around_new_year_belong_to_the_year_of_their_thursday() {
        assert_eq!(Week::of_day(date(2027, 1, 1)).to_string(), "2026-W53");
        assert_eq!(week("2026-W53").next(), week("2027-W01"));
        assert_eq!(week("2027-W01").before(2), week("2026-W52"));
        assert_eq!(Week::of_day(date(2024, 12, 30)).to_string(), "2025-W01");
    }

    #[test]
    fn a_week_is_written_in_one_way() {
        assert_eq!(week("2026-W05").to_string(), "2026-W05");
        for bad in ["", "2026-W", "2026-W5", "2026-W54", "2026-W00", "2026-05", "2026-W05-1"] {
            assert_eq!(bad.parse::<Week>(), Err(InvalidWeek), "{bad}");
        }
        assert_eq!("2027-W53".parse::<Week>(), Err(InvalidWeek), "that year has 52");
    }
}
