use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rungs of the ladder of warnings, from the first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// Received and not taken on in time (未签收): blue.
    Unacknowledged,
    /// The due date is near (临期): yellow.
    DueSoon,
    /// The due date has passed (超期): red.
    Overdue,
    /// It passed some time ago: the head of the asked department is told (分管领导).
    Lead,
    /// Supervision takes it up (督办).
    Supervisor,
    /// It is put on record for accountability (问责).
    Accountability,
}

/// The colour of a warning (预警等级).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// 蓝牌: to be taken on.
    Blue,
    /// 黄牌: due soon; type 1 of electronic supervision.
    Yellow,
    /// 红牌: too late; type 2.
    Red,
}

/// To whom a warning is addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// Who works the task in the asked department (经办人).
    Handler,
    /// Who resolves tasks between departments (协调员).
    Coordinator,
    /// The head of the asked department (分管领导), whoever signs in for it.
    Lead,
    /// Who watches limits (监督员).
    Supervisor,
    /// Who holds people accountable (问责机关), through the supervisors.
    Accountability,
}

impl Rung {
    /// The whole ladder, in order.
    pub const LADDER: [Self; 6] = [
        Self::Unacknowledged,
        Self::DueSoon,
        Self::Overdue,
        Self::Lead,
        Self::Supervisor,
        Self::Accountability,
    ];

    /// Those that hang on the due date: all but the one on taking a task on.
    pub const OF_DUE_DATE: &[Self] = Self::LADDER.split_at(1).1;

    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unacknowledged => "unacknowledged",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::Lead => "lead",
            Self::Supervisor => "supervisor",
            Self::Accountability => "accountability",
        }
    }

    /// Its place on the ladder, from 0.
    pub fn index(self) -> u8 {
        match self {
            Self::Unacknowledged => 0,
            Self::DueSoon => 1,
            Self::Overdue => 2,
            Self::Lead => 3,
            Self::Supervisor => 4,
            Self::Accountability => 5,
        }
    }

    /// The rung at this place.
    pub fn at_index(index: i64) -> Option<Self> {
        Self::LADDER.into_iter().find(|rung| i64::from(rung.index()) == index)
    }

    /// The rung of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::LADDER.into_iter().find(|rung| rung.as_str() == name)
    }

    /// Its colour.
    pub fn colour(self) -> Colour {
        match self {
            Self::Unacknowledged => Colour::Blue,
            Self::DueSoon => Colour::Yellow,
            Self::Overdue | Self::Lead | Self::Supervisor | Self::Accountability => Colour::Red,
        }
    }

    /// Whether it goes above those who work the task.
    pub fn escalates(self) -> bool {
        match self {
            Self::Unacknowledged | Self::DueSoon | Self::Overdue => false,
            Self::Lead | Self::Supervisor | Self::Accountability => true,
        }
    }
}

impl Colour {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }
}

impl Addressee {
    /// Everyone who may be warned.
    pub const ALL: [Self; 5] =
        [Self::Handler, Self::Coordinator, Self::Lead, Self::Supervisor, Self::Accountability];

    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Coordinator => "coordinator",
            Self::Lead => "lead",
            Self::Supervisor => "supervisor",
            Self::Accountability => "accountability",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_wire_names() {
        for rung in Rung::LADDER {
            assert_eq!(serde_json::to_value(rung).unwrap(), rung.as_str());
            assert_eq!(serde_json::to_value(rung.colour()).unwrap(), rung.colour().as_str());
            assert_eq!(Rung::parse(rung.as_str()), Some(rung));
            assert_eq!(Rung::at_index(rung.index().into()), Some(rung));
        }
        for addressee in Addressee::ALL {
            assert_eq!(serde_json::to_value(addressee).unwrap(), addressee.as_str());
        }
        assert_eq!(Rung::parse("late"), None);
    }

    #[test]
    fn the_ladder_is_in_order() {
        assert!(Rung::LADDER.is_sorted());
        assert!(Rung::LADDER.is_sorted_by_key(|rung| rung.index()));
    }
}
