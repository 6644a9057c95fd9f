use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

impl UtcOffset {
    /// Wall-clock time at this distance from UTC.
    pub(crate) fn local(self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at)
    }

    pub(crate) fn micros(self) -> i64 {
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
    use super::*;

    #[test]
    fn an_offset_is_read_and_written() {
        for text in ["+08:00", "-03:30", "+00:00"] {
            assert_eq!(text.parse::<UtcOffset>().unwrap().to_string(), text);
        }
        for text in ["8", "08:00", "+19:00", "+18:01", "+08:60", "+8:00", "+ä:00", ""] {
            assert!(text.parse::<UtcOffset>().is_err(), "{text}");
        }
    }
}
