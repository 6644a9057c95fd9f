//! Rules of the tree that no other tool knows.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// A file that is longer has more than one subject.
const LINES_MAX: usize = 400;
/// Every service has these files, so that who knows one knows all; one of several kinds of aggregate
/// has them for each.
const SERVICE_FILES: [&str; 6] = ["commands", "events", "state", "policy", "projection", "api"];
const SERVICES: [(&str, &[&str]); 10] = [
    ("intake/src", &[]),
    ("approval/src", &[]),
    ("coordination/src", &["commands", "events", "state", "policy"]),
    ("coordination/src/task", &[]),
    ("coordination/src/notice", &[]),
    ("coordination/src/matching", &["policy"]),
    ("coordination/src/absence", &["policy"]),
    ("coordination/src/saved", &["policy"]),
    ("complaint/src", &[]),
    ("metrics/src", &["policy"]),
];

/// The root of the tree.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Checks the rules and names every break of one.
pub(crate) fn check() -> Result<()> {
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for folder in ["shared", "services", "tests", "xtask"] {
        rust_files(&root().join(folder), &mut files)?;
    }
    for file in &files {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let n_lines = text.lines().count();
        if n_lines > LINES_MAX {
            faults.push(format!("{}: {n_lines} lines; split it by meaning", file.display()));
        }
    }
    for (service, absent) in SERVICES {
        let src = root().join("services").join(service);
        for name in SERVICE_FILES.iter().filter(|name| !absent.contains(name)) {
            if !src.join(format!("{name}.rs")).exists() && !src.join(name).is_dir() {
                faults.push(format!("services/{service} has no {name}.rs"));
            }
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "node_modules" && name != "target" {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
