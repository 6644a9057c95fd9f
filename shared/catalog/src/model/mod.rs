//! What a catalogue says: plain values as they stand in its files and in the published event.
//!
//! Files are read strictly (the generated schema allows no unknown field); recorded events are read
//! leniently, so that an older program still folds what a newer one has published.

mod arbitration;
mod city;
mod code;
mod condition;
mod department;
mod duty;
mod form;
mod item;
mod kinds;
mod limits;
mod material;
mod plan;
mod step;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use arbitration::Arbitration;
pub use city::{City, CodeProfile};
pub use code::{
    ActionCode, DepartmentCode, DutyCode, FieldName, InvalidCode, ItemCode, JurisdictionCode,
    MaterialCode, PaperCode, PlanCode, PostCode, ProcedureCode, ResultCode, RoleCode, StepId,
};
pub use condition::{AtLeast, Condition, Equals};
pub use department::{Department, Post, Successor};
pub use duty::{Duties, Duty};
pub use form::{Choice, Field, FieldKind, Form, PersonalKind};
pub use item::{Item, ItemResult, ResultKind, VersionRef};
pub use kinds::{CaseKind, Level, PowerKind, ServiceObject};
pub use limits::{Extension, Limits, Procedure, ProcedureKind, is_surely_longer};
pub use material::{Material, Need};
pub use plan::{IncidentKind, Plan, PlanRole, PlanTask, Severity, SkippedPaper};
pub use step::{Cooperation, Step};

/// A whole catalogue as data: what is published, and what [`crate::Catalog`] indexes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// Whose it is.
    pub city: City,
    /// All departments, those of the past included.
    pub departments: Vec<Department>,
    /// All items, one entry per version.
    pub items: Vec<Item>,
    /// What the departments are there for, one entry per department that says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duties>,
    /// Plans for emergencies, one entry per version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Plan>,
}

/// The file `departments.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Departments {
    /// All departments, those of the past included.
    pub departments: Vec<Department>,
}
