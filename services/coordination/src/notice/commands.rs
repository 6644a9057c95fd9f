//! What may be wished of a warning.

use jiff::Timestamp;
use tongban_calendar::{Budget, Office};
use tongban_kernel::{CaseId, CaseNumber, NoticeId, TaskId, Wording};

use crate::task::events::{Occasion, Rung};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A warning was issued.
    Open(Box<NewNotice>),
    /// What it asked for was done.
    Meet,
    /// The department answers in writing (书面说明).
    Answer {
        /// What it says.
        statement: Wording,
    },
    /// The department holds it wrong (申诉).
    Appeal {
        /// Why.
        grounds: Wording,
        /// By which rule.
        legal_basis: Wording,
    },
    /// The supervisor holds it right (维持): it is to be answered.
    Uphold {
        /// Why.
        reason: Wording,
        /// Within what it is to be answered.
        answer_within: Budget,
        /// How the department reckons time.
        office: Office,
    },
    /// The supervisor takes it back (撤销).
    Revoke {
        /// Why.
        reason: Wording,
    },
    /// The supervisor is content with the answer (核销).
    Accept,
    /// The time for the answer has passed.
    NoteUnanswered,
}

/// A warning as it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// The warning.
    pub notice_id: NoticeId,
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// What kind of business that is.
    pub occasion: Occasion,
    /// The case's number.
    pub number: CaseNumber,
    /// Who was warned.
    pub department: String,
    /// Which rung.
    pub rung: Rung,
    /// The epoch of the deadline.
    pub epoch: u32,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Until when it is to be answered; none where doing the work is the answer.
    pub answer_by_at: Option<Timestamp>,
}
