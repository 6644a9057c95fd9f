//! What a case's steps ask of other departments becomes tasks; what they no longer need is closed.

#[cfg(test)]
mod tests;

use serde::Deserialize;
use tongban_calendar::{Budget, Ladder, Office};
use tongban_eventstore::readers::Policy;
use tongban_kernel::{CaseId, CaseNumber, DecodeError, Recorded, TaskId, Text, Wording};

use crate::task::commands::{NewTask, Settled};
use crate::task::events::{Occasion, Source};

/// From the steps of approval to tasks (协同任务随环节发起、随环节终止).
///
/// A step that starts opens one task per cooperating department. Approval names the tasks that end
/// when a step is returned or a case ends, for it alone knows which steps were under way. What is
/// annulled was concluded before, and had no open tasks any more.
#[derive(Clone, Copy, Debug)]
pub struct TasksOfSteps;

/// What the policy wishes.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Ask for a task.
    Request(Box<NewTask>),
    /// Let a task give way to another that its case shares.
    Join {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The one that its case waits for.
        into: TaskId,
    },
    /// Ask again for a task that gave way to one that ended without an answer.
    Resume {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
    },
    /// Let a task go on, or end, as its dispute ended.
    Settle {
        /// The task.
        task_id: TaskId,
        /// How the dispute ended.
        settled: Box<Settled>,
    },
    /// Close a task, whatever has become of it.
    Close {
        /// The task.
        task_id: TaskId,
        /// Why.
        because: Ending,
    },
}

/// Why a step no longer needs its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The step was returned to an earlier one.
    StepReturned,
    /// The case was concluded.
    CaseConcluded,
    /// The applicant withdrew.
    CaseWithdrawn,
    /// The case ended in some way, and the task belongs to none of its steps.
    CaseOver,
    /// The step went on while its answer was sent back.
    StepWentOn,
    /// The task that it helped with is over.
    ParentOver,
}

impl Ending {
    /// In the language of the office, as the task's history shows it.
    pub fn words(self) -> &'static str {
        match self {
            Self::StepReturned => "所属环节已退回",
            Self::CaseConcluded => "办件已办结",
            Self::CaseWithdrawn => "申请人已撤回",
            Self::CaseOver => "办件已办结或终止",
            Self::StepWentOn => "所属环节已办结",
            Self::ParentOver => "主任务已结束",
        }
    }
}

impl From<Ending> for Wording {
    fn from(ending: Ending) -> Self {
        Self::of_program(ending.words())
    }
}

/// What is read of the events; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Foreign {
    #[serde(rename = "approval.step_started.v1")]
    StepStarted {
        case_id: CaseId,
        number: CaseNumber,
        step: String,
        round: u32,
        department: String,
        cooperation: Vec<Cooperation>,
    },
    #[serde(rename = "approval.step_returned.v1")]
    StepReturned { case_id: CaseId, ended_tasks: Vec<EndedTask> },
    #[serde(rename = "approval.case_concluded.v1")]
    CaseConcluded { case_id: CaseId, ended_tasks: Vec<EndedTask> },
    #[serde(rename = "approval.case_closed_by_withdrawal.v1")]
    CaseWithdrawn { case_id: CaseId, ended_tasks: Vec<EndedTask> },
    #[serde(rename = "approval.cooperation_not_awaited.v1")]
    NotAwaited { task_id: TaskId },
    #[serde(rename = "coordination.task_shared.v1")]
    TaskShared { task_id: TaskId, with: Shared },
    #[serde(rename = "coordination.task_closed.v1")]
    TaskClosed {
        #[serde(default)]
        shares: Vec<Shared>,
    },
    #[serde(rename = "coordination.task_withdrawn.v1")]
    TaskWithdrawn {
        #[serde(default)]
        shares: Vec<Shared>,
    },
}

/// Another case with the task that gave way.
#[derive(Deserialize)]
struct Shared {
    task_id: TaskId,
    case_id: CaseId,
}

#[derive(Deserialize)]
struct Cooperation {
    department: String,
    ask: Text,
    limit: Budget,
    legal_basis: String,
    #[serde(default)]
    office: Office,
    #[serde(default)]
    ladder: Ladder,
}

#[derive(Deserialize)]
struct EndedTask {
    step: String,
    round: u32,
    department: String,
}

impl Policy for TasksOfSteps {
    type Order = Order;

    const NAME: &'static str = "coordination-tasks";
    const EVENTS: &'static [&'static str] = &[
        "approval.step_started.v1",
        "approval.step_returned.v1",
        "approval.case_concluded.v1",
        "approval.case_closed_by_withdrawal.v1",
        "approval.cooperation_not_awaited.v1",
        "coordination.task_shared.v1",
        "coordination.task_closed.v1",
        "coordination.task_withdrawn.v1",
    ];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        Ok(match event.decode()? {
            Foreign::StepStarted { case_id, number, step, round, department, cooperation } => {
                let request = |asked: Cooperation| {
                    Order::Request(Box::new(NewTask {
                        task_id: task_of(case_id, &step, round, &asked.department),
                        case_id,
                        occasion: Occasion::Application,
                        number: number.clone(),
                        from_department: department.clone(),
                        to_department: asked.department,
                        ask: asked.ask,
                        legal_basis: asked.legal_basis,
                        materials: Vec::new(),
                        limit: asked.limit,
                        office: asked.office,
                        ladder: asked.ladder,
                        source: Some(Source { step: step.clone(), round }),
                        parent: None,
                    }))
                };
                cooperation.into_iter().map(request).collect()
            }
            Foreign::StepReturned { case_id, ended_tasks } => {
                close(case_id, ended_tasks, Ending::StepReturned)
            }
            Foreign::CaseConcluded { case_id, ended_tasks } => {
                close(case_id, ended_tasks, Ending::CaseConcluded)
            }
            Foreign::CaseWithdrawn { case_id, ended_tasks } => {
                close(case_id, ended_tasks, Ending::CaseWithdrawn)
            }
            Foreign::NotAwaited { task_id } => {
                vec![Order::Close { task_id, because: Ending::StepWentOn }]
            }
            Foreign::TaskShared { task_id: into, with: Shared { task_id, case_id } } => {
                vec![Order::Join { task_id, case_id, into }]
            }
            // Who waited for it asks for itself again.
            Foreign::TaskClosed { shares } | Foreign::TaskWithdrawn { shares } => shares
                .into_iter()
                .map(|Shared { task_id, case_id }| Order::Resume { task_id, case_id })
                .collect(),
        })
    }
}

fn close(case_id: CaseId, tasks: Vec<EndedTask>, because: Ending) -> Vec<Order> {
    let close = |task: EndedTask| Order::Close {
        task_id: task_of(case_id, &task.step, task.round, &task.department),
        because,
    };
    tasks.into_iter().map(close).collect()
}

/// The task that a step asks of a department: the same for whoever computes it.
fn task_of(case_id: CaseId, step: &str, round: u32, department: &str) -> TaskId {
    TaskId::derive(case_id, format!("{step}/{round}/{department}").as_bytes())
}
