//! What may be wished of a complaint.

use jiff::Timestamp;
use tongban_kernel::{CaseId, ComplaintId, Personal, Satisfaction, Wording};
use tongban_vault::{BlindIndex, Party};

use crate::events::Channel;

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Complain.
    Lodge(Box<Complaining>),
    /// Name the department that has to answer.
    Assign {
        /// The department.
        department: String,
    },
    /// Have something put right.
    OrderRectification {
        /// What.
        order: Wording,
    },
    /// Say what was put right.
    ReportRectification {
        /// What.
        report: Wording,
    },
    /// Answer the complainant.
    Answer {
        /// The answer.
        answer: Wording,
    },
    /// Close it, on the complainant's word.
    Confirm {
        /// How satisfied the complainant is.
        satisfaction: Satisfaction,
        /// Whether the matter is solved.
        solved: bool,
        /// Who says so.
        voice: Voice,
    },
    /// Have it answered again.
    Reopen {
        /// Why, sealed under the key of whoever complained.
        reason: Personal<String>,
        /// Who says so.
        voice: Voice,
    },
    /// Have it answered with another one that came before (并案).
    Merge {
        /// Which.
        into: Target,
        /// Why.
        reason: Wording,
    },
    /// Have it answered by itself again.
    Separate {
        /// Whether any with which it would be answered was ever answered.
        was_answered: bool,
        /// Why.
        reason: Wording,
    },
    /// Record that somebody sees the personal data in the clear.
    ShowPersonalData,
}

impl Command {
    /// Who says it, where only a complainant can.
    pub fn voice(&self) -> Option<Voice> {
        match self {
            Self::Confirm { voice, .. } | Self::Reopen { voice, .. } => Some(*voice),
            Self::Lodge(_)
            | Self::Assign { .. }
            | Self::OrderRectification { .. }
            | Self::ReportRectification { .. }
            | Self::Answer { .. }
            | Self::Merge { .. }
            | Self::Separate { .. }
            | Self::ShowPersonalData => None,
        }
    }
}

/// Who says what a complainant says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The account that gives the command: the complainant's own, or whoever called back.
    Account,
    /// Whoever showed number and check code of the case: its applicant.
    Applicant {
        /// The case.
        case_id: CaseId,
        /// Who applies.
        identity_index: BlindIndex,
    },
}

/// A complaint that another is to be merged into, as its own stream has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// When it was received.
    pub received_at: Timestamp,
    /// Until when it is to be answered.
    pub due_at: Timestamp,
    /// Where it stands.
    pub standing: Standing,
    /// Whether it was ever answered, be the answer refused or not.
    pub was_answered: bool,
}

/// Where a complaint stands for those that are answered with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has no answer.
    Open,
    /// It is answered, or closed.
    Answered,
    /// It is answered with another one itself.
    Merged {
        /// With which.
        into: ComplaintId,
    },
}

/// A complaint, read at the edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaining {
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// The case it is about, where there is one.
    pub case_id: Option<CaseId>,
    /// The department complained of.
    pub department: Option<String>,
    /// The item it is about.
    pub item_code: Option<String>,
    /// Who complains.
    pub complainant: Party,
    /// The way it came.
    pub channel: Channel,
    /// What it is about.
    pub title: Personal<String>,
    /// What was said.
    pub text: Personal<String>,
    /// When it was received, where that was not now.
    pub received_at: Option<Timestamp>,
}
