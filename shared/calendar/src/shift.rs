use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::days::MINUTE_MICROS;
use crate::hours::HoursError;

/// A stretch of office hours within one day, `[opens, closes)`, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shift {
    opens: u16,
    closes: u16,
}

const MINUTES_PER_DAY: u16 = 24 * 60;

impl Shift {
    /// `opens` must lie before `closes`, both at most a day.
    pub(crate) const fn of_minutes(opens: u16, closes: u16) -> Self {
        Self { opens, closes }
    }

    pub(crate) fn minutes(self) -> u16 {
        self.closes - self.opens
    }

    pub(crate) fn start(self) -> i64 {
        i64::from(self.opens) * MINUTE_MICROS
    }

    pub(crate) fn end(self) -> i64 {
        i64::from(self.closes) * MINUTE_MICROS
    }
}

/// `HH:MM-HH:MM`
impl FromStr for Shift {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, HoursError> {
        let shift = text
            .split_once('-')
            .and_then(|(opens, closes)| {
                Some(Self { opens: minutes(opens)?, closes: minutes(closes)? })
            })
            .filter(|shift| shift.opens < shift.closes);
        shift.ok_or_else(|| HoursError::Shift { text: text.to_owned() })
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let two_digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u16>().ok())
            .flatten()
    };
    let minutes = two_digits(minutes).filter(|minutes| *minutes < 60)?;
    Some(two_digits(hours)? * 60 + minutes).filter(|total| *total <= MINUTES_PER_DAY)
}

/// `HH:MM-HH:MM`
impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opens, closes } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60)
    }
}

impl TryFrom<String> for Shift {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, HoursError> {
        text.parse()
    }
}

impl From<Shift> for String {
    fn from(shift: Shift) -> Self {
        shift.to_string()
    }
}

impl JsonSchema for Shift {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Shift".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "Office hours from and until, HH:MM-HH:MM.",
            "pattern": "^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$",
        })
    }
}
