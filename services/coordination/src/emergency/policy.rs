//! An emergency asks all its tasks at once; the first of them that is taken on answers it.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::Deserialize;
use tongban_calendar::Ladder;
use tongban_eventstore::readers::Policy;
use tongban_kernel::{CaseId, CaseNumber, DecodeError, Recorded, TaskId};

use super::events::PlannedTask;
use crate::task::commands::NewTask;
use crate::task::events::Occasion;
use crate::task::policy::Order;

/// From a declared emergency to its tasks (预案任务同时下达).
#[derive(Clone, Copy, Debug)]
pub struct TasksOfEmergencies;

/// From a task that is taken on, or asked back on, to the response of its emergency (首次响应).
#[derive(Clone, Copy, Debug)]
pub struct ResponsesToEmergencies;

/// A task of an emergency was taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The emergency.
    pub case_id: CaseId,
    /// The task.
    pub task_id: TaskId,
    /// Who took it on.
    pub department: String,
    /// When.
    pub responded_at: Timestamp,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Emergency {
    #[serde(rename = "coordination.emergency_declared.v1")]
    Declared {
        case_id: CaseId,
        occasion: Occasion,
        number: CaseNumber,
        lead: String,
        ladder: Ladder,
        tasks: Vec<PlannedTask>,
    },
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Task {
    #[serde(rename = "coordination.task_acknowledged.v1")]
    Acknowledged(TakenOn),
    #[serde(rename = "coordination.task_questioned.v1")]
    Questioned(TakenOn),
    #[serde(rename = "coordination.task_partly_replied.v1")]
    PartlyReplied(TakenOn),
    #[serde(rename = "coordination.task_replied.v1")]
    Replied(TakenOn),
}

#[derive(Deserialize)]
struct TakenOn {
    task_id: TaskId,
    case_id: CaseId,
    #[serde(default)]
    occasion: Occasion,
    department: String,
}

impl Policy for TasksOfEmergencies {
    type Order = Order;

    const NAME: &'static str = "coordination-emergency-tasks";
    const EVENTS: &'static [&'static str] = &["coordination.emergency_declared.v1"];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        let Emergency::Declared { case_id, occasion, number, lead, ladder, tasks } =
            event.decode()?;
        let request = |planned: PlannedTask| {
            Order::Request(Box::new(NewTask {
                task_id: planned.task_id(case_id),
                case_id,
                occasion,
                number: number.clone(),
                from_department: lead.clone(),
                to_department: planned.department,
                ask: planned.ask,
                legal_basis: planned.legal_basis,
                materials: Vec::new(),
                limit: planned.limit,
                office: planned.office,
                ladder,
                source: None,
                parent: None,
            }))
        };
        Ok(tasks.into_iter().map(request).collect())
    }
}

impl Policy for ResponsesToEmergencies {
    type Order = Response;

    const NAME: &'static str = "coordination-emergency-responses";
    const EVENTS: &'static [&'static str] = &[
        "coordination.task_acknowledged.v1",
        "coordination.task_questioned.v1",
        "coordination.task_partly_replied.v1",
        "coordination.task_replied.v1",
    ];

    fn react(&self, event: &Recorded) -> Result<Vec<Response>, DecodeError> {
        let (Task::Acknowledged(taken)
        | Task::Questioned(taken)
        | Task::PartlyReplied(taken)
        | Task::Replied(taken)) = event.decode()?;
        Ok(match taken.occasion {
            Occasion::Emergency | Occasion::Drill => vec![Response {
                case_id: taken.case_id,
                task_id: taken.task_id,
                department: taken.department,
                responded_at: event.occurred_at,
            }],
            Occasion::Application | Occasion::Project => Vec::new(),
        })
    }
}
