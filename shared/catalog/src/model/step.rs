use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::Budget;
use tongban_kernel::Text;

use super::{DepartmentCode, PostCode, StepId};

/// A step (环节) of an item.
///
/// Steps form a graph without cycles: a step may begin when all steps in `after` are done. Steps
/// with the same `after` run side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Step {
    /// Its id inside the item.
    pub id: StepId,
    /// Its name.
    pub names: Text,
    /// Who does it, where that is not the department of the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentCode>,
    /// The post that does it; without one the department assigns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostCode>,
    /// Its limit (环节时限).
    pub limit: Budget,
    /// Steps that must be done before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<StepId>,
    /// Departments that are asked to help during the step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cooperation: Vec<Cooperation>,
}

/// What another department is asked for during a step (协同事项).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Cooperation {
    /// Who is asked.
    pub department: DepartmentCode,
    /// The post that answers; without one the department assigns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<PostCode>,
    /// What is asked.
    pub asks: Text,
    /// The limit for the answer.
    pub limit: Budget,
    /// The rule by which it may be asked, as it is cited in Chinese.
    pub basis: String,
}
