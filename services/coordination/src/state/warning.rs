//! When a task warns, and whom.

use tongban_kernel::Context;

use super::{Rejection, Task};
use crate::events::{Addressee, Event, Rung};

impl Task {
    /// Records a warning that is due, once. Everything else changes nothing: the list that the
    /// wish comes from may lag behind, and a clock may have been set back.
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
        let is_due = work.deadline.rung_at(rung) <= cx.now;
        if !is_current || !is_due || work.issued.contains(&rung) {
            return Ok(Vec::new());
        }
        let (task_id, case_id, to_role) = (work.task_id, work.case_id, self.addressee(rung));
        let mut events = vec![Event::WarningIssued {
            task_id,
            case_id,
            number: work.number.clone(),
            rung,
            epoch,
            due_at: work.deadline.due_at,
            issued_at: cx.now,
            // Who can still do something about it is told.
            department: cx.successions.answers_for(&work.to_department, None).to_owned(),
            to_role,
        }];
        if rung.escalates() {
            events.push(Event::TaskEscalated { task_id, case_id, rung, to_role });
        }
        Ok(events)
    }

    fn addressee(&self, rung: Rung) -> Addressee {
        match (rung, self) {
            // Nobody in the asked department works on what it has returned.
            (Rung::DueSoon, Self::Returned(_)) | (Rung::Overdue, _) => Addressee::Coordinator,
            (Rung::DueSoon, _) => Addressee::Handler,
            (Rung::Lead, _) => Addressee::Lead,
            (Rung::Supervisor, _) => Addressee::Supervisor,
        }
    }
}
