//! The log on one machine: append-only segment files, indexed by sled.
//!
//! A data folder holds `format` (what it is), `lock`, one folder of segments per partition (`p00`,
//! …), `index` (which can be deleted at any time), and `torn`, where the ends of segments are kept
//! that a power cut left unfinished.
//!
//! One thread per partition writes: it takes what has queued, checks expectations, writes one record
//! per append, syncs once, makes the events visible and answers. Everything that can be done before
//! an append has its place is done by its caller; the index follows later, in a thread of its own.
//! What the index does not hold yet is in memory.

mod answers;
mod catch_up;
mod checkpoint;
mod codec;
mod digest;
mod disk;
mod draft;
mod files;
mod frame;
mod header;
mod index;
mod indexer;
mod log;
mod lookup;
mod manifest;
mod moving;
mod open;
mod queue;
mod reading;
mod recent;
mod record;
mod recover;
mod scan;
mod spans;
mod stage;
mod tail;
#[cfg(test)]
mod tests;
mod verify;
mod whole;
mod writer;

pub use checkpoint::{Checkpoint, CheckpointFile};
pub use disk::{Access, Disk, DiskFile, RealDisk};
pub use log::SegmentLog;
pub use open::{IndexReport, OpenReport, Options};
pub use recover::TornTail;
pub use verify::{Fault, VerifyProgress, VerifyReport};
pub use whole::{SegmentContent, SegmentPlace, SegmentWriter, WholeSegment, read_segment};
