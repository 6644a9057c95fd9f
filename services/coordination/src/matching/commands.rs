//! What may be wished of a matter.

use tongban_kernel::{MatterId, Wording};

use crate::matching::events::Proposal;

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Asks whom a matter concerns; what is proposed comes with the wish.
    Propose(Box<NewMatter>),
    /// A coordinator says whom it concerns.
    Confirm {
        /// Who leads.
        lead: String,
        /// Who assists.
        assisting: Vec<String>,
        /// Why: needed where it is not what was proposed, or not what was confirmed before.
        reason: Option<Wording>,
    },
}

/// A matter as it is asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMatter {
    /// The matter.
    pub matter_id: MatterId,
    /// What it is, in a line.
    pub title: Wording,
    /// What else is said about it.
    pub text: Option<Wording>,
    /// The department of whoever asks.
    pub from_department: Option<String>,
    /// The catalogue whose duties and items were compared.
    pub catalog_version: u32,
    /// What is proposed.
    pub proposal: Proposal,
}
