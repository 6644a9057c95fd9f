//! The binary: the process with all its services, the command line, the demo, import and export.

pub mod admin;
pub mod app;
pub mod cli;
pub mod demo;
mod edge;
pub mod history;
pub mod nats;
pub mod operations;
mod refusal;

use mimalloc::MiMalloc;

/// Requests, readers and the log's writer free what others asked for: under the system's allocator
/// they wait for each other's locks, and a sixth of all work is asking for memory.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;
