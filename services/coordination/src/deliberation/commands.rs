//! What may be wished of a matter that is put to others.

use jiff::Timestamp;
use tongban_calendar::{Budget, Office};
use tongban_kernel::{DeliberationId, OpinionId, Personal, Wording};

use super::events::{Counts, Stance};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Puts a matter to others.
    Open(Box<NewMatter>),
    /// A department says what it thinks.
    Speak {
        /// Which way.
        stance: Stance,
        /// In words.
        opinion: Wording,
    },
    /// No more opinions are to be taken.
    Close,
    /// The limit has passed.
    NoteEnded,
    /// Says in short what was said.
    Summarise {
        /// What was said.
        summary: Wording,
        /// The main points.
        points: Vec<Wording>,
        /// How the public spoke.
        public: Counts,
    },
    /// Decides.
    Decide {
        /// What.
        decision: Wording,
        /// Why.
        reasons: Wording,
        /// What is said to each main point, in their order.
        answers: Vec<Wording>,
    },
    /// Says what has become of the decision.
    FollowUp {
        /// What was done.
        what: Wording,
    },
}

/// A matter as it is put.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMatter {
    /// The matter.
    pub deliberation_id: DeliberationId,
    /// What it is, in a line.
    pub title: Wording,
    /// The matter.
    pub text: Wording,
    /// Which departments are asked.
    pub departments: Vec<String>,
    /// Whether everybody is.
    pub is_public: bool,
    /// How long opinions are taken.
    pub limit: Budget,
    /// How that is counted; the number carries the day.
    pub office: Office,
}

/// A wish of one of the public.
#[derive(Clone, Debug, PartialEq)]
pub enum OpinionCommand {
    /// Says what they think.
    Give(Box<NewOpinion>),
}

/// An opinion as it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOpinion {
    /// The opinion.
    pub opinion_id: OpinionId,
    /// The matter.
    pub deliberation_id: DeliberationId,
    /// Until when opinions on it are taken, as it stands: the first instant that is too late.
    pub closes_at: Timestamp,
    /// How days are reckoned; the receipt carries the day.
    pub office: Office,
    /// Which way.
    pub stance: Stance,
    /// In words, sealed.
    pub text: Personal<String>,
}
