use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use super::folder::{self, CopiedFile};
use super::{Listener, verify_folder};
use crate::app::{App, DataDir};

/// The file that is written last: a folder without it is no backup.
pub(super) const RECEIPT: &str = "backup.json";
/// What no office can do without, whatever a receipt says.
const NEEDED: [&str; 3] = ["accounts.db", "readers.db", "token.key"];

/// What a backup holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
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

/// What lies in a backup beside the copies: what must be there when it is brought back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Receipt {
    #[serde(flatten)]
    pub(super) backed_up: BackedUp,
    /// Files that do not say themselves what must be in them; older backups name none.
    #[serde(default)]
    others: Vec<CopiedFile>,
}

/// A folder under construction; gone when it is dropped before it is whole.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After the rename nothing is there; what stays behind has no receipt.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies everything, in the order that makes the copies fit together: what may lag behind the log
/// before it (how far policies are: they do again what they find done), what the log points to
/// after it (keys and materials: each is durable before the event that needs it).
///
/// The folder appears when it is whole and on the disk; a backup that fails leaves none.
pub(super) async fn run(app: &App, to: &Path, listener: &Listener) -> Result<BackedUp> {
    ensure!(!to.exists(), "{} is there already; name a folder to be made with --to", to.display());
    let beside = to.with_added_extension("unfinished");
    ensure!(
        !beside.exists(),
        "{} is there: another backup is making it, or one was cut off; remove it if none runs",
        beside.display()
    );
    if let Some(parent) = to.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
    }
    folder::create_private(&beside)?;
    let unfinished = Unfinished(beside);
    let backed_up = copy(app, to, &DataDir::at(&unfinished.0)?, listener).await?;
    fs::rename(&unfinished.0, to).with_context(|| format!("cannot make {}", to.display()))?;
    folder::sync_parent(to)?;
    Ok(backed_up)
}

async fn copy(app: &App, to: &Path, copy: &DataDir, listener: &Listener) -> Result<BackedUp> {
    app.platform.state.backup(&copy.path().join("readers.db")).await?;
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
    app.data.copy_token_secret(copy)?;
    let (materials, root) = (Arc::clone(&app.platform.materials), copy.materials());
    let n_materials = tokio::task::spawn_blocking(move || materials.copy_to(&root)).await??;
    let backed_up = BackedUp { to: to.to_owned(), position, log_bytes, n_materials };
    let (copy, written) = (copy.clone(), backed_up.clone());
    tokio::task::spawn_blocking(move || write_receipt(&copy, written)).await??;
    Ok(backed_up)
}

/// Says what is there, when all of it is on the disk: a receipt stands for what it names.
fn write_receipt(copy: &DataDir, backed_up: BackedUp) -> Result<()> {
    folder::seal(copy.path())?;
    let receipt = Receipt { backed_up, others: folder::others(copy)? };
    let mut options = File::options();
    let file = options.write(true).create_new(true).mode(0o600).open(copy.path().join(RECEIPT))?;
    serde_json::to_writer_pretty(&file, &receipt)?;
    file.sync_all()?;
    Ok(File::open(copy.path())?.sync_all()?)
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

impl Receipt {
    /// Reads the receipt of a backup.
    ///
    /// # Errors
    /// When there is none: the backup was cut off, or the folder is none.
    pub(super) fn of(from: &Path) -> Result<Self> {
        let text = fs::read_to_string(from.join(RECEIPT)).with_context(|| {
            format!("{} is no whole backup: it has no {RECEIPT}; name another", from.display())
        })?;
        serde_json::from_str(&text).with_context(|| format!("{RECEIPT} of the backup is damaged"))
    }

    /// Whether a folder holds all that was backed up, and nothing of it was changed.
    ///
    /// # Errors
    /// The first thing that is missing or another.
    pub(super) fn check(&self, copy: &DataDir, listener: &Listener) -> Result<()> {
        let verified = verify_folder(copy, listener)?;
        // A backup ends at an event. An unfinished record is none that a power cut left, but one
        // that was cut since.
        if let Some(fault) = verified.faults.iter().chain(&verified.unfinished).next() {
            bail!("log/{} at byte {}: {}", fault.segment, fault.offset, fault.what);
        }
        if let Some(damaged) = verified.damaged_materials.first() {
            bail!("material {damaged}");
        }
        let BackedUp { log_bytes, n_materials, .. } = self.backed_up;
        let found = folder::log_bytes(copy)?;
        ensure!(found == log_bytes, "the log has {found} bytes of {log_bytes}");
        let found = verified.n_materials;
        ensure!(found == n_materials, "there are {found} materials of {n_materials}");
        for name in NEEDED {
            ensure!(copy.path().join(name).is_file(), "{name} is missing");
        }
        self.others.iter().try_for_each(|file| file.check(copy.path()))
    }
}
