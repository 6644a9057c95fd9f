use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attribute, Moment};

/// One case of a recorded history: what a file said, or what the log kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryCase {
    /// Its name in the source.
    pub name: String,
    /// The case's other attributes, in the order of the source.
    pub attributes: Vec<Attribute>,
    /// The milestones that the mapping found.
    pub milestones: BTreeMap<Milestone, Moment>,
    /// What happened, in the order of the source; that order is the truth, times may tie.
    pub rows: Vec<HistoryRow>,
}

/// One row of a history: an activity at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// What was done.
    pub activity: String,
    /// Where the activity stood (`start`, `complete`, …), if the source says.
    pub lifecycle: Option<String>,
    /// Who did it, if the source says.
    pub resource: Option<String>,
    /// Which department did it, if the mapping names a source. A copy: the attribute it comes from
    /// stays among the attributes, so that an export repeats it.
    pub department: Option<String>,
    /// When.
    pub at: Moment,
    /// The row's other attributes, in the order of the source.
    pub attributes: Vec<Attribute>,
}

/// The instants of a case that deadlines are measured by.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The application came in (收件).
    Received,
    /// The office accepted it (受理).
    Accepted,
    /// The case was concluded (办结).
    Concluded,
    /// By when it had to be concluded (办理时限).
    Deadline,
}

impl Milestone {
    /// All milestones, in the order of a case's life.
    pub const ALL: [Self; 4] = [Self::Received, Self::Accepted, Self::Concluded, Self::Deadline];
}

impl HistoryCase {
    /// Whether the case was concluded after its deadline; nothing when either is not known.
    pub fn late(&self) -> Option<bool> {
        let concluded = self.milestones.get(&Milestone::Concluded)?;
        let deadline = self.milestones.get(&Milestone::Deadline)?;
        Some(concluded.at() > deadline.at())
    }
}
