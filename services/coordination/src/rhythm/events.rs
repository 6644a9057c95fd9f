//! What happens to the rhythm of dispatch (双周调度). Wire names are never changed.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::Office;
use tongban_kernel::{CaseId, DomainEvent, TaskId};

/// A list that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Turn {
    /// Counts lists from 1, issued or missed.
    pub nth: u32,
    /// The working day on which it is due: a rest day moves it to the next one.
    pub due_on: Date,
    /// The first instant that is too late.
    pub due_at: Timestamp,
}

/// Something that is stuck between departments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Item {
    /// A blocker of a project.
    Blocker {
        /// The project.
        project_id: CaseId,
        /// Which of it.
        nth: u32,
    },
    /// A task that was returned, is disputed or late.
    Task {
        /// The task.
        task_id: TaskId,
    },
}

/// The facts of the rhythm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Lists are due every fortnight from a day on (确定调度日).
    #[serde(rename = "coordination.rhythm_set.v1")]
    RhythmSet {
        /// The first day.
        first_on: Date,
        /// How days begin and end.
        office: Office,
        /// The list that is due next.
        next: Turn,
    },
    /// A list was issued (印发调度清单).
    #[serde(rename = "coordination.list_issued.v1")]
    ListIssued {
        /// Which.
        list: Turn,
        /// What is stuck, the oldest first.
        items: Vec<Item>,
        /// When.
        issued_at: Timestamp,
        /// The list that is due next.
        next: Turn,
    },
    /// The day of a list has passed without one (未按期调度): once per list.
    #[serde(rename = "coordination.list_missed.v1")]
    ListMissed {
        /// Which.
        list: Turn,
        /// The list that is due next.
        next: Turn,
    },
}

impl DomainEvent for Event {}
