//! Moving a log: from one machine to a broker, back, or into another number of partitions.
//!
//! Every event stays what it is, to the last bit that its hash covers; only places change. What a
//! partition of the target holds is decided by the source alone: the appends of the partitions that
//! flow into it, in their order, where there are several of those by recorded time. So a copy that
//! was broken off is a beginning of the whole one, and is taken up where it ends; and a target that
//! is no such beginning is another log, and refused before anything is written to it.
//!
//! `feed` brings the appends of the source in the order of the target, `reader` reads a partition of
//! either, `copy` compares and fills, `places` tells readers where they are in the new log.
//!
//! Deliberately absent: keys, materials, accounts and the state of readers, for which `begin` leaves
//! room before the first event is written. Read models are computed again from the new log.

mod copy;
mod error;
mod feed;
mod places;
mod reader;
#[cfg(test)]
mod tests;

pub use copy::{Begun, Copied, Progress, Step, begin, copy, has_grown};
pub use error::CopyError;
pub use places::{Places, places};
