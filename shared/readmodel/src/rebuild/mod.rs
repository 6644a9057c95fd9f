//! Computing a read model again, beside the one in use.

mod build;
mod compare;
mod lock;
mod swap;

pub use build::{RebuildProgress, Rebuilt, rebuild};
pub use compare::{Difference, same_rows};
pub(crate) use lock::RebuildLock;
