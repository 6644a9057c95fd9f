use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use super::backup::{BackedUp, RECEIPT};
use super::{Listener, verify_folder};
use crate::app::DataDir;

/// Brings a backup back into a folder that is empty or not there, after checking every record of
/// it. Read models are computed again when the folder is first served.
///
/// # Errors
/// When the backup is incomplete or damaged, or the target is in use.
pub fn restore(from: &Path, to: &Path, listener: &Listener) -> Result<BackedUp> {
    let receipt = from.join(RECEIPT);
    let text = fs::read_to_string(&receipt)
        .with_context(|| format!("{} is no complete backup: no {RECEIPT}", from.display()))?;
    let backed_up: BackedUp = serde_json::from_str(&text).context("the backup's receipt")?;
    let is_free = !to.exists() || fs::read_dir(to)?.next().is_none();
    ensure!(is_free, "{} is not empty; restore into a folder of its own", to.display());
    let verified = verify_folder(&DataDir::at(from)?, listener)?;
    ensure!(verified.sound, "the backup is damaged: {:?}", verified.faults);
    // Into a folder beside the target first: a restore that is cut off leaves no half target.
    let beside = to.with_extension("restoring");
    if beside.exists() {
        fs::remove_dir_all(&beside)?;
    }
    copy_folder(from, &beside, listener)?;
    fs::remove_file(beside.join(RECEIPT))?;
    if to.exists() {
        fs::remove_dir(to)?;
    }
    fs::rename(&beside, to)?;
    if let Some(parent) = to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::File::open(parent)?.sync_all()?;
    }
    Ok(backed_up)
}

fn copy_folder(from: &Path, to: &Path, listener: &Listener) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target, listener)?;
        } else {
            let n_bytes = fs::copy(entry.path(), &target)?;
            fs::File::open(&target)?.sync_all()?;
            listener.say("files", n_bytes, None);
        }
    }
    fs::File::open(to)?.sync_all()?;
    Ok(())
}
