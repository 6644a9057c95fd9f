use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Lang;

/// What a clock measures.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The limit set by law (法定时限).
    Statutory,
    /// The shorter limit that the office promises (承诺时限).
    Promised,
    /// The limit of one step (环节时限).
    Step,
    /// The limit of a special procedure (特别程序), which runs while others stand still.
    Special,
}

/// One clock among those of a case: its kind, and for steps and special procedures which of them.
///
/// Written `statutory`, `promised`, `step/review`, `special/hearing`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ClockName {
    /// The limit set by law.
    Statutory,
    /// The limit that the office promises.
    Promised,
    /// The limit of the step with this code.
    Step(String),
    /// The limit of the special procedure with this code.
    Special(String),
}

/// Text that names no clock.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{text:?} names no clock; write statutory, promised, step/CODE or special/CODE")]
pub struct InvalidClockName {
    text: String,
}

impl ClockKind {
    /// Its name for people.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Statutory => lang.pick("法定时限", "statutory limit"),
            Self::Promised => lang.pick("承诺时限", "promised limit"),
            Self::Step => lang.pick("环节时限", "step limit"),
            Self::Special => lang.pick("特别程序", "special procedure"),
        }
    }
}

impl ClockName {
    /// What it measures.
    pub fn kind(&self) -> ClockKind {
        match self {
            Self::Statutory => ClockKind::Statutory,
            Self::Promised => ClockKind::Promised,
            Self::Step(_) => ClockKind::Step,
            Self::Special(_) => ClockKind::Special,
        }
    }
}

impl fmt::Display for ClockName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statutory => f.write_str("statutory"),
            Self::Promised => f.write_str("promised"),
            Self::Step(code) => write!(f, "step/{code}"),
            Self::Special(code) => write!(f, "special/{code}"),
        }
    }
}

impl FromStr for ClockName {
    type Err = InvalidClockName;

    fn from_str(text: &str) -> Result<Self, InvalidClockName> {
        match text.split_once('/') {
            None if text == "statutory" => Ok(Self::Statutory),
            None if text == "promised" => Ok(Self::Promised),
            Some(("step", code)) if !code.is_empty() => Ok(Self::Step(code.to_owned())),
            Some(("special", code)) if !code.is_empty() => Ok(Self::Special(code.to_owned())),
            _ => Err(InvalidClockName { text: text.to_owned() }),
        }
    }
}

impl TryFrom<String> for ClockName {
    type Error = InvalidClockName;

    fn try_from(text: String) -> Result<Self, InvalidClockName> {
        text.parse()
    }
}

impl From<ClockName> for String {
    fn from(name: ClockName) -> Self {
        name.to_string()
    }
}

impl JsonSchema for ClockName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ClockName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "One clock of a case.",
            "pattern": "^(statutory|promised|(step|special)/.+)$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_as_it_is_read() {
        for text in ["statutory", "promised", "step/review", "special/hearing"] {
            assert_eq!(text.parse::<ClockName>().unwrap().to_string(), text);
        }
        for text in ["", "step", "step/", "statutory/x"] {
            assert!(text.parse::<ClockName>().is_err(), "{text}");
        }
    }
}
