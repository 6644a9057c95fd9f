//! The decisions of complaint.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod answering;
mod evolve;
mod merging;
mod rejection;
#[cfg(test)]
mod tests;
mod whose;

use jiff::Timestamp;
use tongban_kernel::calendar::{Budget, Clock, DueError, Office};
use tongban_kernel::{CaseId, Category, ComplaintId, Context, Decider, PersonId};
use tongban_vault::BlindIndex;

use crate::commands::{Command, Complaining};
use crate::events::{Event, Lodging};
use answering::{answered, assigned, reopen};
pub use rejection::Rejection;
use whose::{handles, speaks_for, stands_between};

/// A complaint is answered within seven working days (requirement S25).
const ANSWER_WITHIN: Budget = Budget::Workdays(7);
/// An answer may be refused for so long; then it stands.
const REOPEN_WITHIN: Budget = Budget::Workdays(10);
/// A complaint may have come in so many days before it is keyed in.
pub const BACKDATE_DAYS_MAX: i64 = 10;

/// A complaint.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Complaint {
    /// Nobody complained.
    #[default]
    Unknown,
    /// Nobody has to answer it yet.
    Lodged(File),
    /// A department has to answer.
    Assigned(File, Duty),
    /// The complainant was answered, and has not said whether that will do.
    Answered(File, Duty, Timestamp),
    /// Closed on the complainant's word.
    Confirmed(File, Duty, Timestamp),
    /// Answered with another complaint; who had to answer it, if anybody had to, would again.
    Merged(File, Option<Duty>, ComplaintId),
}

/// What stays the same.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// The case it is about: what happens to both belongs together.
    pub case_id: Option<CaseId>,
    /// The item it is about, where it names one.
    pub item_code: Option<String>,
    /// Who complains, by the identity number.
    pub identity_index: BlindIndex,
    /// Under whose key lies what the complainant says.
    pub complainant: PersonId,
    /// The account that lodged it.
    pub lodged_by: String,
    /// When it was received.
    pub received_at: Timestamp,
    /// Until when it is to be answered.
    pub due_at: Timestamp,
    /// Whether it was ever answered, be the answer refused or not.
    pub was_answered: bool,
}

impl<Title> From<&Lodging<Title>> for File {
    fn from(lodging: &Lodging<Title>) -> Self {
        Self {
            complaint_id: lodging.complaint_id,
            case_id: lodging.case_id,
            item_code: lodging.item_code.clone(),
            identity_index: lodging.complainant.identity_index,
            complainant: lodging.complainant.name.person(),
            lodged_by: lodging.lodged_by.clone(),
            received_at: lodging.received_at,
            due_at: lodging.due_at,
            was_answered: false,
        }
    }
}

/// Who has to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty {
    /// The department.
    pub department: String,
    /// Whether something is to be put right first.
    pub rectification: Rectification,
}

/// Whether something is to be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rectification {
    /// Nothing was ordered.
    None,
    /// Ordered, not reported.
    Ordered,
    /// Reported.
    Reported,
}

impl Complaint {
    /// What stays the same; none of what nobody lodged.
    pub fn file(&self) -> Option<&File> {
        match self {
            Self::Unknown => None,
            Self::Lodged(file)
            | Self::Assigned(file, _)
            | Self::Answered(file, _, _)
            | Self::Confirmed(file, _, _)
            | Self::Merged(file, _, _) => Some(file),
        }
    }
}

impl Decider for Complaint {
    const CATEGORY: Category = Category::new("complaint");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if command.voice().is_some_and(|voice| self.known_to(voice, cx.actor).is_none()) {
            return Err(Rejection::Unknown);
        }
        match (self, command) {
            (Self::Unknown, Command::Lodge(complaining)) => lodge(*complaining, cx),
            (_, Command::Lodge(_)) => Err(Rejection::AlreadyLodged),
            (Self::Unknown, _) => Err(Rejection::Unknown),
            (Self::Lodged(file), Command::ShowPersonalData) => {
                // Nobody handles it yet: the department complained of learns no names before.
                if !stands_between(cx.actor) {
                    return Err(Rejection::NotAssigned);
                }
                Ok(vec![Event::PersonalDataShown { complaint_id: file.complaint_id }])
            }
            (
                Self::Assigned(file, duty)
                | Self::Answered(file, duty, _)
                | Self::Confirmed(file, duty, _),
                Command::ShowPersonalData,
            ) => {
                handles(file, duty, cx)?;
                Ok(vec![Event::PersonalDataShown { complaint_id: file.complaint_id }])
            }
            (Self::Lodged(file) | Self::Assigned(file, _), Command::Assign { department }) => {
                let due_at = file.due_at;
                let complaint_id = file.complaint_id;
                Ok(vec![Event::ComplaintAssigned { complaint_id, department, due_at }])
            }
            (Self::Lodged(file), Command::Merge { into, reason }) => {
                merging::merge(file, into, reason)
            }
            (Self::Assigned(file, duty), Command::Merge { into, reason }) => {
                merging::merge_assigned(file, duty, into, reason)
            }
            // What stands by itself needs no separation: the same wish.
            (Self::Lodged(_) | Self::Assigned(..), Command::Separate { .. }) => Ok(Vec::new()),
            (Self::Lodged(_), _) => Err(Rejection::NotAssigned),
            (Self::Merged(file, duty, into), command) => {
                merging::merged(file, duty.as_ref(), *into, command, cx)
            }
            (Self::Assigned(file, duty), command) => assigned(file, duty, command, cx),
            (Self::Answered(file, duty, answered_at), command) => {
                answered(file, duty, *answered_at, command, cx)
            }
            // Confirming twice is the same wish.
            (Self::Confirmed(file, duty, _), Command::Confirm { voice, .. }) => {
                speaks_for(file, duty, voice, cx)?;
                Ok(Vec::new())
            }
            (Self::Confirmed(file, duty, answered_at), Command::Reopen { reason, voice }) => {
                reopen(file, duty, *answered_at, (reason, voice), cx)
            }
            (Self::Confirmed(..), _) => Err(Rejection::Closed),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}

/// Whether what came in at an instant can be written down now: not before, and not for ever after.
pub(crate) fn is_received_in_time(received_at: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(received_at);
    !age.is_negative() && age.as_hours() <= 24 * BACKDATE_DAYS_MAX
}

fn lodge(complaining: Complaining, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
    let received_at = complaining.received_at.unwrap_or(cx.now);
    if !is_received_in_time(received_at, cx.now) {
        return Err(Rejection::ReceivedAt);
    }
    Ok(vec![Event::ComplaintLodged(Box::new(Lodging {
        complaint_id: complaining.complaint_id,
        case_id: complaining.case_id,
        department: complaining.department,
        item_code: complaining.item_code,
        complainant: complaining.complainant,
        channel: complaining.channel,
        lodged_by: cx.actor.id.clone(),
        title: complaining.title,
        text: complaining.text,
        received_at,
        due_at: due(received_at, ANSWER_WITHIN, cx)?,
    }))])
}

fn due(from: Timestamp, budget: Budget, cx: Context<'_>) -> Result<Timestamp, DueError> {
    let deadline = Clock::new(from, budget).deadline(cx.calendar, &Office::default())?;
    deadline.due().map(|due| due.due_at).ok_or(DueError::OutOfRange)
}
