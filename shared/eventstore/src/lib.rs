//! The log: the trait, its engines, `execute`, and the readers.
//!
//! The history of every aggregate is events in one log, and the log is the only owner of facts:
//! everything else is computed from it and can be computed again.

pub mod archive;
mod chain;
#[cfg(any(test, feature = "contract"))]
#[expect(clippy::unwrap_used, reason = "a contract suite is a test")]
pub mod contract;
#[cfg(any(test, feature = "contract"))]
pub mod double;
mod execute;
mod held;
#[cfg(feature = "jetstream")]
pub mod jetstream;
mod log;
mod memory;
pub mod moving;
pub mod readers;
mod recorded;
pub mod segments;
mod spans;

pub use chain::{ChainBreak, ChainCheck, ContentDigest, content_digest, event_hash};
pub use execute::{
    Aggregates, CommandEnvelope, ExecuteError, Executed, Jurisdiction, Loaded, Runtime,
    VersionsInForce, new_events,
};
pub use log::{
    Append, AppendError, Appended, BoxFuture, EVENTS_PER_APPEND_MAX, Expected, Log, LogError,
    NewEvent, Token, Write,
};
pub use memory::MemoryLog;
pub use recorded::{Movable, NoAppend, RecordedAppend};
