//! When a task warns, and whom.

use jiff::Timestamp;
use tongban_kernel::Context;

use super::{Rejection, Task, Work, ladder};
use crate::task::events::{Addressee, Colour, Event, Rung, TaskEscalated, WarningMet};

impl Task {
    /// Records the warning of a rung that is due, and of those above it that are due as well, each
    /// once. Everything else changes nothing: the list that the wish comes from may lag behind, and
    /// a clock may have been set back.
    pub(super) fn warn(
        &self,
        rung: Rung,
        epoch: u32,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if *self == Self::Unknown {
            return Err(Rejection::UnknownTask);
        }
        let Some(work) = self.work() else { return Ok(Vec::new()) };
        let is_current = work.deadline.epoch == epoch;
        let is_new = |rung: &Rung| {
            let is_due = work.deadline.rung_at(*rung).is_some_and(|at| at <= cx.now);
            is_due && !work.issued.contains(rung) && self.concerns(*rung)
        };
        if !is_current || !is_new(&rung) {
            return Ok(Vec::new());
        }
        let from_it_up = Rung::LADDER.into_iter().filter(|upper| *upper >= rung);
        let rungs: Vec<_> = from_it_up.filter(is_new).collect();
        let answer_by_at = self.answer_by(work, &rungs, cx)?;
        Ok(rungs.into_iter().flat_map(|rung| self.warning(work, rung, answer_by_at, cx)).collect())
    }

    fn warning(
        &self,
        work: &Work,
        rung: Rung,
        answer_by_at: Option<Timestamp>,
        cx: Context<'_>,
    ) -> impl Iterator<Item = Event> + use<> {
        let (task_id, case_id, to_role) = (work.task_id, work.case_id, self.addressee(rung));
        let issued = Event::WarningIssued {
            task_id,
            case_id,
            occasion: work.occasion,
            number: work.number.clone(),
            rung,
            epoch: work.deadline.epoch,
            due_at: work.deadline.due_at,
            issued_at: cx.now,
            // Who can still do something about it is told.
            department: cx.successions.answers_for(&work.to_department, None).to_owned(),
            from_department: Some(work.from_department.clone()),
            to_role,
            answer_by_at: answer_by_at.filter(|_| is_answered(rung)),
        };
        let escalated = Event::TaskEscalated(TaskEscalated { task_id, case_id, rung, to_role });
        std::iter::once(issued).chain(rung.escalates().then_some(escalated))
    }

    /// Only what nobody has taken on is warned of as that.
    fn concerns(&self, rung: Rung) -> bool {
        rung != Rung::Unacknowledged || matches!(self, Self::Requested(_))
    }

    /// Until when warnings of these rungs are answered in writing; of what was returned or
    /// is disputed, the coordinator is warned, and no department has to answer.
    fn answer_by(
        &self,
        work: &Work,
        rungs: &[Rung],
        cx: Context<'_>,
    ) -> Result<Option<Timestamp>, Rejection> {
        let awaits_decision = matches!(self, Self::Returned(_) | Self::Disputed(_));
        if awaits_decision || !rungs.iter().any(|rung| is_answered(*rung)) {
            return Ok(None);
        }
        Ok(Some(ladder::answer_by(&work.office, &work.ladder, cx)?))
    }

    fn addressee(&self, rung: Rung) -> Addressee {
        match (rung, self) {
            // Nobody in the asked department works on what it has returned or disputes.
            (Rung::DueSoon, Self::Returned(_) | Self::Disputed(_)) | (Rung::Overdue, _) => {
                Addressee::Coordinator
            }
            (Rung::Unacknowledged | Rung::DueSoon, _) => Addressee::Handler,
            (Rung::Lead, _) => Addressee::Lead,
            (Rung::Supervisor, _) => Addressee::Supervisor,
            (Rung::Accountability, _) => Addressee::Accountability,
        }
    }
}

/// A blue warning is answered by taking the task on.
fn is_answered(rung: Rung) -> bool {
    rung.colour() != Colour::Blue
}

impl Work {
    /// What was done, and which warnings of this epoch asked for it.
    pub(super) fn meeting(&self, done: Event, rungs: &[Rung]) -> Vec<Event> {
        let (task_id, case_id, epoch) = (self.task_id, self.case_id, self.deadline.epoch);
        let met = rungs.iter().filter(|rung| self.issued.contains(rung));
        let met = met.map(|&rung| Event::WarningMet(WarningMet { task_id, case_id, rung, epoch }));
        std::iter::once(done).chain(met).collect()
    }

    /// What was done, where it leaves nothing to be done in this epoch: who was warned in time has
    /// missed nothing.
    pub(super) fn relieved(&self, done: Event, cx: Context<'_>) -> Vec<Event> {
        let is_in_time = cx.now < self.deadline.due_at;
        let met: &[Rung] = if is_in_time { &[Rung::Unacknowledged, Rung::DueSoon] } else { &[] };
        self.meeting(done, met)
    }
}
