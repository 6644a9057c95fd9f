use std::fs;
use std::path::Path;

use anyhow::Result;
use tongban_kernel::Text;

use super::backup::{BackedUp, RECEIPT, Receipt};
use super::unfinished::{MARKER, Unfinished};
use super::{Listener, folder};
use crate::app::DataDir;
use crate::refusal::{OrRefuse as _, unreadable};

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
    folder::check_empty(to)?;
    // Into a folder beside the target first: a restore that is cut off leaves no half target. One
    // that fails leaves none either: nobody must take it for an office, and its room may be what
    // was missing.
    let to = &std::path::absolute(to)?;
    let unfinished = Unfinished::begin(to, "restoring")?;
    copy_checked(from, unfinished.path(), &receipt, listener)?;
    if to.exists() {
        fs::remove_dir(to)?;
    }
    unfinished.finish(to)?;
    Ok(BackedUp { removed: unfinished.removed(), ..receipt.backed_up })
}

fn copy_checked(from: &Path, to: &Path, receipt: &Receipt, listener: &Listener) -> Result<()> {
    copy_folder(from, to, listener)?;
    fs::remove_file(to.join(RECEIPT))?;
    receipt.check(&DataDir::at(to)?, listener).or_refuse(|| {
        let from = from.display();
        Text::new(
            format!("备份 {from} 已损坏或不完整；未恢复任何内容，请换用其他备份"),
            format!(
                "the backup {from} is damaged or not whole; nothing was restored, take another one"
            ),
        )
    })?;
    folder::seal(to, listener)
}

/// Copies what is in one folder into another.
fn copy_folder(from: &Path, to: &Path, listener: &Listener) -> Result<()> {
    for entry in fs::read_dir(from).or_refuse(|| unreadable(from))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        listener.go_on()?;
        if entry.file_type()?.is_dir() {
            folder::create_private(&target)?;
            copy_folder(&entry.path(), &target, listener)?;
        } else if entry.file_name() != MARKER {
            let n_bytes = fs::copy(entry.path(), &target)?;
            listener.say("files", n_bytes, None);
        }
    }
    Ok(())
}
