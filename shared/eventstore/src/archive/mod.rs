//! An archive of a log: sealed segments, and a chain of seals that says what they are.
//!
//! A *seal* is a small file that names the segments that were added, each by the hash of its file,
//! where every partition ends with them, and the seal before it by its hash. Seals are numbered from 1
//! without gaps. So whoever reads an archive from the first seal to any later one knows of every byte
//! whether it is what was written, and that nothing is missing before it.
//!
//! `seal` is what is written down, `writer` makes the segments of a seal, `follower` reads seals and
//! segments in order and lets nothing pass that does not check.
//!
//! Deliberately absent: where the files lie, and what an office has beside its log
//! (`services/tongban/src/operations/archive`).

mod follower;
mod hex;
mod seal;
#[cfg(test)]
mod tests;
mod writer;

pub use follower::{Follower, Unsound, Why, check, parse};
pub use seal::{ArchivedFile, End, FORMAT, Seal, SealedSegment};
pub use writer::{PartitionWriter, ReadyError, ready};
