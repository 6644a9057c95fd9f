//! The PostgreSQL that the tests of the read models run against.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::checks::step;

/// Tells the tests where its programs are.
pub(crate) const VARIABLE: &str = "TONGBAN_TEST_POSTGRES_BIN";
/// Debian's package, and where it puts them.
const PACKAGE: &str = "postgresql-15";
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// Installs the server, unless it is there, and answers where its programs lie. The tests make
/// clusters of their own: none that runs is touched.
pub(crate) fn programs() -> Result<PathBuf> {
    let programs = PathBuf::from(PROGRAMS);
    if !programs.join("postgres").exists() {
        let mut apt = Command::new("apt-get");
        apt.args(["install", "--yes", "--no-install-recommends", PACKAGE]);
        step(PACKAGE, apt)?;
    }
    ensure!(
        programs.join("postgres").exists(),
        "there is no {PROGRAMS}/postgres; install PostgreSQL 15 and run cargo test with {VARIABLE} \
         naming the folder of its programs"
    );
    Ok(programs)
}
