//! What a matter that is put to others is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod decide;
mod evolve;
mod hearing;
mod opinion;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use tongban_kernel::{Category, Context, Decider, DeliberationId};

use super::commands::Command;
use super::events::{Event, Stance};
use crate::project::state::convenes;
pub use opinion::{Opinion, OpinionRejection};
pub use rejection::Rejection;

/// Departments that one matter is put to.
pub const DEPARTMENTS_MAX: usize = 50;
/// How often one department may say what it thinks.
pub const WORDS_MAX: u32 = 20;
/// Main points of one summary.
pub const POINTS_MAX: usize = 30;
/// Entries of follow-up of one decision.
pub const FOLLOW_UPS_MAX: u32 = 200;

/// A matter that is put to departments, the public, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Deliberation {
    /// Nobody put it.
    #[default]
    Unknown,
    /// Opinions are taken.
    Open(Box<Matter>),
    /// No more are.
    Closed(Box<Matter>),
    /// It was said in short what was said, in so many main points.
    Summarised(Box<Matter>, usize),
    /// Decided, and followed up so many times.
    Decided(Box<Matter>, u32),
}

/// A matter and who spoke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    deliberation_id: DeliberationId,
    departments: BTreeSet<String>,
    is_public: bool,
    closes_at: Timestamp,
    spoken: BTreeMap<String, Word>,
}

/// The last word of a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word {
    nth: u32,
    stance: Stance,
}

impl Deliberation {
    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Open(_) => "open",
            Self::Closed(_) => "closed",
            Self::Summarised(..) => "summarised",
            Self::Decided(..) => "decided",
        }
    }

    /// Until when the public speaks, the first instant that is too late; none where it is not asked.
    /// What is closed early is not put to the public.
    pub fn public_until(&self) -> Option<Timestamp> {
        self.matter().filter(|matter| matter.is_public).map(|matter| matter.closes_at)
    }

    fn matter(&self) -> Option<&Matter> {
        match self {
            Self::Unknown => None,
            Self::Open(matter)
            | Self::Closed(matter)
            | Self::Summarised(matter, _)
            | Self::Decided(matter, _) => Some(matter),
        }
    }

    /// The matter, for who convenes.
    fn convened(&self, cx: Context<'_>) -> Result<&Matter, Rejection> {
        let matter = self.matter().ok_or(Rejection::UnknownDeliberation)?;
        if convenes(cx) { Ok(matter) } else { Err(Rejection::NotConvener) }
    }
}

impl Matter {
    fn silent(&self) -> impl Iterator<Item = &String> {
        self.departments.iter().filter(|department| !self.spoken.contains_key(*department))
    }
}

impl Decider for Deliberation {
    const CATEGORY: Category = Category::new("deliberation");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Open(matter) => self.open(*matter, cx),
            Command::Speak { stance, opinion } => self.speak(stance, opinion, cx),
            Command::Close => self.close(cx),
            Command::NoteEnded => Ok(self.note_ended(cx)),
            Command::Summarise { summary, points, public } => {
                self.summarise(summary, points, public, cx)
            }
            Command::Decide { decision, reasons, answers } => {
                self.settle(decision, reasons, answers, cx)
            }
            Command::FollowUp { what } => self.follow_up(what, cx),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}
