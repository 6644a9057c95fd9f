//! Who of the asked department works a task, and who asks after it.

use jiff::Timestamp;
use tongban_calendar::{Budget, Clock, DueError};
use tongban_kernel::{Context, Wording};

use super::{Rejection, Task, Work, asking, coordinates};
use crate::task::events::{Assignment, Event, Urging};

/// From when someone may urge again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Urge {
    /// The asking department; none for the coordinator.
    by_department: Option<String>,
    again_at: Timestamp,
}

impl Task {
    pub(super) fn assign(
        &self,
        handler: String,
        reason: Option<Wording>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let work = self.assignable(cx)?;
        match &work.handler {
            // Assigning twice is the same wish.
            Some(known) if *known == handler => return Ok(Vec::new()),
            Some(known) if reason.is_none() => {
                return Err(Rejection::HandOverUnreasoned { handler: known.clone() });
            }
            Some(_) | None => {}
        }
        Ok(vec![Event::TaskAssigned(Assignment {
            task_id: work.task_id,
            case_id: work.case_id,
            department: work.to_department.clone(),
            handler,
            from_handler: work.handler.clone(),
            reason: reason.map(Wording::into_string),
        })])
    }

    /// Once per working day and asker: whoever is asked every hour hears nothing any more.
    pub(super) fn urge(&self, note: Wording, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let work = self.open()?;
        asking::asks_for(&work.from_department, cx)?;
        let by_coordinator = !cx.answers_for(&work.from_department, None);
        // What a meeting asked of its own department waits for nobody else.
        if !by_coordinator && cx.answers_for(&work.to_department, None) {
            return Err(Rejection::UrgesItself { department: work.to_department.clone() });
        }
        self.is_at_work()?;
        // The asking department would wait for itself.
        if matches!(self, Self::Questioned(_)) && !by_coordinator {
            return Err(Rejection::QuestionOpen);
        }
        let by_department = (!by_coordinator).then(|| work.from_department.clone());
        let before = work.urges.iter().find(|urge| urge.by_department == by_department);
        if let Some(Urge { again_at, .. }) = before.filter(|urge| cx.now < urge.again_at) {
            return Err(Rejection::UrgedAlready { again_at: *again_at });
        }
        Ok(vec![Event::TaskUrged(Urging {
            task_id: work.task_id,
            case_id: work.case_id,
            department: work.to_department.clone(),
            by_department,
            note: note.into_string(),
            nth: work.n_urged + 1,
            again_at: work.next_workday_at(cx)?,
        })])
    }

    /// The open task, for the asked department or a coordinator.
    fn assignable(&self, cx: Context<'_>) -> Result<&Work, Rejection> {
        if !coordinates(cx) {
            return self.workable(cx);
        }
        let work = self.open()?;
        self.is_at_work()?;
        Ok(work)
    }
}

impl Work {
    pub(super) fn urged(&mut self, urging: &Urging) {
        let Urging { by_department, nth, again_at, .. } = urging;
        self.n_urged = *nth;
        self.urges.retain(|urge| urge.by_department != *by_department);
        self.urges.push(Urge { by_department: by_department.clone(), again_at: *again_at });
    }

    /// When the next working day of the asked department begins.
    fn next_workday_at(&self, cx: Context<'_>) -> Result<Timestamp, DueError> {
        let deadline =
            Clock::new(cx.now, Budget::Workdays(1)).deadline(cx.calendar, &self.office)?;
        let next_on = deadline.due().ok_or(DueError::OutOfRange)?.due_on;
        self.office.start_of(next_on).ok_or(DueError::OutOfRange)
    }
}
