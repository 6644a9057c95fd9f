//! The decisions of approval.

#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod clocks;
mod closed;
mod ending;
mod open;
mod rejection;
mod steps;
#[cfg(test)]
mod tests;

use tongban_kernel::{Category, Context, Decider};

pub use open::{Open, StepState};
pub use rejection::Rejection;

use crate::commands::Command;
use crate::events::{Conclusion, EndedTask, Event};

/// A case that departments decide on.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Approval {
    /// Not accepted yet.
    #[default]
    Unknown,
    /// Its steps are being worked on.
    Open(Box<Open>),
    /// Decided.
    Concluded {
        /// What it was when it was decided: what a reopening goes back to.
        open: Box<Open>,
        /// How it ended.
        conclusion: Box<Conclusion>,
    },
    /// Decided, put away.
    Archived {
        /// As before.
        open: Box<Open>,
        /// How it ended.
        conclusion: Box<Conclusion>,
    },
    /// The conclusion was declared void.
    Annulled,
    /// The applicant withdrew.
    Withdrawn,
}

impl Decider for Approval {
    const CATEGORY: Category = Category::new("approval");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match (self, command) {
            (Self::Unknown, Command::Open(plan)) => Open::begin(*plan, cx),
            (_, Command::Open(_)) => Err(Rejection::AlreadyOpen),
            // Withdrawn before it was accepted: it never came here, and never will.
            (Self::Unknown, Command::CloseByWithdrawal) => Ok(Vec::new()),
            (Self::Unknown, _) => Err(Rejection::Unknown),
            (Self::Open(open), command) => open.decide(command, cx),
            (Self::Concluded { open, conclusion }, command) => {
                closed::decide(open, conclusion, command, cx)
            }
            // Putting away twice, and voiding what is void, is the same wish.
            (Self::Archived { .. }, Command::Archive)
            | (Self::Annulled, Command::Annul { .. })
            | (
                Self::Archived { .. } | Self::Annulled | Self::Withdrawn,
                Command::CloseByWithdrawal,
            )
            // Answered or closed when the case was over: nothing waits any more.
            | (
                Self::Archived { .. } | Self::Annulled | Self::Withdrawn,
                Command::RecordAnswer { .. }
                | Command::ReopenCooperation { .. }
                | Command::EndCooperation { .. },
            ) => Ok(Vec::new()),
            (Self::Archived { open, conclusion }, command @ Command::Annul { .. })
            | (Self::Archived { open, conclusion }, command @ Command::Reopen { .. }) => {
                closed::decide(open, conclusion, command, cx)
            }
            (Self::Archived { .. } | Self::Annulled | Self::Withdrawn, _) => {
                Err(Rejection::NotOpen)
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::CaseOpened(opening)) => Self::Open(Box::new(Open::from(&**opening))),
            (Self::Open(open), Event::CaseConcluded(conclusion)) => {
                let open = Box::new(open.concluded(conclusion));
                Self::Concluded { open, conclusion: conclusion.clone() }
            }
            (
                Self::Concluded { open, .. } | Self::Archived { open, .. },
                Event::CaseReopened { again, closed, .. },
            ) => Self::Open(Box::new(open.reopened(again, closed.as_ref()))),
            (Self::Concluded { open, conclusion }, Event::CaseArchived { .. }) => {
                Self::Archived { open, conclusion }
            }
            (_, Event::CaseAnnulled { .. }) => Self::Annulled,
            (_, Event::CaseClosedByWithdrawal { .. }) => Self::Withdrawn,
            (Self::Open(open), event) => Self::Open(Box::new(open.evolve(event))),
            (
                state,
                Event::StepStarted { .. }
                | Event::CooperationAnswered { .. }
                | Event::CooperationReopened { .. }
                | Event::CooperationNotAwaited { .. }
                | Event::CooperationEnded { .. }
                | Event::StepDecided { .. }
                | Event::StepReturned { .. }
                | Event::ClockSuspended { .. }
                | Event::ClockResumed { .. }
                | Event::DeadlineExtended { .. }
                | Event::CaseConcluded(_)
                | Event::CaseReopened { .. }
                | Event::CaseArchived { .. },
            ) => state,
        }
    }
}

/// The requests of a step to other departments, as those who answer them know them.
fn ended(step: &str, round: u32, departments: impl IntoIterator<Item = String>) -> Vec<EndedTask> {
    let task = |department| EndedTask { step: step.to_owned(), round, department };
    departments.into_iter().map(task).collect()
}
