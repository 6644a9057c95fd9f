//! The web interface: built for the program, checked, and used in a browser.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::checks::step;
use crate::tree;

/// What the built pages are made of, below `web`.
const SOURCES: [&str; 6] =
    ["src", "public", "build", "index.html", "vite.config.ts", "package-lock.json"];
const LOCK: &str = "package-lock.json";
/// Debian's package, and where it puts the browser.
const BROWSER_PACKAGE: &str = "chromium";
const BROWSER: &str = "/usr/bin/chromium";
/// What Chinese is drawn with.
const FONTS: &str = "fonts-noto-cjk";

/// Builds the pages that are put into the program, where something changed since. Without npm the
/// program is built without them, and its page says so.
pub(crate) fn build_if_possible() -> Result<()> {
    let mut npm = Command::new("npm");
    npm.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    if npm.status().is_ok_and(|status| status.success()) {
        return build();
    }
    eprintln!("== no npm here: the program is built without its web interface; Node 20 brings it");
    Ok(())
}

/// Types, and what needs no browser.
pub(crate) fn check() -> Result<()> {
    install()?;
    step("types of the API for the web, as the schema has them", run("api:check"))?;
    step("types of the web", run("types"))?;
    step("unit tests of the web", run("unit"))
}

/// Builds the pages, where something changed since.
pub(crate) fn build() -> Result<()> {
    install()?;
    let dist = folder().join("dist/index.html");
    once("built", &SOURCES, dist.exists(), || step("web", run("build")))
}

/// Uses the program, as it was built with the tests, in a browser.
pub(crate) fn browse() -> Result<()> {
    if !Path::new(BROWSER).exists() {
        // A new machine knows no packages yet.
        let mut update = Command::new("apt-get");
        update.args(["update", "--quiet"]).stdout(Stdio::null());
        step("Debian's packages", update)?;
        let mut apt = Command::new("apt-get");
        apt.args(["install", "--yes", "--no-install-recommends", BROWSER_PACKAGE, FONTS]);
        step(BROWSER_PACKAGE, apt)?;
    }
    ensure!(Path::new(BROWSER).exists(), "there is no {BROWSER}; install a Chromium there");
    let program = tree::root().join("target/debug/tongban");
    let mut browse = run("browser");
    browse.env("TONGBAN_TEST_PROGRAM", program);
    step("web in a browser", browse)
}

/// Brings what the lock names, where that changed since.
fn install() -> Result<()> {
    let is_there = folder().join("node_modules").exists();
    once("installed", &[LOCK, "package.json"], is_there, || {
        let mut npm = npm();
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        step("packages of the web", npm)
    })
}

fn folder() -> PathBuf {
    tree::root().join("web")
}

fn npm() -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder());
    npm
}

fn run(script: &str) -> Command {
    let mut npm = npm();
    npm.args(["run", "--silent", script]);
    npm
}

/// Does it unless it is there, made of the same sources.
fn once(
    what: &str,
    sources: &[&str],
    is_there: bool,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let mut hasher = DefaultHasher::new();
    for source in sources {
        hash(&folder().join(source), &mut hasher).with_context(|| format!("web/{source}"))?;
    }
    let stamp = tree::root().join("target/web").join(what);
    let made_of = format!("{:016x}", hasher.finish());
    if is_there && fs::read_to_string(&stamp).is_ok_and(|before| before == made_of) {
        return Ok(());
    }
    work()?;
    fs::create_dir_all(tree::root().join("target/web"))?;
    Ok(fs::write(stamp, made_of)?)
}

fn hash(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.hash(hasher);
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let entries: io::Result<Vec<PathBuf>> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect();
    let mut entries = entries?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash(entry, hasher))
}
