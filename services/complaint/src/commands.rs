//! What may be wished of a complaint.

use jiff::Timestamp;
use tongban_kernel::{CaseId, ComplaintId, Personal, Wording};
use tongban_vault::Party;

use crate::events::{Channel, Satisfaction};

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
    },
    /// Have it answered again.
    Reopen {
        /// Why.
        reason: Wording,
    },
    /// Record that somebody sees the personal data in the clear.
    ShowPersonalData,
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
