//! The log at a broker: NATS JetStream, which keeps each event on several servers.
//!
//! A partition is a stream of the broker, an aggregate a subject, an event a message. Whoever
//! appends names the last message of the subject that it knows; the broker keeps the append or
//! refuses it. So no process needs to be the only writer.
//!
//! On the way of an append: `log` (looks up where its streams end), `writer` (gives it its time, one
//! task per partition), `stamp` (all that its events say), `publish` (messages and batches),
//! `settle` (what became of it, where no answer comes). On the way of an event back: `tail` (one
//! consumer per partition), `gather` (appends are whole, chains hold), `recent`, `reading`. Before
//! all of them: `access` finds the servers, `streams`, `witness` and `checks` make sure that the
//! broker is what the log relies on, and `passes` tells what passes by itself. `moving` takes what
//! was recorded elsewhere.
//!
//! # What holds of recorded time
//!
//! In a stream it never decreases. In a partition it never decreases among the appends that one
//! process sends; an append that has to be sent again keeps its time, and may land behind younger
//! ones. Between processes it may decrease by as much as their clocks differ and an append takes to
//! be seen by the others: each is no earlier than the newest event that its process has seen.

mod access;
mod ahead;
mod api;
mod broker;
mod checks;
mod core;
mod delivered;
mod envelope;
mod error;
mod gather;
mod log;
mod marks;
mod moving;
mod options;
mod own;
mod passes;
mod pauses;
mod percent;
mod publish;
mod reading;
mod recent;
mod settle;
mod stamp;
mod streams;
mod subjects;
mod tail;
#[cfg(test)]
mod tests;
mod witness;
mod writer;

pub use access::{Access, AccessFault};
pub use error::{Heard, OpenError};
pub use log::JetStreamLog;
pub use options::{Options, SyncProof};
