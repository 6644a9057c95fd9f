//! What the asked department may do: take on, return, ask back, answer, ask for more time.

use tongban_calendar::Budget;
use tongban_kernel::{Context, Wording};

use super::{PARTS_MAX, QUESTIONS_MAX, RETURNS_MAX, Rejection, Task, Work, ladder};
use crate::task::events::{Event, Outcome, Rung};

impl Task {
    pub(super) fn acknowledge(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let work = self.workable(cx)?;
        // Taking it on twice is the same wish.
        let Self::Requested(_) = self else { return Ok(Vec::new()) };
        let taken_on = Event::TaskAcknowledged {
            task_id: work.task_id,
            case_id: work.case_id,
            occasion: work.occasion,
            department: work.to_department.clone(),
            // Who takes a task on works it, unless that was said before.
            handler: work.handler.is_none().then(|| cx.actor.id.clone()),
        };
        Ok(work.meeting(taken_on, &[Rung::Unacknowledged]))
    }

    pub(super) fn give_back(
        &self,
        reason: Wording,
        legal_basis: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.workable(cx)?;
        work.is_unbound()?;
        if work.n_returns >= RETURNS_MAX {
            return Err(Rejection::ReturnedTooOften);
        }
        let returned = Event::TaskReturned {
            task_id: work.task_id,
            case_id: work.case_id,
            by_department: work.to_department.clone(),
            reason: reason.into_string(),
            legal_basis: legal_basis.into_string(),
            nth: work.n_returns + 1,
            deadline: ladder::again(&work.deadline, &work.office, &work.ladder, cx)?,
        };
        Ok(work.relieved(returned, cx))
    }

    pub(super) fn ask_back(
        &self,
        question: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.workable(cx)?;
        if let Self::Questioned(_) = self {
            return Err(Rejection::QuestionOpen);
        }
        if work.n_questions >= QUESTIONS_MAX {
            return Err(Rejection::TooManyQuestions);
        }
        let questioned = Event::TaskQuestioned {
            task_id: work.task_id,
            case_id: work.case_id,
            occasion: work.occasion,
            department: work.to_department.clone(),
            question: question.into_string(),
        };
        Ok(work.meeting(questioned, &[Rung::Unacknowledged]))
    }

    pub(super) fn reply_partly(
        &self,
        opinion: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.workable(cx)?;
        if work.n_parts >= PARTS_MAX {
            return Err(Rejection::TooManyParts);
        }
        let partly = Event::TaskPartlyReplied {
            task_id: work.task_id,
            case_id: work.case_id,
            occasion: work.occasion,
            department: work.to_department.clone(),
            nth: work.n_parts + 1,
            opinion: opinion.into_string(),
            was_questioned: matches!(self, Self::Questioned(_)),
        };
        Ok(work.meeting(partly, &[Rung::Unacknowledged]))
    }

    pub(super) fn reply(
        &self,
        outcome: Outcome,
        opinion: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        // An answer without a word of having taken it on, or over an open question, is as good.
        let work = self.workable(cx)?;
        let replied = Event::TaskReplied {
            task_id: work.task_id,
            case_id: work.case_id,
            occasion: work.occasion,
            source: work.source.clone(),
            department: work.to_department.clone(),
            outcome,
            opinion: opinion.into_string(),
            shares: work.shares.clone(),
            replied_at: Some(cx.now),
        };
        Ok(work.relieved(replied, cx))
    }

    pub(super) fn request_extension(
        &self,
        by: Budget,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.workable(cx)?;
        if work.extension_asked.is_some() {
            return Err(Rejection::ExtensionOpen);
        }
        work.fits_limit(by)?;
        Ok(vec![Event::ExtensionRequested {
            task_id: work.task_id,
            case_id: work.case_id,
            department: work.to_department.clone(),
            by,
            reason: reason.into_string(),
        }])
    }

    /// The open task, for someone of the department that answers now for the asked one. A task
    /// does not know the item of its case: where the asked department was split, whoever took the
    /// rest answers. What was returned waits for the coordinator.
    pub(super) fn workable(&self, cx: Context<'_>) -> Result<&Work, Rejection> {
        let work = self.open()?;
        if !cx.answers_for(&work.to_department, None) {
            let now = cx.successions.answers_for(&work.to_department, None);
            return Err(Rejection::NotAsked { department: now.to_owned() });
        }
        self.is_at_work()?;
        Ok(work)
    }

    /// No coordinator and no panel has to decide first.
    pub(super) fn is_at_work(&self) -> Result<(), Rejection> {
        match self {
            Self::Returned(_) => Err(Rejection::AwaitsCoordinator),
            Self::Disputed(_) => Err(Rejection::AwaitsRuling),
            Self::Unknown
            | Self::Requested(_)
            | Self::Acknowledged(_)
            | Self::Questioned(_)
            | Self::Replied(_)
            | Self::Accepted(_)
            | Self::Joined(_)
            | Self::Withdrawn(_)
            | Self::Closed(_) => Ok(()),
        }
    }
}

impl Work {
    /// More time is given in the unit of the limit.
    pub(super) fn fits_limit(&self, by: Budget) -> Result<Budget, Rejection> {
        let limit = self.clock.budget;
        if by.unit() != limit.unit() {
            return Err(Rejection::OtherUnit { limit, by });
        }
        Ok(by.check()?)
    }
}
