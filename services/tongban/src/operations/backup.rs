use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};

use super::Listener;
use crate::app::{App, DataDir};

/// The file that is written last: a folder without it is no backup.
pub(super) const RECEIPT: &str = "backup.json";

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct BackedUp {
    /// The folder.
    pub to: PathBuf,
    /// The place in the log up to which it holds everything.
    pub position: String,
    /// Bytes of the log.
    pub log_bytes: u64,
    /// Files that were handed in.
    pub n_materials: usize,
}

/// Copies everything, in the order that makes the copies fit together: what may lag behind the log
/// before it (how far policies are: they do again what they find done), what the log points to
/// after it (keys and materials: each is durable before the event that needs it).
pub(super) async fn run(app: &App, to: &Path, listener: &Listener) -> Result<BackedUp> {
    ensure!(!to.exists(), "{} is there already; name a folder to be made", to.display());
    let copy = DataDir::at(to)?;
    app.platform.state.backup(&to.join("readers.db")).await?;
    app.accounts.copy_to(&copy.accounts()).await?;
    let checkpoint = app.log.checkpoint();
    let position = checkpoint.position.to_string();
    let files: Vec<_> =
        checkpoint.files.into_iter().map(|file| (file.name, file.n_bytes)).collect();
    let log_bytes = files.iter().map(|(_, n_bytes)| n_bytes).sum();
    let (from_dir, to_dir, heard) = (app.data.log(), copy.log(), listener.clone());
    let copy_log = move || copy_prefixes(&from_dir, &to_dir, &files, &heard);
    tokio::task::spawn_blocking(copy_log).await?.context("the log cannot be copied")?;
    app.platform.keys.copy_to(&copy.keys()).await?;
    app.data.copy_token_secret(&copy)?;
    let (materials, root) = (Arc::clone(&app.platform.materials), copy.materials());
    let n_materials = tokio::task::spawn_blocking(move || materials.copy_to(&root)).await??;
    let backed_up = BackedUp { to: to.to_owned(), position, log_bytes, n_materials };
    let receipt = File::create_new(to.join(RECEIPT))?;
    serde_json::to_writer_pretty(&receipt, &backed_up)?;
    receipt.sync_all()?;
    File::open(to)?.sync_all()?;
    Ok(backed_up)
}

/// Copies so many bytes of each file. What stands before that place in a segment never changes.
fn copy_prefixes(
    from: &Path,
    to: &Path,
    files: &[(String, u64)],
    listener: &Listener,
) -> io::Result<()> {
    let all = files.iter().map(|(_, n_bytes)| n_bytes).sum();
    let mut done = 0;
    for (name, n_bytes) in files {
        let target = to.join(name);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut part = File::open(from.join(name))?.take(*n_bytes);
        let mut copy = File::create_new(&target)?;
        io::copy(&mut part, &mut copy)?;
        copy.sync_all()?;
        done += n_bytes;
        listener.say("log", done, Some(all));
    }
    Ok(())
}
