//! What an absence is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod rejection;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use tongban_kernel::{Category, Context, Decider, Role};

use super::commands::{Command, NewAbsence};
use super::events::Event;
pub use rejection::Rejection;

/// Who is away for longer works no tasks: the department says anew who does.
pub const DAYS_MAX: i64 = 366;

/// The absence of one account: one at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Absence {
    /// Nobody ever said so.
    #[default]
    Unknown,
    /// Away, or going to be.
    Noted(NewAbsence),
    /// Back before it was over.
    Ended,
}

impl Absence {
    /// The absence in force or to come at `now`.
    pub fn noted(&self, now: Timestamp) -> Option<&NewAbsence> {
        match self {
            Self::Noted(absence) => Some(absence).filter(|absence| now < absence.until),
            Self::Unknown | Self::Ended => None,
        }
    }

    fn note(&self, absence: NewAbsence, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        concerns(&absence.account, cx)?;
        if absence.until <= absence.from || absence.until <= cx.now {
            return Err(Rejection::NotAhead);
        }
        if absence.until.duration_since(absence.from) > SignedDuration::from_hours(24 * DAYS_MAX) {
            return Err(Rejection::TooLong);
        }
        if absence.deputy.as_ref() == Some(&absence.account) {
            return Err(Rejection::OwnDeputy);
        }
        if self.noted(cx.now) == Some(&absence) {
            // Saying it twice is the same wish.
            return Ok(Vec::new());
        }
        let NewAbsence { account, department, from, until, deputy } = absence;
        Ok(vec![Event::AbsenceNoted { account, department, from, until, deputy }])
    }

    fn end(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        // Who is there already need not come back.
        let Some(absence) = self.noted(cx.now) else { return Ok(Vec::new()) };
        concerns(&absence.account, cx)?;
        Ok(vec![Event::AbsenceEnded { account: absence.account.clone() }])
    }
}

/// It is for oneself to say, or for a coordinator.
fn concerns(account: &str, cx: Context<'_>) -> Result<(), Rejection> {
    let may = cx.actor.id == account || cx.actor.is(Role::Coordinator);
    if may { Ok(()) } else { Err(Rejection::NotOneself) }
}

impl Decider for Absence {
    const CATEGORY: Category = Category::new("absence");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Note(absence) => self.note(absence, cx),
            Command::End => self.end(cx),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::AbsenceNoted { account, department, from, until, deputy } => {
                Self::Noted(NewAbsence {
                    account: account.clone(),
                    department: department.clone(),
                    from: *from,
                    until: *until,
                    deputy: deputy.clone(),
                })
            }
            Event::AbsenceEnded { .. } => Self::Ended,
        }
    }
}
