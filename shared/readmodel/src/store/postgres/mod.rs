//! PostgreSQL: a schema per projection and version.

mod columns;
mod connect;
mod database;
mod layout;
mod leases;
mod notify;
mod numeric;
mod schema;
mod values;
mod write;

pub(super) use columns::Columns;
pub(crate) use connect::{SchemaConnection, schema_pool};
pub use database::Database;
pub(super) use database::Holder;
pub(crate) use layout::{PLACE_DDL, create_indexes, lay_out, widen};
pub(crate) use leases::{Look, Looks, any_holder};
pub(crate) use notify::{Listening, tell};
pub(crate) use schema::{Schema, lock};
pub(crate) use values::{query, values_of};
pub(super) use write::write;
