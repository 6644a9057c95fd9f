use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// A month as rows hold it: `2026-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Month {
    year: u16,
    month: u8,
}

/// A text that is no month.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a month looks like 2026-09")]
pub(crate) struct InvalidMonth;

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

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Months from the first to the last, both included; without a bound where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first.
    pub(crate) from: Option<Month>,
    /// The last.
    pub(crate) through: Option<Month>,
}

impl Span {
    /// The bounds as texts between which every month that is meant sorts.
    pub(crate) fn bounds(self) -> [String; 2] {
        let text = |month: Option<Month>, or: &str| month.map_or(or.to_owned(), |m| m.to_string());
        [text(self.from, "0000-00"), text(self.through, "9999-99")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_in_one_way() {
        assert_eq!("2026-09".parse::<Month>().unwrap().to_string(), "2026-09");
        for bad in ["", "2026", "2026-9", "2026-13", "2026-00", "26-09", "+026-09", "2026-09-01"] {
            assert_eq!(bad.parse::<Month>(), Err(InvalidMonth), "{bad}");
        }
    }

    #[test]
    fn without_bounds_every_month_lies_between() {
        let [from, through] = Span::default().bounds();
        assert!(from.as_str() < "0001-01" && "9999-12" < through.as_str());
    }
}
