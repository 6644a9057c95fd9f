//! What a task is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod asked;
mod asking;
mod coordinator;
mod disputing;
mod evolve;
mod handling;
mod ladder;
mod rejection;
#[cfg(test)]
mod tests;
mod warning;

use jiff::Timestamp;
use tongban_calendar::{Budget, Clock, Ladder, Office};
use tongban_kernel::{CaseId, CaseNumber, Category, Context, Decider, Origin, Role, TaskId, Text};

use super::commands::{Command, Sharing};
use super::events::{Deadline, Event, Occasion, Rung, Share, Source};
use handling::Urge;
pub use rejection::Rejection;

/// A task may be returned so many times, and an answer sent back so many: after that departments
/// would only send it round, and it is a matter of dispute.
pub const RETURNS_MAX: u32 = 2;
/// Questions that the asked department may put.
pub const QUESTIONS_MAX: u32 = 5;
/// Parts in which a task may be answered before the whole answer.
pub const PARTS_MAX: u32 = 20;
/// Other cases that may share a task.
pub const SHARES_MAX: usize = 50;

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
    /// The asked department works on it, and waits for the asking one to say something.
    Questioned(Work),
    /// The asked department holds itself not responsible; the coordinator decides.
    Returned(Work),
    /// The asked department disputes that it has to answer; a panel rules.
    Disputed(Work),
    /// Answered: final, unless the asking department sends the answer back.
    Replied(Work),
    /// The answer was accepted.
    Accepted(CaseId),
    /// Its case waits for another task.
    Joined(Work),
    /// The asking department no longer needs it.
    Withdrawn(CaseId),
    /// Over.
    Closed(CaseId),
}

/// A task that waits for its answer, or has one that may still be sent back.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    task_id: TaskId,
    case_id: CaseId,
    occasion: Occasion,
    number: CaseNumber,
    from_department: String,
    to_department: String,
    ask: Text,
    /// The account that works it.
    handler: Option<String>,
    /// Who urged it last, and from when they may again: at most one entry per asker.
    urges: Vec<Urge>,
    n_urged: u32,
    source: Option<Source>,
    /// Other cases that wait for it.
    shares: Vec<Share>,
    clock: Clock,
    office: Office,
    ladder: Ladder,
    deadline: Deadline,
    /// Rungs warned of in this epoch.
    issued: Vec<Rung>,
    /// More time that was asked for and is neither given nor refused.
    extension_asked: Option<Budget>,
    replied_at: Option<Timestamp>,
    /// The last dispute about it.
    dispute: Option<disputing::Dispute>,
    /// Who ever disputed it, in their order.
    disputed_by: Vec<String>,
    n_returns: u32,
    n_sent_back: u32,
    n_questions: u32,
    n_parts: u32,
}

impl Task {
    /// The task while it waits for its answer.
    pub fn work(&self) -> Option<&Work> {
        match self {
            Self::Requested(work)
            | Self::Acknowledged(work)
            | Self::Questioned(work)
            | Self::Returned(work)
            | Self::Disputed(work) => Some(work),
            Self::Unknown
            | Self::Replied(_)
            | Self::Accepted(_)
            | Self::Joined(_)
            | Self::Withdrawn(_)
            | Self::Closed(_) => None,
        }
    }

    /// The task until it is over: while it waits for its answer, and answered or joined.
    fn unended(&self) -> Option<&Work> {
        match self {
            Self::Requested(work)
            | Self::Acknowledged(work)
            | Self::Questioned(work)
            | Self::Returned(work)
            | Self::Disputed(work)
            | Self::Replied(work)
            | Self::Joined(work) => Some(work),
            Self::Unknown | Self::Accepted(_) | Self::Withdrawn(_) | Self::Closed(_) => None,
        }
    }

    /// The task as another one takes it over; none for what is over.
    pub fn sharing(&self) -> Option<Sharing> {
        let (work, is_open) = match self {
            Self::Requested(work)
            | Self::Acknowledged(work)
            | Self::Questioned(work)
            | Self::Returned(work) => (work, true),
            Self::Disputed(work) | Self::Replied(work) | Self::Joined(work) => (work, false),
            Self::Unknown | Self::Accepted(_) | Self::Withdrawn(_) | Self::Closed(_) => {
                return None;
            }
        };
        Some(Sharing {
            share: work.share(),
            to_department: work.to_department.clone(),
            due_at: work.deadline.due_at,
            occasion: work.occasion,
            gives_way: is_open && work.shares.is_empty(),
        })
    }

    /// The case that it belongs to; none for a task that nobody asked for.
    pub fn case_id(&self) -> Option<CaseId> {
        match self {
            Self::Unknown => None,
            Self::Requested(work)
            | Self::Acknowledged(work)
            | Self::Questioned(work)
            | Self::Returned(work)
            | Self::Disputed(work)
            | Self::Replied(work)
            | Self::Joined(work) => Some(work.case_id),
            Self::Accepted(case_id) | Self::Withdrawn(case_id) | Self::Closed(case_id) => {
                Some(*case_id)
            }
        }
    }

    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Requested(_) => "requested",
            Self::Acknowledged(_) => "acknowledged",
            Self::Questioned(_) => "questioned",
            Self::Returned(_) => "returned",
            Self::Disputed(_) => "disputed",
            Self::Replied(_) => "replied",
            Self::Accepted(_) => "accepted",
            Self::Joined(_) => "joined",
            Self::Withdrawn(_) => "withdrawn",
            Self::Closed(_) => "closed",
        }
    }

    fn open(&self) -> Result<&Work, Rejection> {
        self.work().ok_or(match self {
            Self::Unknown => Rejection::UnknownTask,
            Self::Requested(_)
            | Self::Acknowledged(_)
            | Self::Questioned(_)
            | Self::Returned(_)
            | Self::Disputed(_)
            | Self::Replied(_)
            | Self::Accepted(_)
            | Self::Joined(_)
            | Self::Withdrawn(_)
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

    /// The deadline in force.
    pub fn deadline(&self) -> &Deadline {
        &self.deadline
    }

    /// Who has to answer.
    pub fn to_department(&self) -> &str {
        &self.to_department
    }

    /// The task with its case, and the step that waits.
    fn share(&self) -> Share {
        Share {
            task_id: self.task_id,
            case_id: self.case_id,
            number: self.number.clone(),
            source: self.source.clone(),
        }
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
            Command::Assign { handler, reason } => self.assign(handler, reason, cx),
            Command::Urge { note } => self.urge(note, cx),
            Command::Return { reason, legal_basis } => self.give_back(reason, legal_basis, cx),
            Command::Dispute { reason, legal_basis, responsible } => {
                self.dispute(reason, legal_basis, responsible, cx)
            }
            Command::Settle(settled) => self.settle(*settled, cx),
            Command::AskBack { question } => self.ask_back(question, cx),
            Command::AnswerQuestion { answer } => self.answer_question(answer, cx),
            Command::ReplyPartly { opinion } => self.reply_partly(opinion, cx),
            Command::Reply { outcome, opinion } => self.reply(outcome, opinion, cx),
            Command::AcceptReply => self.accept_reply(cx),
            Command::SendBackReply { reason } => self.send_back_reply(reason, cx),
            Command::RequestExtension { by, reason } => self.request_extension(by, reason, cx),
            Command::Extend { by, reason } => self.extend(by, reason, cx),
            Command::DeclineExtension { reason } => self.decline_extension(reason, cx),
            Command::Reassign { to_department, reason } => self.reassign(to_department, reason, cx),
            Command::Share(sharing) => self.share(*sharing, cx),
            Command::Join { into } => self.join(into, cx),
            Command::Resume => self.resume(cx),
            Command::Withdraw { reason } => self.withdraw(reason, cx),
            Command::Close { reason } => self.close(reason.into_string(), cx),
            Command::IssueWarning { rung, epoch } => self.warn(rung, epoch, cx),
        }
    }

    /// What is done about a task of a drill is marked as a drill, whoever does it.
    fn origin(&self, command: &Command) -> Option<Origin> {
        if let (Self::Unknown, Command::Request(task)) = (self, command) {
            return task.occasion.origin();
        }
        // Nothing more happens to what is over.
        self.unended()?.occasion.origin()
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}

/// Whether the same department answers for both by now.
fn are_one(one: &str, other: &str, cx: Context<'_>) -> bool {
    let now = |code| cx.successions.answers_for(code, None);
    now(one) == now(other)
}

/// Policies act for the coordinator: they open and close what the case's steps ask for.
fn coordinates(cx: Context<'_>) -> bool {
    cx.actor.is(Role::Coordinator) || cx.actor.is(Role::System)
}
