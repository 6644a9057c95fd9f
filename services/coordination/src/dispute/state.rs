//! What a dispute is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod evolve;
mod hearing;
mod panel;
mod rejection;
mod ruling;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use tongban_kernel::{CaseId, Category, Context, Decider, DisputeId, Role, TaskId};

use super::commands::Command;
use super::events::{Event, Hearing, Member, Ruling};
pub use rejection::Rejection;

/// More departments than that are not heard on one task.
pub const PARTIES_MAX: usize = 10;
/// More members decide nothing sooner.
pub const MEMBERS_MAX: usize = 15;

/// A dispute about who has to answer a task.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Dispute {
    /// Nobody disputes anything.
    #[default]
    Unknown,
    /// Departments are heard, a panel rules.
    Open(Box<Pending>),
    /// It is ruled.
    Ruled,
    /// Whoever disputed the task no longer does.
    Withdrawn,
    /// The task ended in another way.
    Lapsed,
}

/// A dispute that is not ruled on.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    dispute_id: DisputeId,
    task_id: TaskId,
    case_id: CaseId,
    /// What was asked, in the office's language.
    ask: String,
    by_department: String,
    from_department: String,
    /// The other side.
    parties: Vec<Party>,
    rule_by_at: Timestamp,
    was_noted: bool,
    panel: Option<Panel>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Party {
    hearing: Hearing,
    said: Said,
}

/// How far a department was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// It may still answer.
    Nothing,
    /// It did not in time, and that is on record.
    NothingInTime,
    /// It answered.
    Answer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Panel {
    /// The account that presides; none since that one stepped back.
    chair: Option<String>,
    seats: Vec<Seat>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Seat {
    member: Member,
    vote: Option<Ruling>,
}

impl Dispute {
    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Open(_) => "open",
            Self::Ruled => "ruled",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
        }
    }

    fn pending(&self) -> Result<&Pending, Rejection> {
        match self {
            Self::Open(pending) => Ok(pending),
            Self::Unknown => Err(Rejection::UnknownDispute),
            Self::Ruled | Self::Withdrawn | Self::Lapsed => Err(Rejection::Over),
        }
    }

    /// The dispute, for who sees to it that there is a ruling.
    fn presided(&self, cx: Context<'_>) -> Result<&Pending, Rejection> {
        let pending = self.pending()?;
        let may = cx.actor.is(Role::Coordinator) || cx.actor.is(Role::Supervisor);
        if may { Ok(pending) } else { Err(Rejection::NotCoordinator) }
    }
}

impl Decider for Dispute {
    const CATEGORY: Category = Category::new("dispute");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Open(dispute) => self.open(*dispute, cx),
            Command::Answer { position, legal_basis } => self.answer(position, legal_basis, cx),
            Command::Hear { department, rules } => self.hear(department, &rules, cx),
            Command::Convene { members, chair, rules } => self.convene(members, chair, &rules, cx),
            Command::Recuse { account, reason } => self.recuse(account, reason, cx),
            Command::Vote { ruling, reason } => self.vote(ruling, reason, cx),
            Command::Rule { reason, legal_basis, members_min } => {
                self.rule(reason, legal_basis, members_min, cx)
            }
            Command::Follow { precedent, reason } => self.follow(*precedent, reason, cx),
            Command::Withdraw { reason } => self.withdraw(reason, cx),
            Command::Lapse => Ok(self.lapse()),
            Command::NoteLate => Ok(self.note_late(cx)),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}

impl Pending {
    /// Everyone whose matter it is: who disputes, and who is heard.
    fn concerned(&self) -> impl Iterator<Item = &str> {
        let heard = self.parties.iter().map(|party| party.hearing.department.as_str());
        std::iter::once(self.by_department.as_str()).chain(heard)
    }

    /// Whether a department is one of those, or answers now for one.
    fn concerns(&self, department: &str, cx: Context<'_>) -> bool {
        let now = |code: &str| cx.successions.answers_for(code, None).to_owned();
        self.concerned().any(|concerned| now(concerned) == now(department))
    }
}
