//! The log at servers, and processes that share it: NATS servers, `PostgreSQL` and `tongban serve`,
//! all of them real, all of them on this machine.

mod appends;
mod broker;
mod commands;
mod failover;
mod office;
mod raw;
mod rebuild;

use tongban_pg_testkit::TestDatabase;

use crate::rig::Rig;

pub(crate) use appends::{alone, replicated};
pub(crate) use commands::measure as commands;
pub(crate) use failover::measure as failover;
pub(crate) use rebuild::measure as rebuild;

/// What the first log at a server calls its only partition.
const STREAM: &str = "TB_1_00";
/// Said of every figure.
const PLACE: &str = "servers, processes and clients share one disk and the processors";

/// Puts the files of servers that are started from now on to the measurements' own, on the disk of
/// the tree. The database stays where tests have it: it is another user's, and does not sync.
async fn on_disk(rig: &Rig) {
    drop(TestDatabase::new().await);
    // Refused where an earlier measurement has done it.
    drop(tempfile::env::override_temp_dir(rig.root()));
}
