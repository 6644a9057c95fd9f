//! When who is asked holds that another has to answer, and what a ruling does.

use jiff::Timestamp;
use tongban_calendar::{Clock, Suspension};
use tongban_kernel::{Context, DisputeId, Wording};

use super::{Rejection, Task, Work, are_one, coordinates, ladder};
use crate::task::commands::Settled;
use crate::task::events::{DisputeSettled, Event, Occasion, Settlement, TaskDisputed};

/// What stops the limit for another department than the one that disputed the task, as derivations
/// show it.
const DISPUTED: (&str, &str) = ("dispute", "争议裁决");

/// A dispute about a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dispute {
    id: DisputeId,
    begun_at: Timestamp,
    /// How it ended; none while a panel has it.
    settlement: Option<Settlement>,
    /// Which dispute about the task it is, from 1.
    nth: u32,
}

impl Task {
    pub(super) fn dispute(
        &self,
        reason: Wording,
        legal_basis: Wording,
        responsible: Option<String>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.workable(cx)?;
        work.is_unbound()?;
        if work.occasion == Occasion::Drill {
            return Err(Rejection::Practised);
        }
        let is_asked = |department: &String| are_one(department, &work.to_department, cx);
        if work.disputed_by.iter().any(is_asked) {
            return Err(Rejection::DisputedBefore);
        }
        if responsible.as_ref().is_some_and(is_asked) {
            let department = work.to_department.clone();
            return Err(Rejection::DisputesItself { department });
        }
        let disputed = TaskDisputed {
            task_id: work.task_id,
            case_id: work.case_id,
            number: work.number.clone(),
            dispute_id: DisputeId::derive(work.task_id, work.n_disputes() + 1),
            ask: work.ask.clone(),
            by_department: work.to_department.clone(),
            from_department: work.from_department.clone(),
            responsible,
            reason: reason.into_string(),
            legal_basis: legal_basis.into_string(),
            disputed_at: cx.now,
            deadline: ladder::again(&work.deadline, &work.office, &work.ladder, cx)?,
        };
        Ok(work.relieved(Event::TaskDisputed(disputed), cx))
    }

    /// A dispute that is not the one that waits has been settled already, or its task is over.
    pub(super) fn settle(
        &self,
        settled: Settled,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let Settled { dispute_id, settlement, to_department, reason } = settled;
        if *self == Self::Unknown {
            return Err(Rejection::UnknownTask);
        }
        let Self::Disputed(work) = self else { return Ok(Vec::new()) };
        if self.pending_dispute() != Some(dispute_id) {
            return Ok(Vec::new());
        }
        if !coordinates(cx) {
            return Err(Rejection::NotCoordinator);
        }
        let Some(to_department) = to_department else { return self.close(reason, cx) };
        // Who took over from the disputing department has its part in the delay; the task keeps the
        // name under which it was asked.
        let is_same = are_one(&to_department, &work.to_department, cx);
        let to_department = if is_same { work.to_department.clone() } else { to_department };
        let deadline = if is_same {
            ladder::handed_on(&work.deadline, &work.office, &work.ladder, cx)?
        } else {
            let clock = work.clock_after_dispute(cx.now);
            ladder::ruled(&work.deadline, &clock, &work.office, &work.ladder, cx)?
        };
        let settled = DisputeSettled {
            task_id: work.task_id,
            case_id: work.case_id,
            dispute_id,
            settlement,
            to_department,
            reason,
            settled_at: cx.now,
            deadline,
        };
        Ok(work.relieved(Event::DisputeSettled(settled), cx))
    }

    /// The dispute that a panel has.
    pub(super) fn pending_dispute(&self) -> Option<DisputeId> {
        let last = self.work()?.dispute.as_ref()?;
        last.settlement.is_none().then_some(last.id)
    }
}

impl Work {
    /// What was ruled stands: nobody sends the task on after it.
    pub(super) fn is_unbound(&self) -> Result<(), Rejection> {
        match &self.dispute {
            Some(Dispute { settlement: Some(Settlement::Ruled), .. }) => Err(Rejection::Ruled),
            _ => Ok(()),
        }
    }

    /// A dispute has begun.
    pub(super) fn disputed(&mut self, disputed: &TaskDisputed) {
        self.dispute = Some(Dispute {
            id: disputed.dispute_id,
            begun_at: disputed.disputed_at,
            settlement: None,
            nth: self.n_disputes() + 1,
        });
        self.disputed_by.push(disputed.by_department.clone());
        self.extension_asked = None;
    }

    /// The dispute has ended.
    pub(super) fn settled(&mut self, settled: &DisputeSettled) {
        if settled.to_department != self.to_department {
            self.clock = self.clock_after_dispute(settled.settled_at);
        }
        if let Some(dispute) = &mut self.dispute {
            dispute.settlement = Some(settled.settlement);
        }
        self.hand_to(&settled.to_department);
    }

    /// The clock of who had no part in the dispute: without the time that it took.
    fn clock_after_dispute(&self, settled_at: Timestamp) -> Clock {
        let mut clock = self.clock.clone();
        let (code, words) = DISPUTED;
        let took = self
            .dispute
            .as_ref()
            .map(|dispute| Suspension::open(dispute.begun_at, code, words).ended(settled_at));
        // The clock of a task never goes back, so a dispute does not end before it began.
        clock.suspensions.extend(took.and_then(Result::ok));
        clock
    }

    fn n_disputes(&self) -> u32 {
        self.dispute.as_ref().map_or(0, |last| last.nth)
    }
}
