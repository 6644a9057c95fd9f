//! What may be wished of a task.

use tongban_calendar::{Budget, Office};
use tongban_kernel::{CaseId, CaseNumber, TaskId, Text};

use crate::events::{Outcome, Rung, Source};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Asks another department to help.
    Request(Box<NewTask>),
    /// The asked department takes the task on.
    Acknowledge,
    /// The asked department holds itself not responsible.
    Return {
        /// Why.
        reason: Wording,
        /// By which rule: nobody is sent away without one.
        legal_basis: Wording,
    },
    /// The coordinator names who has to answer.
    Reassign {
        /// Who is asked from now on.
        to_department: String,
        /// Why.
        reason: Wording,
    },
    /// The coordinator gives more time.
    Extend {
        /// How much, in the unit of the limit.
        by: Budget,
        /// Why.
        reason: Wording,
    },
    /// The asked department answers.
    Reply {
        /// Whether it agrees.
        outcome: Outcome,
        /// What it says.
        opinion: Wording,
    },
    /// The task is no longer needed, or its answer is filed.
    Close {
        /// Why.
        reason: Wording,
    },
    /// A rung has become due.
    IssueWarning {
        /// Which.
        rung: Rung,
        /// Of which deadline.
        epoch: u32,
    },
}

/// A task as it is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTask {
    /// The task.
    pub task_id: TaskId,
    /// The case that needs it.
    pub case_id: CaseId,
    /// The case's number.
    pub number: CaseNumber,
    /// Who asks.
    pub from_department: String,
    /// Who is asked.
    pub to_department: String,
    /// What is asked.
    pub ask: Text,
    /// The rule by which it may be asked.
    pub legal_basis: String,
    /// How long the answer may take.
    pub limit: Budget,
    /// How the asked department reckons time; the limit is counted with it.
    pub office: Office,
    /// The step that waits for the answer.
    pub source: Option<Source>,
}

/// Something that an officer writes down: trimmed, 1 to 2,000 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// A sentence of the program's own: a test holds each of them to the rule.
    pub(crate) fn of_program(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_is_trimmed_and_bounded_in_characters() {
        assert_eq!(Wording::parse("  同意 ").unwrap().into_string(), "同意");
        assert!(Wording::parse(&"同".repeat(Wording::CHARS_MAX)).is_ok());
        for bad in [String::new(), " \n".to_owned(), "a".repeat(Wording::CHARS_MAX + 1)] {
            assert_eq!(Wording::parse(&bad), Err(InvalidWording));
        }
    }
}
