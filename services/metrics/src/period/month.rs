use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongban_kernel::calendar::Office;

/// A month as rows hold it: `2026-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: u16,
    month: u8,
}

/// A text that is no month.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a month looks like 2026-09")]
pub struct InvalidMonth;

impl FromStr for Month {
    type Err = InvalidMonth;

    fn from_str(text: &str) -> Result<Self, InvalidMonth> {
        let (year, month) = text.split_once('-').ok_or(InvalidMonth)?;
        let digits = |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(InvalidMonth);
        }
        let year = year.parse().map_err(|_| InvalidMonth)?;
        let month = month.parse().map_err(|_| InvalidMonth)?;
        (1..=12).contains(&month).then_some(Self { year, month }).ok_or(InvalidMonth)
    }
}

impl TryFrom<String> for Month {
    type Error = InvalidMonth;

    fn try_from(text: String) -> Result<Self, InvalidMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Month {
    /// The month of a day.
    pub fn of_day(on: Date) -> Self {
        let year = u16::try_from(on.year()).unwrap_or_default();
        Self { year, month: u8::try_from(on.month()).unwrap_or(1) }
    }

    /// So many months before this one.
    #[must_use]
    pub fn before(self, n: u16) -> Self {
        (0..n).fold(self, |Self { year, month }, _| match month {
            1 => Self { year: year.saturating_sub(1), month: 12 },
            2.. | 0 => Self { year, month: month.saturating_sub(1) },
        })
    }

    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        match self.month {
            12.. => Self { year: self.year.saturating_add(1), month: 1 },
            ..12 => Self { month: self.month + 1, ..self },
        }
    }

    /// Its first instant; none at the edge of the years that there are.
    pub fn begins_at(self) -> Option<Timestamp> {
        let year = i16::try_from(self.year).ok()?;
        let on = Date::new(year, i8::try_from(self.month).ok()?, 1).ok()?;
        Office::default().start_of(on)
    }

    /// Counts months from the year 0 on.
    pub(super) fn nth(self) -> u32 {
        u32::from(self.year) * 12 + u32::from(self.month)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_follow_each_other_also_over_a_year() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        assert_eq!(month("2026-01").before(2), month("2025-11"));
        assert_eq!(month("2026-12").next(), month("2027-01"));
        assert_eq!(Month::of_day(date(2026, 10, 1)), month("2026-10"));
    }

    #[test]
    fn a_month_is_written_in_one_way() {
        assert_eq!("2026-09".parse::<Month>().unwrap().to_string(), "2026-09");
        for bad in ["", "2026", "2026-9", "2026-13", "2026-00", "26-09", "+026-09", "2026-09-01"] {
            assert_eq!(bad.parse::<Month>(), Err(InvalidMonth), "{bad}");
        }
    }
}
