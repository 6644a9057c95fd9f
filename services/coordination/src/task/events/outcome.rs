use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the asked department says (协同意见).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 同意.
    Agreed,
    /// 不同意.
    Objected,
}

impl Outcome {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Objected => "objected",
        }
    }
}
