use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::tree;

/// Tools that the checks need and that `cargo install` brings: name of the program and version.
const TOOLS: [(&str, &str); 2] = [("cargo-deny", "0.20.2"), ("cargo-machete", "0.9.2")];

/// What cargo tells the program that it runs. `ring` looks at it: whoever runs cargo by hand and by this
/// program in turn would have it, and all that stands on it, built each time.
const TOLD_BY_CARGO: [&str; 7] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_PKG_NAME",
    "CARGO_PKG_VERSION_MAJOR",
    "CARGO_PKG_VERSION_MINOR",
    "CARGO_PKG_VERSION_PATCH",
    "CARGO_PKG_VERSION_PRE",
];

/// How long steps took, in their order.
static TIMES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// What is known before anything is run: form and lints.
pub(crate) fn before_tests() -> Result<()> {
    step("formatting", cargo(["fmt", "--all", "--check"]))?;
    tree::check().context("the tree")?;
    let lints = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    step("lints", cargo(lints))
}

/// What is known from the whole: documents, licences and sources, dependencies nobody uses.
pub(crate) fn after_tests() -> Result<()> {
    let mut doc = cargo(["doc", "--workspace", "--no-deps", "--locked"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    step("documents", doc)?;
    for (program, version) in TOOLS {
        install(program, version)?;
    }
    step(
        "licences and sources",
        cargo(["deny", "--offline", "check", "bans", "licenses", "sources"]),
    )?;
    // Called by its own name: below `cargo run` it does not see that it is a part of cargo.
    let mut machete = Command::new("cargo-machete");
    machete.current_dir(tree::root());
    step("unused dependencies", machete)
}

fn install(program: &str, version: &str) -> Result<()> {
    let mut known = Command::new(program);
    known.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    if known.status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let arguments = ["install", "--locked", "--version", version, program];
    step(program, cargo(arguments))
}

/// This tree's cargo.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(tree::root());
    for told in TOLD_BY_CARGO {
        command.env_remove(told);
    }
    command
}

/// Runs one step and says how long it took.
pub(crate) fn step(name: &str, mut command: Command) -> Result<()> {
    eprintln!("== {name}");
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    ensure!(status.success(), "{name} failed");
    took(name, begun.elapsed());
    Ok(())
}

/// Says how long a step took, and remembers it.
pub(crate) fn took(name: &str, time: Duration) {
    let line = format!("{name}: {} s", time.as_secs());
    eprintln!("== {line}");
    TIMES.lock().unwrap_or_else(PoisonError::into_inner).push(line);
}

/// Says again how long each step took.
pub(crate) fn tell_times() {
    eprintln!("== {}", TIMES.lock().unwrap_or_else(PoisonError::into_inner).join("\n== "));
}
