use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::tree;

/// Tools that the checks need and that `cargo install` brings: name of the program and version.
const TOOLS: [(&str, &str); 2] = [("cargo-deny", "0.20.2"), ("cargo-machete", "0.9.2")];

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
    command
}

/// Runs one step and says how long it took.
pub(crate) fn step(name: &str, mut command: Command) -> Result<()> {
    eprintln!("== {name}");
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("cannot start {name}"))?;
    ensure!(status.success(), "{name} failed");
    eprintln!("== {name}: {} s", begun.elapsed().as_secs());
    Ok(())
}
