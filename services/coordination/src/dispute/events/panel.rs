use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A department that is heard before it is ruled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hearing {
    /// Which.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// Until when it may answer.
    pub answer_by_at: Timestamp,
}

/// A member of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The account.
    pub account: String,
    /// The department of that account: none that is heard.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
}

/// Who has to answer (裁决结果).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Ruling {
    /// This department, one of those that were heard or the one that disputed the task.
    Responsible {
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Who helps it; they are asked by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schemars(with = "Vec<tongban_kernel::Code>")]
        assisting: Vec<String>,
    },
    /// Nobody: whoever asked does it alone.
    NotNeeded,
}

impl Ruling {
    /// Who has to answer; none where nobody has.
    pub fn department(&self) -> Option<&str> {
        match self {
            Self::Responsible { department, .. } => Some(department),
            Self::NotNeeded => None,
        }
    }

    /// The same, taken out.
    pub fn into_department(self) -> Option<String> {
        match self {
            Self::Responsible { department, .. } => Some(department),
            Self::NotNeeded => None,
        }
    }

    /// Who helps.
    pub fn assisting(&self) -> &[String] {
        match self {
            Self::Responsible { assisting, .. } => assisting,
            Self::NotNeeded => &[],
        }
    }
}
