use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tongban_eventstore::segments::SegmentLog;
use tongban_kernel::Text;

use super::folder::{self, CopiedFile};
use super::unfinished::Unfinished;
use super::{Listener, verify_folder};
use crate::app::{App, DataDir};
use crate::refusal::{OrRefuse as _, Refusal};

/// The file that is written last: a folder without it is no backup.
pub(super) const RECEIPT: &str = "backup.json";
/// What no office can do without, whatever a receipt says.
const NEEDED: [&str; 3] = ["accounts.db", "readers.db", "token.key"];

/// Copied between two looks at whether the backup is still wanted.
const PIECE_BYTES: u64 = 4 << 20;

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
    /// What an earlier attempt had left that was cut off, where there was such a folder: it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<PathBuf>,
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

/// Copies everything, in the order that makes the copies fit together: what may lag behind the log
/// before it (how far policies are: they do again what they find done), what the log points to
/// after it (keys and materials: each is durable before the event that needs it).
///
/// The folder appears when it is whole and on the disk; a backup that fails leaves none.
pub(super) async fn run(app: &App, to: &Path, listener: &Listener) -> Result<BackedUp> {
    let log = app.kept.folder()?;
    if to.exists() {
        let to = to.display();
        return Err(Refusal::of(
            format!("{to} 已存在；请用 --to 指定一个将要新建的文件夹"),
            format!("{to} is there already; name a folder to be made with --to"),
        ));
    }
    if let Some(parent) = to.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
    }
    let unfinished = Arc::new(Unfinished::begin(to, "unfinished")?);
    let mut backed_up = copy(app, log, to, &unfinished, listener).await?;
    unfinished.finish(to)?;
    backed_up.removed = unfinished.removed();
    Ok(backed_up)
}

async fn copy(
    app: &App,
    log: &SegmentLog,
    to: &Path,
    unfinished: &Arc<Unfinished>,
    listener: &Listener,
) -> Result<BackedUp> {
    let copy = DataDir::at(unfinished.path())?;
    app.platform.state.backup(&copy.path().join("readers.db")).await?;
    app.accounts.copy_to(&copy.accounts()).await?;
    let checkpoint = log.checkpoint();
    let position = checkpoint.position.to_string();
    let files: Vec<_> =
        checkpoint.files.into_iter().map(|file| (file.name, file.n_bytes)).collect();
    let log_bytes = files.iter().map(|(_, n_bytes)| n_bytes).sum();
    let (from_dir, to_dir, heard) = (app.data.log(), copy.log(), listener.clone());
    let copy_log = move || copy_prefixes(&from_dir, &to_dir, &files, &heard);
    let copied = blocking(unfinished, copy_log).await;
    copied.or_refuse(|| Text::new("日志无法复制", "the log cannot be copied"))?;
    app.platform.keys.copy_to(&copy.keys()).await?;
    app.data.copy_token_secret(&copy)?;
    let (materials, root) = (Arc::clone(&app.platform.materials), copy.materials());
    let heard = listener.clone();
    let copy_materials = move || {
        let n_copied = materials.copy_to(&root, |n_copied| {
            heard.say("materials", n_copied as u64, None);
            heard.go_on().map_or(ControlFlow::Break(()), ControlFlow::Continue)
        })?;
        heard.go_on()?;
        Ok(n_copied)
    };
    let n_materials = blocking(unfinished, copy_materials).await?;
    let backed_up = BackedUp { to: to.to_owned(), position, log_bytes, n_materials, removed: None };
    let (written, heard) = (backed_up.clone(), listener.clone());
    blocking(unfinished, move || write_receipt(&copy, written, &heard)).await?;
    Ok(backed_up)
}

/// Works in the folder on a thread that may wait. When the caller goes away the folder stays until
/// that thread has noticed it.
async fn blocking<T: Send + 'static>(
    unfinished: &Arc<Unfinished>,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let held = Arc::clone(unfinished);
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(held);
        done
    })
    .await?
}

/// Says what is there, when all of it is on the disk: a receipt stands for what it names.
fn write_receipt(copy: &DataDir, backed_up: BackedUp, listener: &Listener) -> Result<()> {
    folder::seal(copy.path(), listener)?;
    let receipt = Receipt { backed_up, others: folder::others(copy)? };
    let mut options = File::options();
    let file = options.write(true).create_new(true).mode(0o600).open(copy.path().join(RECEIPT))?;
    serde_json::to_writer_pretty(&file, &receipt)?;
    file.sync_all()?;
    Ok(File::open(copy.path())?.sync_all()?)
}

/// Copies so many bytes of each file. What stands before that place in a segment never changes.
pub(super) fn copy_prefixes(
    from: &Path,
    to: &Path,
    files: &[(String, u64)],
    listener: &Listener,
) -> Result<()> {
    let all = files.iter().map(|(_, n_bytes)| n_bytes).sum();
    let mut done = 0;
    for (name, n_bytes) in files {
        let target = to.join(name);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut part = File::open(from.join(name))?.take(*n_bytes);
        let mut copy = File::create_new(&target)?;
        loop {
            listener.go_on()?;
            if io::copy(&mut (&mut part).take(PIECE_BYTES), &mut copy)? == 0 {
                break;
            }
        }
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
        let text = fs::read_to_string(from.join(RECEIPT)).or_refuse(|| {
            let from = from.display();
            Text::new(
                format!("{from} 不是完整的备份：其中没有 {RECEIPT}；请指定其他备份"),
                format!("{from} is no whole backup: it has no {RECEIPT}; name another"),
            )
        })?;
        serde_json::from_str(&text).or_refuse(|| {
            Text::new(
                format!("备份的 {RECEIPT} 已损坏"),
                format!("{RECEIPT} of the backup is damaged"),
            )
        })
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
            let (segment, offset, what) = (&fault.segment, fault.offset, &fault.what);
            return Err(Refusal::of(
                format!("log/{segment} 第 {offset} 字节：{what}"),
                format!("log/{segment} at byte {offset}: {what}"),
            ));
        }
        if let Some(damaged) = verified.damaged_materials.first() {
            return Err(Refusal::of(format!("材料 {damaged}"), format!("material {damaged}")));
        }
        let BackedUp { log_bytes, n_materials, .. } = self.backed_up;
        let found = folder::log_bytes(copy)?;
        if found != log_bytes {
            return Err(Refusal::of(
                format!("日志应为 {log_bytes} 字节，实为 {found} 字节"),
                format!("the log has {found} bytes of {log_bytes}"),
            ));
        }
        let found = verified.n_materials;
        if found != n_materials {
            return Err(Refusal::of(
                format!("材料应为 {n_materials} 份，实为 {found} 份"),
                format!("there are {found} materials of {n_materials}"),
            ));
        }
        for name in NEEDED {
            if !copy.path().join(name).is_file() {
                return Err(folder::missing(name));
            }
        }
        self.others.iter().try_for_each(|file| file.check(copy.path()))
    }
}
