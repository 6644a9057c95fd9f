//! What happens to the saved views of an account. Wire names are never changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::DomainEvent;
use uuid::Uuid;

/// The facts of saved views.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A list is kept under a name.
    #[serde(rename = "coordination.view_saved.v1")]
    ViewSaved {
        /// Whose.
        account: String,
        /// Which: the same for the same name.
        view_id: Uuid,
        /// Its name.
        name: String,
        /// The filter, as the query of the list of tasks has it.
        filter: String,
        /// The department with which it is shared; none for one's own.
        #[schemars(with = "Option<tongban_kernel::Code>")]
        shared_with: Option<String>,
    },
    /// It is forgotten.
    #[serde(rename = "coordination.view_removed.v1")]
    ViewRemoved {
        /// Whose it was.
        account: String,
        /// Which.
        view_id: Uuid,
    },
}

impl DomainEvent for Event {}
