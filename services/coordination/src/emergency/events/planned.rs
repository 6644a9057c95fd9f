use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Budget, Office};
use tongban_kernel::{CaseId, TaskId, Text};

/// A task of the plan, with the department that plays its role (处置任务).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedTask {
    /// Its code inside the plan.
    #[schemars(with = "tongban_kernel::Code")]
    pub task: String,
    /// Who is asked.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// What is asked.
    pub ask: Text,
    /// The rule by which it may be asked.
    pub legal_basis: String,
    /// How long the answer may take.
    pub limit: Budget,
    /// How the asked department reckons time; what it brings afterwards is counted with it.
    pub office: Office,
    /// What is not waited for, and brought afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skips: Vec<PlannedPaper>,
}

/// A paper that is skipped (容缺材料).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedPaper {
    /// Its code inside the plan.
    #[schemars(with = "tongban_kernel::Code")]
    pub paper: String,
    /// Its name.
    pub name: Text,
    /// Within what it is brought, from the end of the emergency on.
    pub within: Budget,
    /// The rule that allows it.
    pub legal_basis: String,
}

/// A paper that is to be brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outstanding {
    /// Its code inside the plan.
    #[schemars(with = "tongban_kernel::Code")]
    pub paper: String,
    /// Its name.
    pub name: Text,
    /// Who has to bring it.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// The rule that allowed to skip it.
    pub legal_basis: String,
    /// The first instant that is too late.
    pub due_at: Timestamp,
}

impl PlannedTask {
    /// The task that is asked: the same for whoever computes it.
    pub fn task_id(&self, case_id: CaseId) -> TaskId {
        TaskId::derive(case_id, format!("plan/{}", self.task).as_bytes())
    }
}
