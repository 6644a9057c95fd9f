use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Moment;

/// One attribute of a case or of an event (IEEE 1849-2016, 4.3): a key, a typed value, and
/// attributes about the attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// The key, for example `org:resource`; a log has few, so they are shared.
    pub key: Arc<str>,
    /// The value.
    pub value: Value,
    /// Attributes about this attribute; mostly none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Attribute>,
}

/// The value of an attribute, in one of the types of XES.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// A text.
    String(String),
    /// An instant with the offset in which it was written.
    Date(Moment),
    /// A whole number.
    Int(i64),
    /// A number, in the spelling of its file.
    Float(Decimal),
    /// A truth value.
    Boolean(bool),
    /// An identifier, mostly a UUID.
    Id(String),
    /// Attributes whose order counts and whose keys may repeat.
    List(Vec<Attribute>),
    /// Attributes whose order does not count.
    Container(Vec<Attribute>),
}

impl Attribute {
    /// An attribute with a text, and nothing below it.
    pub fn text(key: &str, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: Value::String(value.into()), children: Vec::new() }
    }

    /// The attribute with this key. The last one counts where a file repeats a key, as it does for
    /// the tools that read a row into a table.
    pub fn find<'a>(attributes: &'a [Attribute], key: &str) -> Option<&'a Attribute> {
        attributes.iter().rev().find(|attribute| &*attribute.key == key)
    }
}

impl Value {
    /// The name of the element that carries it in XES.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "string",
            Self::Date(_) => "date",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Boolean(_) => "boolean",
            Self::Id(_) => "id",
            Self::List(_) => "list",
            Self::Container(_) => "container",
        }
    }
}

/// The value as XES writes it; nothing for a list or a container, which have elements instead.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) | Self::Id(text) => f.write_str(text),
            Self::Date(moment) => moment.fmt(f),
            Self::Int(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
            Self::Boolean(truth) => truth.fmt(f),
            Self::List(_) | Self::Container(_) => Ok(()),
        }
    }
}

/// A number in the spelling of its file (`157.09305`, `1E4`, `NaN`), so that an export repeats it
/// digit by digit, and JSON, which has no NaN, can carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Decimal(String);

/// The text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number")]
pub struct InvalidDecimal;

impl FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for Decimal {
    type Error = InvalidDecimal;

    fn try_from(text: String) -> Result<Self, InvalidDecimal> {
        text.parse::<f64>().map_err(|_| InvalidDecimal)?;
        Ok(Self(text))
    }
}

impl From<Decimal> for String {
    fn from(number: Decimal) -> Self {
        number.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_spelling() {
        for text in ["157.09305", "1E4", "-0.10", "NaN", "INF"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_text_is_no_number() {
        assert_eq!("1,5".parse::<Decimal>(), Err(InvalidDecimal));
        assert!(serde_json::from_str::<Value>(r#"{"float":"a lot"}"#).is_err());
    }

    #[test]
    fn of_a_repeated_key_the_last_one_counts() {
        let attributes = [Attribute::text("a", "1"), Attribute::text("a", "2")];
        assert_eq!(Attribute::find(&attributes, "a"), Some(&attributes[1]));
    }

    #[test]
    fn nested_attributes_survive_json() {
        let inner = Attribute { value: Value::Int(3), ..Attribute::text("n", "") };
        let list = Attribute { value: Value::List(vec![inner.clone()]), ..inner.clone() };
        let outer = Attribute { children: vec![list], ..Attribute::text("outer", "x") };
        let json = serde_json::to_string(&outer).unwrap();
        assert_eq!(serde_json::from_str::<Attribute>(&json).unwrap(), outer);
        assert_eq!(serde_json::to_string(&inner).unwrap(), r#"{"key":"n","value":{"int":3}}"#);
    }
}
