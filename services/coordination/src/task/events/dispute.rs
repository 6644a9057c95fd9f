use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, CaseNumber, DisputeId, TaskId, Text};

use super::Deadline;

/// The asked department disputes, by a rule, that it has to answer. The clock runs on, and warns
/// anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TaskDisputed {
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// The case's number.
    pub number: CaseNumber,
    /// The dispute.
    pub dispute_id: DisputeId,
    /// What was asked.
    pub ask: Text,
    /// Who disputes it.
    #[schemars(with = "tongban_kernel::Code")]
    pub by_department: String,
    /// Who asked.
    #[schemars(with = "tongban_kernel::Code")]
    pub from_department: String,
    /// Who has to answer, as the disputing department sees it; none where nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<tongban_kernel::Code>")]
    pub responsible: Option<String>,
    /// Why.
    pub reason: String,
    /// By which rule.
    pub legal_basis: String,
    /// When; [`DisputeSettled`] says what that does to the limit.
    pub disputed_at: Timestamp,
    /// A new epoch of the same due date.
    pub deadline: Deadline,
}

/// The dispute about a task ended, and somebody has to answer it: who had disputed it by the same
/// due date, for a dispute gains no time; another department without the time that the dispute
/// took. After a ruling the task is neither returned nor disputed nor reassigned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DisputeSettled {
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// The dispute.
    pub dispute_id: DisputeId,
    /// By a ruling, or because it was withdrawn.
    pub settlement: Settlement,
    /// Who has to answer.
    #[schemars(with = "tongban_kernel::Code")]
    pub to_department: String,
    /// Why.
    pub reason: String,
    /// When.
    pub settled_at: Timestamp,
    /// A new epoch.
    pub deadline: Deadline,
}

/// How a dispute about a task came to its end (争议了结方式).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// A ruling (裁决): it binds.
    Ruled,
    /// Whoever disputed the task no longer does (撤回争议).
    Withdrawn,
}
