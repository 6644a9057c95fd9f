use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use super::backup::{BackedUp, RECEIPT, Receipt};
use super::{Listener, folder};
use crate::app::DataDir;

/// Brings a backup back into a folder that is empty or not there. What was copied is checked
/// against the receipt, record by record, before it stands where it can be served. Read models are
/// computed again then.
///
/// Blocks: call it where that does no harm.
///
/// # Errors
/// When the backup is incomplete or damaged, or the target is in use; the target is then as it was.
pub fn restore(from: &Path, to: &Path, listener: &Listener) -> Result<BackedUp> {
    let receipt = Receipt::of(from)?;
    let is_free = !to.exists() || fs::read_dir(to)?.next().is_none();
    ensure!(is_free, "{} is not empty; name a folder of its own with --data", to.display());
    // Into a folder beside the target first: a restore that is cut off leaves no half target.
    let to = &std::path::absolute(to)?;
    let beside = to.with_added_extension("restoring");
    ensure!(
        !beside.exists(),
        "{} is there: another restore is making it, or one was cut off; remove it if none runs",
        beside.display()
    );
    let restored = copy_checked(from, &beside, &receipt, listener).and_then(|()| {
        if to.exists() {
            fs::remove_dir(to)?;
        }
        fs::rename(&beside, to).with_context(|| format!("cannot make {}", to.display()))
    });
    if restored.is_err() {
        // Nobody must take it for an office; and its room may be what was missing.
        let _ = fs::remove_dir_all(&beside);
    }
    restored?;
    folder::sync_parent(to)?;
    Ok(receipt.backed_up)
}

fn copy_checked(from: &Path, to: &Path, receipt: &Receipt, listener: &Listener) -> Result<()> {
    copy_folder(from, to, listener)?;
    fs::remove_file(to.join(RECEIPT))?;
    receipt.check(&DataDir::at(to)?, listener).with_context(|| {
        format!(
            "the backup {} is damaged or not whole; nothing was restored, take another one",
            from.display()
        )
    })?;
    folder::seal(to)
}

fn copy_folder(from: &Path, to: &Path, listener: &Listener) -> Result<()> {
    folder::create_private(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target, listener)?;
        } else {
            let n_bytes = fs::copy(entry.path(), &target)?;
            listener.say("files", n_bytes, None);
        }
    }
    Ok(())
}
