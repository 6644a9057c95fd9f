use std::fmt;
use std::str::FromStr;

use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An offset from UTC as ISO 8601 writes it: `+08:00`, `-03:30`, `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct UtcOffset(Offset);

/// The text is no offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an offset from UTC such as +08:00")]
pub struct InvalidOffset;

impl UtcOffset {
    /// The offset.
    pub fn get(self) -> Offset {
        self.0
    }
}

impl Default for UtcOffset {
    fn default() -> Self {
        Self(Offset::UTC)
    }
}

impl FromStr for UtcOffset {
    type Err = InvalidOffset;

    fn from_str(text: &str) -> Result<Self, InvalidOffset> {
        if text == "Z" {
            return Ok(Self::default());
        }
        let (sign, digits) = text.split_at_checked(1).ok_or(InvalidOffset)?;
        let (hours, minutes) = digits.split_once(':').ok_or(InvalidOffset)?;
        let seconds = two_digits(hours, 23)? * 3600 + two_digits(minutes, 59)? * 60;
        let seconds = match sign {
            "+" => seconds,
            "-" => -seconds,
            _ => return Err(InvalidOffset),
        };
        Offset::from_seconds(seconds).map(Self).map_err(|_| InvalidOffset)
    }
}

fn two_digits(text: &str, max: i32) -> Result<i32, InvalidOffset> {
    if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidOffset);
    }
    text.parse().ok().filter(|number| *number <= max).ok_or(InvalidOffset)
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

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_reads_as_it_is_written() {
        for text in ["+08:00", "-03:30", "+00:00", "+05:45"] {
            assert_eq!(text.parse::<UtcOffset>().unwrap().to_string(), text);
        }
        assert_eq!("Z".parse(), Ok(UtcOffset::default()));
    }

    #[test]
    fn a_place_is_no_offset() {
        for text in ["", "8", "Asia/Shanghai", "+8:00", "+25:00", "*08:00", "+08:60", "+-8:00"] {
            assert_eq!(text.parse::<UtcOffset>(), Err(InvalidOffset), "{text}");
        }
    }
}
