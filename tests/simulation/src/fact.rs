//! Events as the ledger reads them: by their wire names and fields, with nothing of the services.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde::Deserialize;
use tongban_kernel::Recorded;
use uuid::Uuid;

/// The ladder of warnings from the lowest rung, with the instant of the deadline that each hangs on.
pub(crate) const RUNGS: [(&str, &str); 6] = [
    ("unacknowledged", "acknowledge_by_at"),
    ("due_soon", "due_soon_at"),
    ("overdue", "due_at"),
    ("lead", "lead_at"),
    ("supervisor", "supervisor_at"),
    ("accountability", "accountability_at"),
];

/// An event.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) kind: String,
    pub(crate) recorded_at: Timestamp,
    pub(crate) data: Data,
}

/// What is read of it, where it has that.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Data {
    pub(crate) case_id: Uuid,
    pub(crate) task_id: Uuid,
    pub(crate) dispute_id: Option<Uuid>,
    pub(crate) step: String,
    pub(crate) round: u64,
    pub(crate) department: String,
    pub(crate) from_department: String,
    pub(crate) to_department: String,
    pub(crate) asked: String,
    pub(crate) cooperation: Vec<Cooperation>,
    pub(crate) source: Option<Source>,
    pub(crate) from_step: String,
    pub(crate) to_step: String,
    pub(crate) again: Vec<String>,
    pub(crate) rung: String,
    pub(crate) epoch: u64,
    deadline: serde_json::Value,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Cooperation {
    pub(crate) department: String,
}

/// The step that waits for a task.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Source {
    pub(crate) step: String,
    pub(crate) round: u64,
}

/// Until when a task is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deadline {
    pub(crate) epoch: u64,
    pub(crate) due_at: Timestamp,
    /// When each rung is reached that the ladder has.
    pub(crate) rungs: BTreeMap<&'static str, Timestamp>,
}

impl Fact {
    pub(crate) fn read(event: &Recorded) -> Result<Self> {
        let kind = event.kind.as_str().to_owned();
        let data = serde_json::from_slice(&event.data).with_context(|| kind.clone())?;
        Ok(Self { kind, recorded_at: event.recorded_at, data })
    }
}

impl Data {
    /// The deadline that begins.
    pub(crate) fn deadline(&self) -> Result<Deadline> {
        let instant = |name: &str| -> Result<Option<Timestamp>> {
            let text = self.deadline[name].as_str();
            text.map(|text| text.parse().with_context(|| name.to_owned())).transpose()
        };
        let mut rungs = BTreeMap::new();
        for (rung, name) in RUNGS {
            rungs.extend(instant(name)?.map(|at| (rung, at)));
        }
        let epoch = self.deadline["epoch"].as_u64().context("a deadline without an epoch")?;
        let due_at = instant("due_at")?.context("a deadline without a due date")?;
        Ok(Deadline { epoch, due_at, rungs })
    }
}
