//! The tests, step by step.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::checks::{cargo, step, took};
use crate::with_servers;

/// Where the stories' offices lie; in folders where it does not say.
const HOME: &str = "TONGBAN_TEST_HOME";
/// Real processes and a fault in the middle. Beside other tests three servers that sync each event
/// answer too late on two processors, and what is tested is the machine.
const FAULTS: [&str; 2] = ["--test", "faults"];
/// All other targets: cargo takes patterns, and knows no exceptions.
const ALL_ELSE: [&str; 6] = ["--lib", "--bins", "--test", "[!f]*", "--test", "f[!a]*"];

/// Builds them, and runs all of them; what fails is told when all have ended.
pub(crate) fn run() -> Result<()> {
    // By itself, so that it shows how long the tests take.
    step("build of the tests", of_all(&["--no-run"]))?;
    let begun = Instant::now();
    let steps = [
        step("tests", with_servers(of_all(&ALL_ELSE))?),
        step("tests in documents", of_all(&["--doc"])),
        step("stories of many processes", {
            let mut stories = of_all(&["--test", "stories"]);
            stories.env(HOME, "cluster");
            with_servers(stories)?
        }),
        step("faults", with_servers(of_all(&FAULTS))?),
    ];
    took("tests, all of them", begun.elapsed());
    let failed: Vec<_> = steps.into_iter().filter_map(Result::err).collect();
    let told: Vec<_> = failed.iter().map(|error| format!("{error:#}")).collect();
    ensure!(failed.is_empty(), "{}", told.join("; "));
    Ok(())
}

fn of_all(arguments: &[&str]) -> Command {
    // All that fails is told at once.
    let all = ["test", "--workspace", "--locked", "--no-fail-fast"];
    cargo(all.iter().chain(arguments).copied())
}
