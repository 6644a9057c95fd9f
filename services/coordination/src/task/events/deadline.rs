use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::CalendarVersion;

use super::Rung;

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
    /// When the head of the asked department is told; none where the ladder leaves that out.
    pub lead_at: Option<Timestamp>,
    /// When supervision takes it up.
    pub supervisor_at: Option<Timestamp>,
    /// When it is put on record for accountability.
    #[serde(default)]
    pub accountability_at: Option<Timestamp>,
    /// Until when the asked department has to take the task on; never later than the due date.
    pub acknowledge_by_at: Timestamp,
    /// It rests on dates for which a notice is still to come, and may move.
    pub provisional: bool,
    /// The calendar that it was counted with.
    pub calendar_version: CalendarVersion,
}

impl Deadline {
    /// The instant from which this rung is reached; none where the ladder leaves it out.
    pub fn rung_at(&self, rung: Rung) -> Option<Timestamp> {
        match rung {
            Rung::Unacknowledged => Some(self.acknowledge_by_at),
            Rung::DueSoon => Some(self.due_soon_at),
            Rung::Overdue => Some(self.due_at),
            Rung::Lead => self.lead_at,
            Rung::Supervisor => self.supervisor_at,
            Rung::Accountability => self.accountability_at,
        }
    }

    /// The same deadline in a new epoch.
    #[must_use]
    pub fn next_epoch(self) -> Self {
        Self { epoch: self.epoch + 1, ..self }
    }
}
