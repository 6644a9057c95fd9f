//! What a matter is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use tongban_kernel::{Category, Context, Decider, MatterId, Role, Wording};

use crate::matching::commands::{Command, NewMatter};
use crate::matching::events::{Event, Proposal};

/// A matter for which it is asked whose it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Matter {
    /// Nobody asked.
    #[default]
    Unknown,
    /// Something was proposed; a coordinator is to say whether it is so.
    Proposed(Asked),
    /// A coordinator said whose it is.
    Confirmed(Asked, Named),
}

/// What was asked and proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    matter_id: MatterId,
    proposal: Proposal,
    catalog_version: u32,
}

/// Whom a matter concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    lead: String,
    assisting: BTreeSet<String>,
}

/// Why a wish is refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody asked about such a matter.
    #[error("there is no such matter")]
    UnknownMatter,
    /// Only a coordinator says whom a matter concerns.
    #[error("only a coordinator may do this")]
    NotCoordinator,
    /// Who leads does not assist itself.
    #[error("department {department} leads and cannot assist")]
    LeadAssists {
        /// The department.
        department: String,
    },
    /// What differs from the proposal, or from what was confirmed before, is learned from: others
    /// have to understand it.
    #[error("what differs from the proposal or from what was confirmed needs a reason")]
    ReasonMissing,
}

impl Matter {
    /// What was proposed, and by which catalogue; none for a matter that nobody asked about.
    pub fn proposal(&self) -> Option<(&Proposal, u32)> {
        match self {
            Self::Unknown => None,
            Self::Proposed(asked) | Self::Confirmed(asked, _) => {
                Some((&asked.proposal, asked.catalog_version))
            }
        }
    }

    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Proposed(_) => "proposed",
            Self::Confirmed(..) => "confirmed",
        }
    }
}

impl Decider for Matter {
    const CATEGORY: Category = Category::new("matter");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Propose(matter) => Ok(self.propose(*matter, cx)),
            Command::Confirm { lead, assisting, reason } => {
                self.confirm(lead, assisting, reason, cx)
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::ResponsibilityProposed { matter_id, proposal, catalog_version, .. } => {
                Self::Proposed(Asked {
                    matter_id: *matter_id,
                    proposal: proposal.clone(),
                    catalog_version: *catalog_version,
                })
            }
            Event::ResponsibilityConfirmed { lead, assisting, .. } => match self {
                Self::Unknown => Self::Unknown,
                Self::Proposed(asked) | Self::Confirmed(asked, _) => Self::Confirmed(
                    asked,
                    Named { lead: lead.clone(), assisting: assisting.iter().cloned().collect() },
                ),
            },
        }
    }
}

impl Matter {
    fn propose(&self, matter: NewMatter, cx: Context<'_>) -> Vec<Event> {
        if *self != Self::Unknown {
            // The id says which wish this is: the matter has its proposal.
            return Vec::new();
        }
        vec![Event::ResponsibilityProposed {
            matter_id: matter.matter_id,
            title: matter.title.into_string(),
            text: matter.text.map(Wording::into_string),
            from_department: matter.from_department,
            catalog_version: matter.catalog_version,
            proposal: matter.proposal,
            proposed_at: cx.now,
        }]
    }

    fn confirm(
        &self,
        lead: String,
        assisting: Vec<String>,
        reason: Option<Wording>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let (asked, before) = match self {
            Self::Unknown => return Err(Rejection::UnknownMatter),
            Self::Proposed(asked) => (asked, None),
            Self::Confirmed(asked, named) => (asked, Some(named)),
        };
        if !cx.actor.is(Role::Coordinator) {
            return Err(Rejection::NotCoordinator);
        }
        let named = Named { lead, assisting: assisting.into_iter().collect() };
        if named.assisting.contains(&named.lead) {
            return Err(Rejection::LeadAssists { department: named.lead });
        }
        if before == Some(&named) {
            // Confirming the same twice is the same wish.
            return Ok(Vec::new());
        }
        let Named { lead, assisting } = named;
        let assisting: Vec<_> = assisting.into_iter().collect();
        let as_proposed = asked.proposal.names(&lead, &assisting);
        if reason.is_none() && (!as_proposed || before.is_some()) {
            return Err(Rejection::ReasonMissing);
        }
        Ok(vec![Event::ResponsibilityConfirmed {
            matter_id: asked.matter_id,
            lead,
            assisting,
            as_proposed,
            reason: reason.map(Wording::into_string),
            confirmed_at: cx.now,
        }])
    }
}
