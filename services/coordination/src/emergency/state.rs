//! What an emergency is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod evolve;
mod papers;
mod rejection;
mod running;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use tongban_calendar::{Budget, Clock, DueError, Ladder, Office};
use tongban_catalog::model::Severity;
use tongban_kernel::{CaseId, Category, Context, Decider, Origin, Role};

use super::commands::Command;
use super::events::{Event, Outstanding, PlannedTask};
use crate::task::events::Occasion;
pub use rejection::Rejection;

/// Reports on one emergency: more are kept elsewhere.
pub const REPORTS_MAX: u32 = 500;

/// An emergency, or a drill.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Emergency {
    /// Nobody declared it.
    #[default]
    Unknown,
    /// Everybody was asked; nobody has taken a task on.
    Declared(Running),
    /// Those who were asked work on it.
    Responded(Running),
    /// It is over; papers are outstanding.
    Ended(Aftermath),
    /// It is over, and nothing is outstanding.
    Closed(CaseId),
}

/// An emergency while it lasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    case_id: CaseId,
    occasion: Occasion,
    severity: Severity,
    lead: String,
    ladder: Ladder,
    tasks: Vec<PlannedTask>,
    respond_by_at: Timestamp,
    /// That nobody responded in time was noted.
    was_noted: bool,
    n_reports: u32,
}

/// What is left to be done after one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aftermath {
    case_id: CaseId,
    /// Papers that are neither handed in nor waived.
    papers: Vec<Paper>,
}

/// An outstanding paper.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Paper {
    paper: String,
    department: String,
    due_at: Timestamp,
    /// That it is late was noted.
    was_noted: bool,
}

impl Emergency {
    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Declared(_) => "declared",
            Self::Responded(_) => "responded",
            Self::Ended(_) => "ended",
            Self::Closed(_) => "closed",
        }
    }

    /// Who is warned of late tasks that are asked for it; none when it is over.
    pub fn ladder(&self) -> Option<Ladder> {
        self.running().ok().map(|running| running.ladder)
    }

    /// The emergency while it lasts.
    fn running(&self) -> Result<&Running, Rejection> {
        match self {
            Self::Unknown => Err(Rejection::UnknownEmergency),
            Self::Declared(running) | Self::Responded(running) => Ok(running),
            Self::Ended(_) | Self::Closed(_) => Err(Rejection::Over),
        }
    }

    /// What is left to be done.
    fn aftermath(&self) -> Result<&Aftermath, Rejection> {
        match self {
            Self::Unknown => Err(Rejection::UnknownEmergency),
            Self::Declared(_) | Self::Responded(_) => Err(Rejection::NotEnded),
            Self::Ended(aftermath) => Ok(aftermath),
            Self::Closed(_) => Err(Rejection::NothingOutstanding),
        }
    }
}

impl Decider for Emergency {
    const CATEGORY: Category = Category::new("emergency");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Declare(emergency) => self.declare(*emergency, cx),
            Command::NoteResponse { task_id, department, responded_at } => {
                Ok(self.note_response(task_id, department, responded_at))
            }
            Command::NoteUnanswered => Ok(self.note_unanswered(cx)),
            Command::Report { text } => self.report(text, cx),
            Command::ChangeSeverity { severity, reason } => {
                self.change_severity(severity, reason, cx)
            }
            Command::End { summary } => self.end(summary, cx),
            Command::HandIn { paper, reference } => self.hand_in(&paper, reference, cx),
            Command::Waive { paper, reason } => self.waive(&paper, reason, cx),
            Command::NoteLate { paper } => Ok(self.note_late(&paper, cx)),
        }
    }

    /// Whatever is done about a drill is marked as one.
    fn origin(&self, command: &Command) -> Option<Origin> {
        match (self, command) {
            (Self::Unknown, Command::Declare(emergency)) => emergency.occasion.origin(),
            (Self::Declared(running) | Self::Responded(running), _) => running.occasion.origin(),
            // A drill leaves nothing to be done.
            (Self::Unknown | Self::Ended(_) | Self::Closed(_), _) => None,
        }
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}

/// Who declares an emergency and ends it.
fn commands(cx: Context<'_>) -> Result<(), Rejection> {
    let may = cx.actor.is(Role::Coordinator) || cx.actor.is(Role::Supervisor);
    if may { Ok(()) } else { Err(Rejection::NotCoordinator) }
}

/// The end of a limit that begins now.
fn end_of(limit: Budget, office: &Office, cx: Context<'_>) -> Result<Timestamp, DueError> {
    let deadline = Clock::new(cx.now, limit).deadline(cx.calendar, office)?;
    Ok(deadline.due().ok_or(DueError::OutOfRange)?.due_at)
}
