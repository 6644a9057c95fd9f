//! What a drill, or an emergency, leaves in figures: how long everything took, beside what the plan
//! allows.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use tongban_kernel::{CaseId, TaskId};

use super::events::{Event, PlannedTask};
use crate::task::events::Event as TaskEvent;

/// Whole minutes from one instant to another; less than none backwards.
pub(crate) fn minutes(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_secs().div_euclid(60)
}

/// What an emergency took as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    pub(crate) case_id: CaseId,
    pub(crate) tasks: Vec<PlannedTask>,
    pub(crate) declared_at: Timestamp,
    pub(crate) respond_by_at: Timestamp,
    pub(crate) responded_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
}

/// What one task took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) requested_at: Timestamp,
    pub(crate) due_at: Timestamp,
    pub(crate) taken_on_at: Option<Timestamp>,
    pub(crate) answered_at: Option<Timestamp>,
    pub(crate) n_warnings: u32,
}

impl Course {
    /// From the history of an emergency; none for what nobody declared.
    pub(crate) fn of(history: &[(Timestamp, Event)]) -> Option<Self> {
        let mut events = history.iter().map(|(_, event)| event);
        let Event::EmergencyDeclared { case_id, tasks, declared_at, respond_by_at, .. } =
            events.next()?
        else {
            return None;
        };
        let mut course = Self {
            case_id: *case_id,
            tasks: tasks.clone(),
            declared_at: *declared_at,
            respond_by_at: *respond_by_at,
            responded_at: None,
            ended_at: None,
        };
        for event in events {
            match event {
                Event::EmergencyResponded { responded_at, .. } => {
                    course.responded_at = Some(*responded_at);
                }
                Event::EmergencyEnded { ended_at, .. } => course.ended_at = Some(*ended_at),
                Event::EmergencyDeclared { .. }
                | Event::EmergencyUnanswered { .. }
                | Event::SituationReported { .. }
                | Event::SeverityChanged { .. }
                | Event::PaperHandedIn { .. }
                | Event::PaperWaived { .. }
                | Event::PaperLate { .. }
                | Event::EmergencyClosed { .. } => {}
            }
        }
        Some(course)
    }

    /// Its tasks by their ids.
    pub(crate) fn task_ids(&self) -> impl Iterator<Item = (&PlannedTask, TaskId)> {
        self.tasks.iter().map(|task| (task, task.task_id(self.case_id)))
    }
}

impl Taken {
    /// From the history of a task, each event with the instant at which it happened; none for what
    /// nobody asked. An answer that was sent back is none.
    pub(crate) fn of(history: &[(Timestamp, TaskEvent)]) -> Option<Self> {
        let mut events = history.iter();
        let (_, TaskEvent::TaskRequested { requested_at, deadline, .. }) = events.next()? else {
            return None;
        };
        let mut taken = Self {
            requested_at: *requested_at,
            due_at: deadline.due_at,
            taken_on_at: None,
            answered_at: None,
            n_warnings: 0,
        };
        for (at, event) in events {
            match event {
                TaskEvent::TaskAcknowledged { .. } | TaskEvent::TaskPartlyReplied { .. } => {
                    taken.taken_on_at.get_or_insert(*at);
                }
                TaskEvent::TaskReplied { .. } => {
                    taken.taken_on_at.get_or_insert(*at);
                    taken.answered_at = Some(*at);
                }
                TaskEvent::ReplySentBack { deadline, .. } => {
                    taken.answered_at = None;
                    taken.due_at = deadline.due_at;
                }
                TaskEvent::DeadlineExtended { deadline, .. } => taken.due_at = deadline.due_at,
                TaskEvent::WarningIssued { .. } => taken.n_warnings += 1,
                // Nothing in these takes a task on, answers it or gives it more time.
                _ => {}
            }
        }
        Some(taken)
    }

    /// Whether it was answered in time; none while it may still be.
    pub(crate) fn in_time(&self, over_at: Option<Timestamp>, now: Timestamp) -> Option<bool> {
        match (self.answered_at, over_at) {
            (Some(answered_at), _) => Some(answered_at < self.due_at),
            (None, Some(_)) => Some(false),
            (None, None) => (self.due_at <= now).then_some(false),
        }
    }
}
