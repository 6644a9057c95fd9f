//! What may be wrong with a catalogue, where it stands, and what to do about it.

mod naming;
mod papers;
mod shape;
mod timing;
mod validity;
mod words;

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

pub use naming::{Naming, Thing};
pub use papers::Papers;
pub use shape::Shape;
pub use timing::{Bound, Timing};
pub use validity::Validity;
pub use words::Words;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// With the file itself.
    Shape(Shape),
    /// With a code or a reference.
    Naming(Naming),
    /// With dates and successors.
    Validity(Validity),
    /// With limits and the order of steps.
    Timing(Timing),
    /// With materials, conditions or the form.
    Papers(Papers),
}

impl Problem {
    /// The problem and its remedy, in words.
    pub fn words(&self) -> Words {
        match self {
            Self::Shape(problem) => problem.words(),
            Self::Naming(problem) => problem.words(),
            Self::Validity(problem) => problem.words(),
            Self::Timing(problem) => problem.words(),
            Self::Papers(problem) => problem.words(),
        }
    }
}

macro_rules! from {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Problem {
            fn from(problem: $kind) -> Self {
                Self::$kind(problem)
            }
        })*
    };
}

from!(Shape, Naming, Validity, Timing, Papers);

/// Something wrong in a catalogue as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where in the content, as a JSON pointer (RFC 6901): `/items/3/steps/0/limit`.
    pub pointer: String,
    /// What is wrong.
    pub problem: Problem,
}

/// Something wrong in the files of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, relative to the directory of the catalogue.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The column in characters, from 1, where it is known.
    pub column: Option<u64>,
    /// What is wrong.
    pub problem: Problem,
}

/// `items/a.yaml:12:7: reason`, in English, as compilers write it, so that editors can jump there.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}", self.problem.words().reason.en)
    }
}

/// For scripts: file, line, column, reason and remedy in both languages.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Words { reason, remedy } = self.problem.words();
        let mut fault = serializer.serialize_struct("Fault", 5)?;
        fault.serialize_field("file", &self.file)?;
        fault.serialize_field("line", &self.line)?;
        fault.serialize_field("column", &self.column)?;
        fault.serialize_field("reason", &reason)?;
        fault.serialize_field("remedy", &remedy)?;
        fault.end()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.problem.words().reason.en)
    }
}

/// Collects findings while a check walks through a catalogue.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn add(&mut self, pointer: impl Into<String>, problem: impl Into<Problem>) {
        self.0.push(Finding { pointer: pointer.into(), problem: problem.into() });
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
