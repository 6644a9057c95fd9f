use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, TaskId};

/// Who of the asked department works a task from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// Who has to answer it.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// The account that works it from now on.
    pub handler: String,
    /// The one that worked it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_handler: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A word to who has to answer a task, of who waits for the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Urging {
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// Who has to answer it.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// The asking department; none where the coordinator urged.
    #[schemars(with = "Option<tongban_kernel::Code>")]
    pub by_department: Option<String>,
    /// What is said.
    pub note: String,
    /// Which time this task is urged, from 1.
    pub nth: u32,
    /// From when the same asker may urge again.
    pub again_at: Timestamp,
}
