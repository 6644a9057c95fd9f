//! What processes share in a PostgreSQL database: a schema with its format, and word of changes.
//!
//! - [`SharedSchema`] is made, and brought to the present format, by whoever starts first.
//! - [`Claim`] keeps a name to one process.
//! - [`follow`] hears what other processes tell, and looks itself from time to time.
//!
//! Read models have schemas of their own making (`shared/readmodel`): they are computed, not kept.

mod claim;
mod follow;
mod schema;

pub use claim::Claim;
pub use follow::{Follow, Following, follow};
pub use schema::{SchemaError, SharedSchema};
