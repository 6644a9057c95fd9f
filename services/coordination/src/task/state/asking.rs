//! What the asking department may do: ask, answer a question, take or refuse the answer, withdraw.

use tongban_calendar::{Clock, Suspension};
use tongban_kernel::{Context, Role, Wording};

use super::{RETURNS_MAX, Rejection, Task, Work, coordinates, ladder};
use crate::task::commands::NewTask;
use crate::task::events::{Event, Occasion};

/// What stops the limit while an answer lies with the asking department, as derivations show it.
const REPLY_LAY: (&str, &str) = ("reply_review", "答复待核收");

impl Task {
    pub(super) fn request(&self, task: NewTask, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: the task is already asked for.
            return Ok(Vec::new());
        }
        asks_for(&task.from_department, cx)?;
        // What a meeting decided is tracked, also where the convening department is to do it.
        let is_decided = task.occasion == Occasion::Project && cx.actor.is(Role::System);
        if task.from_department == task.to_department && !is_decided {
            return Err(Rejection::SameDepartment { department: task.to_department });
        }
        let to_department = match cx.successions.answers_for(&task.to_department, None) {
            // Both were merged: who answers for the asked one has to be told apart from who asks.
            same if same == task.from_department => task.to_department,
            now => now.to_owned(),
        };
        let clock = Clock::new(cx.now, task.limit);
        let deadline = ladder::first(&clock, &task.office, &task.ladder, cx)?;
        if let Some(parent) = &task.parent {
            if parent.department != task.from_department {
                return Err(Rejection::NotParents { department: parent.department.clone() });
            }
            if deadline.due_at > parent.due_at {
                return Err(Rejection::LaterThanParent { due_at: parent.due_at });
            }
        }
        Ok(vec![Event::TaskRequested {
            task_id: task.task_id,
            case_id: task.case_id,
            occasion: task.occasion,
            number: task.number,
            from_department: task.from_department,
            to_department,
            ask: task.ask,
            legal_basis: task.legal_basis,
            materials: task.materials,
            limit: task.limit,
            office: task.office,
            ladder: task.ladder,
            source: task.source,
            parent: task.parent.map(|parent| parent.task_id),
            requested_at: cx.now,
            deadline,
        }])
    }

    pub(super) fn answer_question(
        &self,
        answer: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.open()?;
        asks_for(&work.from_department, cx)?;
        let Self::Questioned(_) = self else { return Err(Rejection::NoQuestion) };
        Ok(vec![Event::QuestionAnswered {
            task_id: work.task_id,
            case_id: work.case_id,
            answer: answer.into_string(),
        }])
    }

    pub(super) fn accept_reply(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if let Self::Accepted(_) = self {
            // Accepting twice is the same wish.
            return Ok(Vec::new());
        }
        let work = self.replied(cx)?;
        Ok(vec![Event::ReplyAccepted {
            task_id: work.task_id,
            case_id: work.case_id,
            department: work.to_department.clone(),
        }])
    }

    pub(super) fn send_back_reply(
        &self,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.replied(cx)?;
        if work.n_sent_back >= RETURNS_MAX {
            return Err(Rejection::SentBackTooOften);
        }
        let clock = work.clock_after_review(cx.now);
        let deadline = ladder::extended(&work.deadline, &clock, &work.office, &work.ladder, cx)?;
        Ok(vec![Event::ReplySentBack {
            task_id: work.task_id,
            case_id: work.case_id,
            source: work.source.clone(),
            shares: work.shares.clone(),
            department: work.to_department.clone(),
            reason: reason.into_string(),
            nth: work.n_sent_back + 1,
            sent_back_at: cx.now,
            deadline,
        }])
    }

    pub(super) fn withdraw(
        &self,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if let Self::Withdrawn(_) = self {
            // Withdrawing twice is the same wish.
            return Ok(Vec::new());
        }
        let work = self.open()?;
        asks_for(&work.from_department, cx)?;
        // What the item prescribes, and what others wait for, is not for one department to drop.
        if (work.source.is_some() || !work.shares.is_empty()) && !coordinates(cx) {
            return Err(Rejection::NotCoordinator);
        }
        let withdrawn = Event::TaskWithdrawn {
            task_id: work.task_id,
            case_id: work.case_id,
            source: work.source.clone(),
            shares: work.shares.clone(),
            department: work.to_department.clone(),
            dispute_id: self.pending_dispute(),
            reason: reason.into_string(),
        };
        Ok(work.relieved(withdrawn, cx))
    }

    /// The answered task, for someone of the asking department.
    fn replied(&self, cx: Context<'_>) -> Result<&Work, Rejection> {
        let Self::Replied(work) = self else {
            self.open()?;
            return Err(Rejection::NotReplied);
        };
        asks_for(&work.from_department, cx)?;
        Ok(work)
    }
}

impl Work {
    /// The clock without the time in which the answer lay with the asking department.
    pub(super) fn clock_after_review(&self, sent_back_at: jiff::Timestamp) -> Clock {
        let mut clock = self.clock.clone();
        let (code, words) = REPLY_LAY;
        let lay = self.replied_at.map(|at| Suspension::open(at, code, words).ended(sent_back_at));
        // The clock of a task never goes back, so an answer is not sent back before it was given.
        clock.suspensions.extend(lay.and_then(Result::ok));
        clock
    }
}

/// A department asks for itself, a coordinator for every department.
pub(super) fn asks_for(department: &str, cx: Context<'_>) -> Result<(), Rejection> {
    if cx.answers_for(department, None) || coordinates(cx) {
        return Ok(());
    }
    Err(Rejection::NotOfAskingDepartment { department: department.to_owned() })
}
