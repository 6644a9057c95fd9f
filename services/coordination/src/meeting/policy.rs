//! What a meeting decided becomes tasks; what it saw cleared is cleared.

#[cfg(test)]
mod tests;

use tongban_eventstore::readers::Policy;
use tongban_kernel::{CaseId, DecodeError, Recorded, Wording};

use super::events::{Course, Decision, Event, FollowUp};
use crate::rhythm::events::Item;
use crate::task::commands::NewTask;
use crate::task::events::Occasion;

/// From minutes to tasks and blockers (议定事项转任务).
#[derive(Clone, Copy, Debug)]
pub struct TasksOfMinutes;

/// What the policy wishes.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Ask for a task.
    Request(Box<NewTask>),
    /// Clear a blocker of a project.
    Clear {
        /// The project.
        project_id: CaseId,
        /// Which of it.
        nth: u32,
        /// How.
        how: Wording,
    },
}

impl Policy for TasksOfMinutes {
    type Order = Order;

    const NAME: &'static str = "coordination-minutes";
    const EVENTS: &'static [&'static str] = &["coordination.minutes_published.v1"];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        Ok(match event.decode()? {
            Event::MinutesPublished {
                case_id,
                number,
                from_department,
                follow_ups,
                decisions,
                ..
            } => {
                let request = |decision: Decision| {
                    Order::Request(Box::new(NewTask {
                        task_id: decision.task_id,
                        case_id,
                        occasion: Occasion::Project,
                        number: number.clone(),
                        from_department: from_department.clone(),
                        to_department: decision.department,
                        ask: decision.what,
                        legal_basis: decision.legal_basis,
                        materials: Vec::new(),
                        limit: decision.limit,
                        office: decision.office,
                        ladder: decision.ladder,
                        source: None,
                        parent: None,
                    }))
                };
                let cleared = follow_ups.into_iter().filter_map(clear);
                decisions.into_iter().map(request).chain(cleared).collect()
            }
            Event::MeetingCalled { .. }
            | Event::MeetingCancelled { .. }
            | Event::MinutesCorrected { .. } => Vec::new(),
        })
    }
}

fn clear(follow_up: FollowUp) -> Option<Order> {
    match (follow_up.item, follow_up.course) {
        (Item::Blocker { project_id, nth }, Course::Cleared) => {
            // A note is a wording, as it was when the minutes were published.
            let how = Wording::parse(&follow_up.note).ok()?;
            Some(Order::Clear { project_id, nth, how })
        }
        (Item::Blocker { .. }, Course::Carried) | (Item::Task { .. }, _) => None,
    }
}
