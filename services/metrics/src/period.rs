//! Months and weeks, as figures are told by them; both begin at midnight of the office. Pure.

mod month;
mod week;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use month::{InvalidMonth, Month};
pub use week::{InvalidWeek, Week};

/// A month or a week, as it is written: `2026-09`, `2026-W40`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub enum Period {
    /// A month.
    Month(Month),
    /// A week.
    Week(Week),
}

/// A text that is neither.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a month looks like 2026-09, a week like 2026-W40")]
pub struct InvalidPeriod;

impl Period {
    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Month(month) => Self::Month(month.next()),
            Self::Week(week) => Self::Week(week.next()),
        }
    }

    /// So many of them before this one.
    #[must_use]
    pub fn before(self, n: u16) -> Self {
        match self {
            Self::Month(month) => Self::Month(month.before(n)),
            Self::Week(week) => Self::Week(week.before(n)),
        }
    }

    /// Its first instant; none at the edge of the years that there are.
    pub fn begins_at(self) -> Option<Timestamp> {
        match self {
            Self::Month(month) => month.begins_at(),
            Self::Week(week) => week.begins_at(),
        }
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        let month = text.parse().map(Self::Month);
        month.or_else(|_| text.parse().map(Self::Week)).map_err(|_| InvalidPeriod)
    }
}

impl TryFrom<String> for Period {
    type Error = InvalidPeriod;

    fn try_from(text: String) -> Result<Self, InvalidPeriod> {
        text.parse()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(month) => month.fmt(f),
            Self::Week(week) => week.fmt(f),
        }
    }
}

/// Months from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Months {
    /// The first, as `2026-07`.
    #[schemars(with = "tongban_kernel::Code")]
    pub from: Month,
    /// The last.
    #[schemars(with = "tongban_kernel::Code")]
    pub through: Month,
}

impl Months {
    /// How many; none where the last lies before the first.
    pub fn n(self) -> u32 {
        (self.through.nth() + 1).saturating_sub(self.from.nth())
    }

    /// The first instant; none at the edge of the years that there are.
    pub fn begins_at(self) -> Option<Timestamp> {
        self.from.begins_at()
    }

    /// The first instant after the last of them.
    pub fn ends_at(self) -> Option<Timestamp> {
        self.through.next().begins_at()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_week_are_told_apart_by_how_they_are_written() {
        let period = |text: &str| text.parse::<Period>();
        for text in ["2026-09", "2026-W40"] {
            assert_eq!(period(text).unwrap().to_string(), text);
        }
        assert_eq!(period("2026-40"), Err(InvalidPeriod));
        assert_eq!(period("2026-W52").unwrap().next(), period("2026-W53").unwrap());
        assert_eq!(period("2026-01").unwrap().before(1), period("2025-12").unwrap());
    }

    #[test]
    fn months_are_counted_with_the_first_and_the_last() {
        let months = |from: &str, through: &str| {
            Months { from: from.parse().unwrap(), through: through.parse().unwrap() }.n()
        };
        assert_eq!(months("2026-07", "2026-09"), 3);
        assert_eq!(months("2025-12", "2026-01"), 2);
        assert_eq!(months("2026-09", "2026-08"), 0);
        assert_eq!(months("2026-09", "2025-08"), 0);
    }
}
