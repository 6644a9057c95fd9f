use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::Origin;

/// What a task is asked for (任务来源): the kind of business that its `case_id` names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// An application in approval (办件).
    #[default]
    Application,
    /// An emergency (突发事件).
    Emergency,
    /// An exercise of an emergency (演练): it reaches nobody for real.
    Drill,
    /// A project with a task force (专班), or what its meeting decided.
    Project,
}

impl Occasion {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Application, Self::Emergency, Self::Drill, Self::Project];

    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Emergency => "emergency",
            Self::Drill => "drill",
            Self::Project => "project",
        }
    }

    /// The occasion of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|occasion| occasion.as_str() == name)
    }

    /// What marks everything that is done about it; none where it is real work.
    pub fn origin(self) -> Option<Origin> {
        match self {
            Self::Drill => Some(Origin::Drill),
            Self::Application | Self::Emergency | Self::Project => None,
        }
    }

    /// Whether it goes before everything else (绿色通道). A drill does not: real work is not put off
    /// for it.
    pub fn preempts(self) -> bool {
        match self {
            Self::Emergency => true,
            Self::Application | Self::Drill | Self::Project => false,
        }
    }

    /// Whether it is what tasks were asked for before there was anything else.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    pub(crate) fn is_application(&self) -> bool {
        *self == Self::Application
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_wire_names() {
        for occasion in Occasion::ALL {
            assert_eq!(serde_json::to_value(occasion).unwrap(), occasion.as_str());
            assert_eq!(Occasion::parse(occasion.as_str()), Some(occasion));
        }
    }
}
