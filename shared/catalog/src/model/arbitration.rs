use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::Budget;

/// How a dispute between departments is heard and ruled on (协同争议仲裁规则).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Arbitration {
    /// Within what each other side answers (答辩期限): three working days.
    pub answer_within: Budget,
    /// Within what the panel rules, from the day of the dispute (裁决期限): ten working days.
    pub rule_within: Budget,
    /// How many members a panel has at least (仲裁组最少人数): three.
    #[schemars(range(min = 3, max = 15))]
    pub members_min: u32,
}

impl Arbitration {
    /// Whether it is the one that holds where nothing else is said.
    pub fn is_standard(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Arbitration {
    fn default() -> Self {
        Self {
            answer_within: Budget::Workdays(3),
            rule_within: Budget::Workdays(10),
            members_min: 3,
        }
    }
}
