use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that people write down in their own words: trimmed, 1 to [`Wording::CHARS_MAX`]
/// characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Wording(String);

/// A text that is empty or too long.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a text has 1 to {max} characters", max = Wording::CHARS_MAX)]
pub struct InvalidWording;

impl Wording {
    /// Two pages: what is longer belongs into an attachment.
    pub const CHARS_MAX: usize = 2_000;

    /// Reads what was written.
    ///
    /// # Errors
    /// When nothing is left after trimming, or it is too long.
    pub fn parse(raw: &str) -> Result<Self, InvalidWording> {
        let text = raw.trim();
        // Four bytes hold any character: what has more bytes need not be counted.
        let fits = text.len() <= 4 * Self::CHARS_MAX && text.chars().count() <= Self::CHARS_MAX;
        if text.is_empty() || !fits { Err(InvalidWording) } else { Ok(Self(text.to_owned())) }
    }

    /// A sentence of the program's own, such as the reason that a policy gives. Nobody checks it while
    /// the program runs: the crate that has such sentences holds each to [`Wording::parse`] in a test.
    pub fn of_program(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl TryFrom<String> for Wording {
    type Error = InvalidWording;

    fn try_from(raw: String) -> Result<Self, InvalidWording> {
        Self::parse(&raw)
    }
}

impl From<Wording> for String {
    fn from(wording: Wording) -> Self {
        wording.0
    }
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_the_program_is_what_parsing_makes_of_it() {
        assert_eq!(Wording::parse("办件已办结"), Ok(Wording::of_program("办件已办结")));
    }

    #[test]
    fn a_wording_is_trimmed_and_bounded_in_characters() {
        assert_eq!(Wording::parse("  同意 ").unwrap().into_string(), "同意");
        assert!(Wording::parse(&"同".repeat(Wording::CHARS_MAX)).is_ok());
        for bad in [String::new(), " \n".to_owned(), "a".repeat(Wording::CHARS_MAX + 1)] {
            assert_eq!(Wording::parse(&bad), Err(InvalidWording));
            assert!(serde_json::from_value::<Wording>(bad.into()).is_err());
        }
    }
}
