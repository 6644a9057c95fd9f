//! The log at servers, and processes that share it: NATS servers, `PostgreSQL` and `tongban serve`,
//! all of them real, all of them on this machine.

mod appends;
mod broker;
mod commands;
mod failover;
mod office;
mod raw;
mod rebuild;

pub(crate) use appends::{alone, replicated};
pub(crate) use commands::measure as commands;
pub(crate) use failover::measure as failover;
pub(crate) use rebuild::measure as rebuild;

/// What the first log at a server calls its only partition.
const STREAM: &str = "TB_1_00";
/// Said of every figure.
const PLACE: &str = "servers, processes and clients share one disk and the processors";
