use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, TaskId};

use super::{Addressee, Rung};

/// What a warning asked for was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WarningMet {
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// Which rung.
    pub rung: Rung,
    /// The epoch of the deadline.
    pub epoch: u32,
}

/// A warning went above those who work the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaskEscalated {
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// Which rung.
    pub rung: Rung,
    /// Who is to act.
    pub to_role: Addressee,
}
