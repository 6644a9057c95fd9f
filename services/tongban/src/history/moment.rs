use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An instant, in microseconds, and the offset from UTC in which its source wrote it, so that an
/// export shows the same local day. As text: `2011-10-11T13:42:22.688+02:00`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Moment {
    at: Timestamp,
    offset: Offset,
}

/// What a date of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// An instant: the date names its offset.
    Instant(Moment),
    /// A local time without an offset; what instant that is, its reader must know.
    Local(DateTime),
}

/// The text is no date of ISO 8601, or names an instant outside the years -9999 to 9999.
#[derive(Clone, Debug, thiserror::Error)]
#[error("not a date of ISO 8601 such as 2026-09-28T09:30:00+08:00")]
pub struct InvalidMoment {
    #[source]
    source: Option<jiff::Error>,
}

impl Moment {
    /// An instant seen from an offset. What is finer than a microsecond is cut off: PostgreSQL
    /// would lose it later, and then two copies of one fact would differ.
    pub fn new(at: Timestamp, offset: Offset) -> Self {
        Self { at: tongban_kernel::truncate_to_micros(at), offset }
    }

    /// A local time, taken to be in this offset.
    ///
    /// # Errors
    /// When the instant lies outside of what can be represented.
    pub fn from_local(local: DateTime, offset: Offset) -> Result<Self, InvalidMoment> {
        let at =
            offset.to_timestamp(local).map_err(|source| InvalidMoment { source: Some(source) })?;
        Ok(Self::new(at, offset))
    }

    /// The instant.
    pub fn at(self) -> Timestamp {
        self.at
    }

    /// The offset from UTC in which it was written.
    pub fn offset(self) -> Offset {
        self.offset
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.at.display_with_offset(self.offset).fmt(f)
    }
}

impl FromStr for Written {
    type Err = InvalidMoment;

    /// Reads a date, or a date and a time, with or without an offset (XML Schema `dateTime`, and
    /// the space instead of `T` that spreadsheets write). A date alone means its midnight.
    fn from_str(text: &str) -> Result<Self, InvalidMoment> {
        let pieces =
            Pieces::parse(text.trim()).map_err(|source| InvalidMoment { source: Some(source) })?;
        let local = pieces.date().to_datetime(pieces.time().unwrap_or(Time::midnight()));
        match pieces.to_numeric_offset() {
            Some(offset) => Moment::from_local(local, offset).map(Self::Instant),
            None => Ok(Self::Local(local)),
        }
    }
}

impl TryFrom<String> for Moment {
    type Error = InvalidMoment;

    fn try_from(text: String) -> Result<Self, InvalidMoment> {
        match text.parse()? {
            Written::Instant(moment) => Ok(moment),
            Written::Local(_) => Err(InvalidMoment { source: None }),
        }
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn an_offset_survives() {
        for text in ["2011-10-11T13:42:22.688+02:00", "2026-01-01T00:00:00-03:30"] {
            assert_eq!(moment(text).to_string(), text);
        }
    }

    #[test]
    fn utc_may_be_spelled_with_a_letter() {
        assert_eq!(moment("2011-10-11T11:42:22Z").at(), moment("2011-10-11T13:42:22+02:00").at());
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_cut_off() {
        assert_eq!(moment("2020-01-01T00:00:00.123456789Z"), moment("2020-01-01T00:00:00.123456Z"));
    }

    #[test]
    fn a_date_without_an_offset_is_local() {
        for text in ["2014-04-14", "2014-04-14 00:00:00", "2014-04-14T00:00:00.000"] {
            let local = jiff::civil::date(2014, 4, 14).at(0, 0, 0, 0);
            assert_eq!(text.parse::<Written>().unwrap(), Written::Local(local));
        }
        let beijing = Offset::constant(8);
        let local = jiff::civil::date(2014, 4, 14).at(8, 0, 0, 0);
        let moment = Moment::from_local(local, beijing).unwrap();
        assert_eq!(moment.to_string(), "2014-04-14T08:00:00+08:00");
        assert!(Moment::try_from("2014-04-14".to_owned()).is_err());
    }

    #[test]
    fn a_word_is_no_date() {
        for text in ["", "yesterday", "2014-13-01", "14.04.2014"] {
            assert!(text.parse::<Written>().is_err(), "{text}");
        }
    }
}
