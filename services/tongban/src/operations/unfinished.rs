use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use tongban_kernel::Text;

use super::folder;
use crate::refusal::{OrRefuse as _, Refusal, unreadable};

/// Marks a folder as one that a backup or restore makes; locked as long as it does.
pub(super) const MARKER: &str = ".unfinished";

/// A folder under construction, beside the place that it is for: a half one never stands there.
///
/// Gone when it is dropped before it is whole. Whoever writes into it holds it, so that it is not
/// dropped under a thread that still writes.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    /// Its lock says that somebody is at work in the folder.
    _marker: File,
    removed: Option<PathBuf>,
}

impl Unfinished {
    /// Makes the folder, called like the place with an extension. What an attempt left that was cut
    /// off is removed.
    ///
    /// # Errors
    /// When another is at work in it, it is none that was made here, or the disk fails.
    pub(super) fn begin(place: &Path, extension: &str) -> Result<Self> {
        let path = place.with_added_extension(extension);
        let removed = path.exists().then(|| remove_leftover(&path)).transpose()?;
        folder::create_private(&path)?;
        let marker = path.join(MARKER);
        let made = File::options().write(true).create_new(true).mode(0o600).open(&marker);
        let marker = made.or_refuse(|| folder::cannot_make(&path))?;
        lock(&marker, &path)?;
        Ok(Self { removed: removed.map(|()| path.clone()), path, _marker: marker })
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The leftover of an earlier attempt, if one was removed.
    pub(super) fn removed(&self) -> Option<PathBuf> {
        self.removed.clone()
    }

    /// Puts the folder, which is whole and on the disk, in its place.
    ///
    /// # Errors
    /// When something is there, or the disk fails.
    pub(super) fn finish(&self, place: &Path) -> Result<()> {
        let moved = fs::rename(&self.path, place);
        moved.or_refuse(|| folder::cannot_make(place))?;
        // Last: until here whatever is left is recognised. A marker in a whole folder means nothing.
        fs::remove_file(place.join(MARKER))?;
        File::open(place)?.sync_all()?;
        folder::sync_parent(place)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Nothing is there when it was finished; what cannot be removed is removed by the next run.
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn remove_leftover(path: &Path) -> Result<()> {
    let marker = match File::open(path.join(MARKER)) {
        Ok(marker) => Some(marker),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error).or_refuse(|| unreadable(path)),
    };
    match &marker {
        Some(marker) => lock(marker, path)?,
        // Cut off before it was marked. All else may be anybody's.
        None if fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none()) => {}
        None => {
            let path = path.display();
            return Err(Refusal::of(
                format!("{path} 已存在，且没有标记表明是中断的操作所留；请移走，或指定其他文件夹"),
                format!(
                    "{path} is there, and nothing says that it was left by an attempt that was \
                     cut off; move it away, or name another folder"
                ),
            ));
        }
    }
    fs::remove_dir_all(path).or_refuse(|| {
        let path = path.display();
        Text::new(format!("无法清除 {path}"), format!("cannot remove {path}"))
    })
}

fn lock(marker: &File, path: &Path) -> Result<()> {
    match marker.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let path = path.display();
            Err(Refusal::of(
                format!("另一备份或恢复正在生成 {path}；请待其结束，或指定其他文件夹"),
                format!(
                    "{path} is being made by another backup or restore; wait until it has ended, \
                     or name another folder"
                ),
            ))
        }
        Err(TryLockError::Error(error)) => Err(error).or_refuse(|| unreadable(path)),
    }
}
