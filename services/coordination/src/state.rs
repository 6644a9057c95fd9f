//! What a task is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod evolve;
mod ladder;
mod rejection;
#[cfg(test)]
mod tests;
mod warning;

use tongban_calendar::{Budget, Clock, Extension, Office};
use tongban_kernel::{CaseId, CaseNumber, Category, Context, Decider, Role, TaskId, Wording};

use crate::commands::{Command, NewTask};
use crate::events::{Deadline, Event, Outcome, Rung, Source};
pub use rejection::Rejection;

/// A task may be returned so many times: after that its departments would only send it round.
pub const RETURNS_MAX: u32 = 2;

/// A task that one department asks of another.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Task {
    /// Nobody asked for it.
    #[default]
    Unknown,
    /// Asked; the asked department has not taken it on.
    Requested(Work),
    /// The asked department works on it.
    Acknowledged(Work),
    /// The asked department holds itself not responsible; the coordinator decides.
    Returned(Work),
    /// Answered.
    Replied(Ended),
    /// Over.
    Closed(Ended),
}

/// A task that waits for its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    task_id: TaskId,
    case_id: CaseId,
    number: CaseNumber,
    to_department: String,
    source: Option<Source>,
    clock: Clock,
    office: Office,
    deadline: Deadline,
    /// Rungs warned of in this epoch.
    issued: Vec<Rung>,
    n_returns: u32,
}

/// A task that waits for nothing any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    task_id: TaskId,
    case_id: CaseId,
    source: Option<Source>,
    department: String,
}

impl Task {
    /// The task while it waits for its answer.
    pub fn work(&self) -> Option<&Work> {
        match self {
            Self::Requested(work) | Self::Acknowledged(work) | Self::Returned(work) => Some(work),
            Self::Unknown | Self::Replied(_) | Self::Closed(_) => None,
        }
    }

    /// The case that it belongs to; none for a task that nobody asked for.
    pub fn case_id(&self) -> Option<CaseId> {
        match self {
            Self::Unknown => None,
            Self::Requested(work) | Self::Acknowledged(work) | Self::Returned(work) => {
                Some(work.case_id)
            }
            Self::Replied(ended) | Self::Closed(ended) => Some(ended.case_id),
        }
    }

    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Requested(_) => "requested",
            Self::Acknowledged(_) => "acknowledged",
            Self::Returned(_) => "returned",
            Self::Replied(_) => "replied",
            Self::Closed(_) => "closed",
        }
    }

    fn open(&self) -> Result<&Work, Rejection> {
        self.work().ok_or(match self {
            Self::Unknown => Rejection::UnknownTask,
            Self::Requested(_)
            | Self::Acknowledged(_)
            | Self::Returned(_)
            | Self::Replied(_)
            | Self::Closed(_) => Rejection::Over,
        })
    }
}

impl Work {
    /// The clock that the answer is due by, with its extensions.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// How the limit is reckoned.
    pub fn office(&self) -> &Office {
        &self.office
    }

    fn ended(&self) -> Ended {
        Ended {
            task_id: self.task_id,
            case_id: self.case_id,
            source: self.source.clone(),
            department: self.to_department.clone(),
        }
    }

    /// The deadline in force.
    pub fn deadline(&self) -> &Deadline {
        &self.deadline
    }
}

impl Decider for Task {
    const CATEGORY: Category = Category::new("coordination");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Request(task) => self.request(*task, cx),
            Command::Acknowledge => self.acknowledge(cx),
            Command::Return { reason, legal_basis } => self.give_back(reason, legal_basis, cx),
            Command::Reassign { to_department, reason } => self.reassign(to_department, reason, cx),
            Command::Extend { by, reason } => self.extend(by, reason, cx),
            Command::Reply { outcome, opinion } => self.reply(outcome, opinion, cx),
            Command::Close { reason } => self.close(reason, cx),
            Command::IssueWarning { rung, epoch } => self.warn(rung, epoch, cx),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}

impl Task {
    fn request(&self, task: NewTask, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: the task is already asked for.
            return Ok(Vec::new());
        }
        let asks_for_own = cx.answers_for(&task.from_department, None);
        if !asks_for_own && !coordinates(cx) {
            return Err(Rejection::NotOfAskingDepartment { department: task.from_department });
        }
        if task.from_department == task.to_department {
            return Err(Rejection::SameDepartment { department: task.to_department });
        }
        let to_department = match cx.successions.answers_for(&task.to_department, None) {
            // Both were merged: who answers for the asked one has to be told apart from who asks.
            same if same == task.from_department => task.to_department,
            now => now.to_owned(),
        };
        let deadline = ladder::first(&Clock::new(cx.now, task.limit), &task.office, cx)?;
        Ok(vec![Event::TaskRequested {
            task_id: task.task_id,
            case_id: task.case_id,
            number: task.number,
            from_department: task.from_department,
            to_department,
            ask: task.ask,
            legal_basis: task.legal_basis,
            limit: task.limit,
            office: task.office,
            source: task.source,
            requested_at: cx.now,
            deadline,
        }])
    }

    fn acknowledge(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let work = self.asked(cx)?;
        match self {
            Self::Requested(_) => Ok(vec![Event::TaskAcknowledged {
                task_id: work.task_id,
                case_id: work.case_id,
                department: work.to_department.clone(),
            }]),
            // Taking it on twice is the same wish.
            Self::Acknowledged(_) => Ok(Vec::new()),
            Self::Returned(_) => Err(Rejection::AwaitsCoordinator),
            Self::Unknown => Err(Rejection::UnknownTask),
            Self::Replied(_) | Self::Closed(_) => Err(Rejection::Over),
        }
    }

    fn give_back(
        &self,
        reason: Wording,
        legal_basis: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.asked(cx)?;
        if let Self::Returned(_) = self {
            return Err(Rejection::AwaitsCoordinator);
        }
        if work.n_returns >= RETURNS_MAX {
            return Err(Rejection::ReturnedTooOften);
        }
        Ok(vec![Event::TaskReturned {
            task_id: work.task_id,
            case_id: work.case_id,
            by_department: work.to_department.clone(),
            reason: reason.into_string(),
            legal_basis: legal_basis.into_string(),
            nth: work.n_returns + 1,
            deadline: work.deadline.next_epoch(),
        }])
    }

    fn reassign(
        &self,
        to_department: String,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.coordinated(cx)?;
        let is_returned = matches!(self, Self::Returned(_));
        if work.to_department == to_department && !is_returned {
            // That department is asked already.
            return Ok(Vec::new());
        }
        Ok(vec![Event::TaskReassigned {
            task_id: work.task_id,
            case_id: work.case_id,
            to_department,
            reason: reason.into_string(),
            deadline: ladder::handed_on(&work.deadline, &work.office, cx)?,
        }])
    }

    fn extend(
        &self,
        by: Budget,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.coordinated(cx)?;
        let limit = work.clock.budget;
        if by.unit() != limit.unit() {
            return Err(Rejection::OtherUnit { limit, by });
        }
        let reason = reason.into_string();
        let mut clock = work.clock.clone();
        clock.extensions.push(Extension {
            amount: by.check()?.amount(),
            granted_at: cx.now,
            reason: reason.clone(),
        });
        Ok(vec![Event::DeadlineExtended {
            task_id: work.task_id,
            case_id: work.case_id,
            by,
            reason,
            granted_at: cx.now,
            deadline: ladder::extended(&work.deadline, &clock, &work.office, cx)?,
        }])
    }

    fn reply(
        &self,
        outcome: Outcome,
        opinion: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.asked(cx)?;
        if let Self::Returned(_) = self {
            return Err(Rejection::AwaitsCoordinator);
        }
        // An answer without a word of having taken it on is as good.
        Ok(vec![Event::TaskReplied {
            task_id: work.task_id,
            case_id: work.case_id,
            source: work.source.clone(),
            department: work.to_department.clone(),
            outcome,
            opinion: opinion.into_string(),
        }])
    }

    fn close(&self, reason: Wording, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let Ended { task_id, case_id, source, department } = match self {
            Self::Unknown => return Err(Rejection::UnknownTask),
            Self::Requested(work) | Self::Acknowledged(work) | Self::Returned(work) => work.ended(),
            Self::Replied(ended) => ended.clone(),
            // Closing twice is the same wish.
            Self::Closed(_) => return Ok(Vec::new()),
        };
        if !coordinates(cx) {
            return Err(Rejection::NotCoordinator);
        }
        let reason = reason.into_string();
        Ok(vec![Event::TaskClosed { task_id, case_id, source, department, reason }])
    }

    /// The open task, for someone of the department that answers now for the asked one. A task
    /// does not know the item of its case: where the asked department was split, whoever took the
    /// rest answers.
    fn asked(&self, cx: Context<'_>) -> Result<&Work, Rejection> {
        let work = self.open()?;
        if cx.answers_for(&work.to_department, None) {
            return Ok(work);
        }
        let now = cx.successions.answers_for(&work.to_department, None);
        Err(Rejection::NotAsked { department: now.to_owned() })
    }

    /// The open task, for a coordinator.
    fn coordinated(&self, cx: Context<'_>) -> Result<&Work, Rejection> {
        let work = self.open()?;
        if coordinates(cx) { Ok(work) } else { Err(Rejection::NotCoordinator) }
    }
}

/// Policies act for the coordinator: they open and close what the case's steps ask for.
fn coordinates(cx: Context<'_>) -> bool {
    cx.actor.is(Role::Coordinator) || cx.actor.is(Role::System)
}
