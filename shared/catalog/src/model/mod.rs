//! What a catalogue says: plain values as they stand in its files and in the published event.
//!
//! Files are read strictly (the generated schema allows no unknown field); recorded events are read
//! leniently, so that an older program still folds what a newer one has published.

mod city;
mod code;
mod condition;
mod department;
mod form;
mod item;
mod kinds;
mod limits;
mod material;
mod step;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use city::{City, CodeProfile};
pub use code::{
    DepartmentCode, FieldName, InvalidCode, ItemCode, JurisdictionCode, MaterialCode, PostCode,
    ProcedureCode, ResultCode, StepId,
};
pub use condition::{AtLeast, Condition, Equals};
pub use department::{Department, Post, Successor};
pub use form::{Choice, Field, FieldKind, Form, PersonalKind};
pub use item::{Item, ItemResult, ResultKind, VersionRef};
pub use kinds::{CaseKind, Level, PowerKind, ServiceObject};
pub use limits::{Extension, Limits, Procedure, ProcedureKind, is_surely_longer};
pub use material::{Material, Need};
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
}

/// The file `departments.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Departments {
    /// All departments, those of the past included.
    pub departments: Vec<Department>,
}
