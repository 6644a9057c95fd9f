//! What may be wished of a task.

use tongban_calendar::{Budget, Office};
use tongban_kernel::{CaseId, CaseNumber, TaskId, Text, Wording};

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
