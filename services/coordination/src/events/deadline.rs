use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::CalendarVersion;

/// Until when a task is due, and every instant at which it is warned: all that a reader needs, so
/// that nobody counts days a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// Counts deadlines of one task from 1. A warning's identity is (task, rung, epoch): whatever
    /// begins a new epoch has warnings of its own.
    pub epoch: u32,
    /// The first instant that is too late.
    pub due_at: Timestamp,
    /// 80 % of the limit used or one working day left, whichever is later.
    pub due_soon_at: Timestamp,
    /// One working day after the due date.
    pub lead_at: Timestamp,
    /// Three working days after the due date.
    pub supervisor_at: Timestamp,
    /// Until when the asked department has to take the task on: one working day, never later than
    /// the due date.
    pub acknowledge_by_at: Timestamp,
    /// It rests on dates for which a notice is still to come, and may move.
    pub provisional: bool,
    /// The calendar that it was counted with.
    pub calendar_version: CalendarVersion,
}

/// The rungs of the ladder of warnings, from the first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// The due date is near (临期).
    DueSoon,
    /// The due date has passed (超期).
    Overdue,
    /// It passed a working day ago: the head of the asked department is told (分管领导).
    Lead,
    /// It passed three working days ago: supervision takes it up (督办).
    Supervisor,
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
}

impl Deadline {
    /// The instant from which this rung is reached.
    pub fn rung_at(&self, rung: Rung) -> Timestamp {
        match rung {
            Rung::DueSoon => self.due_soon_at,
            Rung::Overdue => self.due_at,
            Rung::Lead => self.lead_at,
            Rung::Supervisor => self.supervisor_at,
        }
    }

    /// The same deadline in a new epoch.
    #[must_use]
    pub fn next_epoch(self) -> Self {
        Self { epoch: self.epoch + 1, ..self }
    }
}

impl Rung {
    /// The whole ladder, in order.
    pub const LADDER: [Self; 4] = [Self::DueSoon, Self::Overdue, Self::Lead, Self::Supervisor];

    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::Lead => "lead",
            Self::Supervisor => "supervisor",
        }
    }

    /// Its place on the ladder, from 0.
    pub fn index(self) -> u8 {
        match self {
            Self::DueSoon => 0,
            Self::Overdue => 1,
            Self::Lead => 2,
            Self::Supervisor => 3,
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

    /// Whether it goes above those who work the task.
    pub fn escalates(self) -> bool {
        match self {
            Self::DueSoon | Self::Overdue => false,
            Self::Lead | Self::Supervisor => true,
        }
    }
}

impl Addressee {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Coordinator => "coordinator",
            Self::Lead => "lead",
            Self::Supervisor => "supervisor",
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
            assert_eq!(Rung::parse(rung.as_str()), Some(rung));
            assert_eq!(Rung::at_index(rung.index().into()), Some(rung));
        }
        for addressee in
            [Addressee::Handler, Addressee::Coordinator, Addressee::Lead, Addressee::Supervisor]
        {
            assert_eq!(serde_json::to_value(addressee).unwrap(), addressee.as_str());
        }
        assert_eq!(Rung::parse("late"), None);
    }
}
