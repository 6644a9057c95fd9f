//! Names that files, events and tables use to point at each other.
//!
//! The shapes stand once, as regular expressions of the JSON Schema; the parsers below accept the
//! same words, and a test holds the two together.

use std::borrow::{Borrow, Cow};
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A word that is no code: says which one and what a code looks like.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not {shape}")]
pub struct InvalidCode {
    given: String,
    shape: &'static str,
}

/// 1 to 60 characters: a lower-case letter, then lower-case letters, digits and `joint`.
fn is_word(raw: &str, joint: char) -> bool {
    raw.len() <= 60
        && raw.starts_with(|first: char| first.is_ascii_lowercase())
        && raw.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint)
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $joint:literal, $pattern:literal, $shape:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            #[doc = concat!("Reads a code: ", $shape, ".")]
            ///
            /// # Errors
            /// [`InvalidCode`] for any other word.
            pub fn parse(raw: &str) -> Result<Self, InvalidCode> {
                if is_word(raw, $joint) {
                    return Ok(Self(raw.to_owned()));
                }
                Err(InvalidCode { given: raw.to_owned(), shape: $shape })
            }

            /// The code as it is written in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidCode;

            fn try_from(raw: String) -> Result<Self, InvalidCode> {
                Self::parse(&raw)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        // So that maps keyed by a code can be asked with a plain word.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $shape, "pattern": $pattern })
            }
        }
    };
}

macro_rules! hyphened {
    ($(#[$doc:meta])* $name:ident) => {
        code!(
            $(#[$doc])* $name, '-', "^[a-z][a-z0-9-]{0,59}$",
            "a code: a lower-case letter, then letters, digits and hyphens, 60 characters at most"
        );
    };
}

hyphened!(
    /// Whose catalogue this is; the jurisdiction token of subjects and streams.
    JurisdictionCode
);
hyphened!(
    /// A department (部门), the same through all its names.
    DepartmentCode
);
hyphened!(
    /// A post (岗位) inside one department.
    PostCode
);
hyphened!(
    /// A duty (职责) inside one department.
    DutyCode
);
hyphened!(
    /// A service item (事项), the same through all its versions.
    ItemCode
);
hyphened!(
    /// A step (环节) inside one item.
    StepId
);
hyphened!(
    /// A material (材料) inside one item.
    MaterialCode
);
hyphened!(
    /// A special procedure (特别程序) inside one item.
    ProcedureCode
);
hyphened!(
    /// A result (办理结果) inside one item.
    ResultCode
);
hyphened!(
    /// A plan for emergencies (应急预案), the same through all its versions.
    PlanCode
);
hyphened!(
    /// A role (工作组) inside one plan.
    RoleCode
);
hyphened!(
    /// A task (处置任务) inside one plan.
    ActionCode
);
hyphened!(
    /// A paper (材料) that is skipped, inside one plan.
    PaperCode
);
code!(
    /// A field of an application form; also its key in the answers.
    FieldName, '_', "^[a-z][a-z0-9_]{0,59}$",
    "a field name: a lower-case letter, then letters, digits and underscores, 60 characters at most"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_lower_case_and_starts_with_a_letter() {
        for good in ["a", "market-regulation", "step-2"] {
            assert_eq!(ItemCode::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "2nd", "-a", "Market", "市监", "a b", "a_b", &"x".repeat(61)] {
            let refused = ItemCode::parse(bad).unwrap_err();
            assert!(refused.to_string().contains("is not a code"), "{refused}");
        }
    }

    #[test]
    fn the_schema_accepts_the_words_that_the_parser_accepts() {
        let codes = jsonschema::validator_for(schemars::schema_for!(ItemCode).as_value()).unwrap();
        let fields =
            jsonschema::validator_for(schemars::schema_for!(FieldName).as_value()).unwrap();
        for word in ["a", "a-1", "a_1", "A", "1a", "", "a b", &"x".repeat(60), &"x".repeat(61)] {
            let value = serde_json::Value::from(word);
            assert_eq!(codes.is_valid(&value), ItemCode::parse(word).is_ok(), "{word}");
            assert_eq!(fields.is_valid(&value), FieldName::parse(word).is_ok(), "{word}");
        }
    }
}
