//! What a coordinator may do: name who answers, give more time, let cases share a task, close.

use tongban_calendar::{Budget, Extension};
use tongban_kernel::{Context, TaskId, Wording};

use super::{Rejection, SHARES_MAX, Task, Work, are_one, coordinates, ladder};
use crate::task::commands::Sharing;
use crate::task::events::{Event, Rung, TaskShared};

impl Task {
    pub(super) fn reassign(
        &self,
        to_department: String,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.coordinated(cx)?;
        if let Self::Disputed(_) = self {
            return Err(Rejection::AwaitsRuling);
        }
        let is_returned = matches!(self, Self::Returned(_));
        if work.to_department == to_department && !is_returned {
            // That department is asked already.
            return Ok(Vec::new());
        }
        work.is_unbound()?;
        let reassigned = Event::TaskReassigned {
            task_id: work.task_id,
            case_id: work.case_id,
            to_department,
            reason: reason.into_string(),
            deadline: ladder::handed_on(&work.deadline, &work.office, &work.ladder, cx)?,
        };
        Ok(work.relieved(reassigned, cx))
    }

    pub(super) fn extend(
        &self,
        by: Budget,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.coordinated(cx)?;
        let amount = work.fits_limit(by)?.amount();
        let reason = reason.into_string();
        let mut clock = work.clock.clone();
        clock.extensions.push(Extension { amount, granted_at: cx.now, reason: reason.clone() });
        let deadline = ladder::extended(&work.deadline, &clock, &work.office, &work.ladder, cx)?;
        let (task_id, case_id, granted_at) = (work.task_id, work.case_id, cx.now);
        let extended =
            Event::DeadlineExtended { task_id, case_id, by, reason, granted_at, deadline };
        // Who has not taken it on is still to do so.
        let is_in_time = cx.now < work.deadline.due_at;
        let met: &[Rung] = if is_in_time { &[Rung::DueSoon] } else { &[] };
        Ok(work.meeting(extended, met))
    }

    pub(super) fn decline_extension(
        &self,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.coordinated(cx)?;
        if work.extension_asked.is_none() {
            return Err(Rejection::NoExtensionAsked);
        }
        Ok(vec![Event::ExtensionDeclined {
            task_id: work.task_id,
            case_id: work.case_id,
            reason: reason.into_string(),
        }])
    }

    pub(super) fn share(&self, sharing: Sharing, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let work = self.coordinated(cx)?;
        let Sharing { share, to_department, due_at, occasion, gives_way } = sharing;
        if work.shares.iter().any(|known| known.task_id == share.task_id) {
            // It gave way already.
            return Ok(Vec::new());
        }
        if share.task_id == work.task_id {
            return Err(Rejection::SameTask);
        }
        if !gives_way {
            return Err(Rejection::GivesNoWay);
        }
        if occasion.origin() != work.occasion.origin() {
            return Err(Rejection::DrillShared);
        }
        if work.shares.len() >= SHARES_MAX {
            return Err(Rejection::TooManyShares);
        }
        if !are_one(&to_department, &work.to_department, cx) {
            let department = cx.successions.answers_for(&work.to_department, None).to_owned();
            return Err(Rejection::OtherDepartment { department });
        }
        if work.deadline.due_at > due_at {
            return Err(Rejection::DueLater { due_at: work.deadline.due_at });
        }
        let (task_id, case_id) = (work.task_id, work.case_id);
        Ok(vec![Event::TaskShared(TaskShared { task_id, case_id, with: share })])
    }

    /// A task that has got its answer meanwhile needs no other; one that others wait for by now
    /// stays, so that no two tasks wait for each other, and so does one that is disputed.
    pub(super) fn join(&self, into: TaskId, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if *self == Self::Unknown {
            return Err(Rejection::UnknownTask);
        }
        let Some(work) = self.work() else { return Ok(Vec::new()) };
        if !coordinates(cx) {
            return Err(Rejection::NotCoordinator);
        }
        if !work.shares.is_empty() || matches!(self, Self::Disputed(_)) {
            return Ok(Vec::new());
        }
        let joined = Event::TaskJoined { task_id: work.task_id, case_id: work.case_id, into };
        Ok(work.relieved(joined, cx))
    }

    /// What gave way to a task that ended without an answer is asked again.
    pub(super) fn resume(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if *self == Self::Unknown {
            return Err(Rejection::UnknownTask);
        }
        let Self::Joined(work) = self else { return Ok(Vec::new()) };
        if !coordinates(cx) {
            return Err(Rejection::NotCoordinator);
        }
        let deadline = ladder::handed_on(&work.deadline, &work.office, &work.ladder, cx)?;
        Ok(vec![Event::TaskResumed { task_id: work.task_id, case_id: work.case_id, deadline }])
    }

    pub(super) fn close(&self, reason: String, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if let Self::Unknown = self {
            return Err(Rejection::UnknownTask);
        }
        // What is over needs no end: closing twice is the same wish.
        let Some(work) = self.unended() else { return Ok(Vec::new()) };
        if !coordinates(cx) {
            return Err(Rejection::NotCoordinator);
        }
        let closed = Event::TaskClosed {
            task_id: work.task_id,
            case_id: work.case_id,
            source: work.source.clone(),
            shares: work.shares.clone(),
            department: work.to_department.clone(),
            dispute_id: self.pending_dispute(),
            reason,
        };
        // What is answered was met when it was.
        Ok(if self.work().is_some() { work.relieved(closed, cx) } else { vec![closed] })
    }

    /// The open task, for a coordinator.
    fn coordinated(&self, cx: Context<'_>) -> Result<&Work, Rejection> {
        let work = self.open()?;
        if coordinates(cx) { Ok(work) } else { Err(Rejection::NotCoordinator) }
    }
}
