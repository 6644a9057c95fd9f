//! The crate as services use it: over a log in memory, with files in a folder or a
//! database of a real server, both gone afterwards.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "readmodel/asking.rs"]
mod asking;
#[path = "readmodel/counting.rs"]
mod counting;
#[path = "readmodel/engine.rs"]
mod engine;
#[path = "readmodel/files.rs"]
mod files;
#[path = "readmodel/fixture.rs"]
mod fixture;
#[path = "readmodel/listening.rs"]
mod listening;
#[path = "readmodel/merging.rs"]
mod merging;
#[path = "readmodel/moving.rs"]
mod moving;
#[path = "readmodel/projecting.rs"]
mod projecting;
#[path = "readmodel/rebuilding.rs"]
mod rebuilding;
#[path = "readmodel/schemas.rs"]
mod schemas;
#[path = "readmodel/server.rs"]
mod server;
#[path = "readmodel/sharing.rs"]
mod sharing;
#[path = "readmodel/state.rs"]
mod state;
#[path = "readmodel/sweeping.rs"]
mod sweeping;
