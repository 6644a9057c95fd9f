use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, CaseNumber, TaskId};

/// The step of a case that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Id of the step inside the item.
    #[schemars(with = "tongban_kernel::Code")]
    pub step: String,
    /// Which time the step was started, from 1.
    pub round: u32,
}

/// Another case that waits for a task, under the task that it had asked for itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// The task that gave way.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// The case's number.
    pub number: CaseNumber,
    /// The step that waits for the answer.
    pub source: Option<Source>,
}

/// Another case came to wait for a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaskShared {
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// The other case, with the task that gives way.
    pub with: Share,
}
