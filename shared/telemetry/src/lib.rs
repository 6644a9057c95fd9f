//! Logs, traces and metrics of a process.
//!
//! [`init`] is called once, where the process starts. From then on every span belongs to a trace
//! with a W3C id: [`current`] tells it, so that events and outgoing calls can carry it on, and
//! [`continue_from`] takes it up from whoever called. [`Metrics`] is what `/metrics` shows.
//!
//! Neither logs nor spans hold bodies or personal data: who logs, logs ids.

mod chain;
mod init;
mod metrics;
mod process;
mod trace;

pub use chain::chain;
pub use init::{Guard, InitError, LogFormat, Options, init};
pub use metrics::Metrics;
pub use trace::{TraceError, continue_from, current, link_to, trace_id};
