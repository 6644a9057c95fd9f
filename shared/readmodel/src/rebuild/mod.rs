//! Computing a read model again, beside the one in use.

mod build;
mod compare;
mod file_lock;
mod schema_lock;
mod swap;
mod swap_files;
mod swap_schemas;

pub use build::{RebuildProgress, Rebuilt};
pub use compare::{Difference, same_rows};
pub(crate) use file_lock::RebuildLock;
pub(crate) use schema_lock::SchemaLock;
pub(crate) use swap_schemas::stop_readers;
