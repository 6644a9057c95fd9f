//! Logs, traces and metrics of a process.
//!
//! [`init`] is called once, where the process starts. With a [`Collector`] every span belongs to a
//! trace with a W3C id from then on: [`context_of`] tells where it stands, so that events and
//! outgoing calls can carry it on, and [`continue_from`] takes it up from whoever called. Without
//! one, spans below `info` are not even made. [`Metrics`] is what `/metrics` shows.
//!
//! Neither logs nor spans hold bodies or personal data: who logs, logs ids.

mod chain;
mod init;
mod metrics;
mod otlp;
mod process;
mod spans;
mod trace;

pub use chain::chain;
pub use init::{Guard, InitError, LogFormat, Options, init};
pub use metrics::Metrics;
pub use otlp::{Collector, InvalidCollector};
pub use trace::{TraceError, answered, context_of, continue_from, is_recorded, link_to};
