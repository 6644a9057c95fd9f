//! Files that are whole or absent after a crash, and readable by their owner alone.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What nobody has written to for so long is no longer being received: a crash left it.
const LEFT_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A file or folder that could not be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}", path.display())]
pub struct FileError {
    /// What was tried: a verb.
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system says.
    #[source]
    pub source: io::Error,
}

impl FileError {
    pub(crate) fn of(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self { action, path, source }
    }

    /// Whether there is no room: worth another try when there is.
    pub fn is_full(&self) -> bool {
        is_full(&self.source)
    }
}

/// Whether an error says that the disk or the quota has no room left.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// The few things done to an open file; a test puts a failing disk in its place.
pub(crate) trait Disk: Send {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;
    fn cut(&mut self, len: u64) -> io::Result<()>;
    /// Returns when everything written before is on the medium.
    fn flush(&mut self) -> io::Result<()>;
}

impl Disk for File {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

pub(crate) fn create_dir(dir: &Path) -> Result<(), FileError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(FileError::of("create the folder", dir))
}

/// Makes the names in a folder durable: without this a renamed file may be gone after a crash.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), FileError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(FileError::of("flush the folder", dir))
}

/// Puts a file of this content in place of the old one: afterwards, and after a crash at any
/// moment, the name leads to all of the old content or all of the new.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), FileError> {
    let new = unfinished(path);
    let written = write_private(&new, write);
    if written.is_err() {
        // Half a file is of no use, and on a full disk its room is needed.
        let _ = std::fs::remove_file(&new);
    }
    written.map_err(FileError::of("write", &new))?;
    std::fs::rename(&new, path).map_err(FileError::of("put in place", path))?;
    sync_dir(parent(path))
}

/// Where a replacement is written before it is put in place.
fn unfinished(path: &Path) -> PathBuf {
    path.with_added_extension("new")
}

/// Removes what a crash left of a replacement.
pub(crate) fn remove_unfinished(path: &Path) -> Result<(), FileError> {
    let new = unfinished(path);
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(FileError::of("remove", &new)(error))
        }
        _ => Ok(()),
    }
}

fn write_private(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let mut file = BufWriter::new(file);
    write(&mut file)?;
    file.flush()?;
    file.get_ref().sync_all()
}

/// Copies a file, durably, to a place where no file of that name is.
pub(crate) fn copy_new(from: &Path, to: &Path) -> Result<(), FileError> {
    let mut source = File::open(from).map_err(FileError::of("read", from))?;
    let copied =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).and_then(
            |mut target| io::copy(&mut source, &mut target).and_then(|_| target.sync_all()),
        );
    copied.map_err(FileError::of("copy to", to))
}

/// Writes a file, durably, to a place where no file of that name is.
pub(crate) fn write_new(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = open.and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()));
    written.map_err(FileError::of("write", path))
}

/// Writes a file, whole or not at all, to a place where no file of that name is; answers whether
/// there was none. `scratch` is a name that nobody else has, on the same disk.
pub(crate) fn put_new(path: &Path, scratch: &Path, content: &[u8]) -> Result<bool, FileError> {
    write_new(scratch, content)?;
    let linked = std::fs::hard_link(scratch, path);
    let removed = std::fs::remove_file(scratch).map_err(FileError::of("remove", scratch));
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => removed.map(|()| false),
        Err(error) => Err(FileError::of("put in place", path)(error)),
        Ok(()) => {
            removed?;
            sync_dir(parent(path)).map(|()| true)
        }
    }
}

/// Removes the files of a folder that nobody has written to for a day.
pub(crate) fn remove_left(dir: &Path) -> Result<(), FileError> {
    for entry in std::fs::read_dir(dir).map_err(FileError::of("list", dir))? {
        let path = entry.map_err(FileError::of("list", dir))?.path();
        if left_long_ago(&path).map_err(FileError::of("look at", &path))? {
            std::fs::remove_file(&path).map_err(FileError::of("remove", &path))?;
        }
    }
    Ok(())
}

fn left_long_ago(path: &Path) -> io::Result<bool> {
    match std::fs::metadata(path) {
        // One from the future is being received by a machine whose clock is fast.
        Ok(file) => Ok(file.modified()?.elapsed().is_ok_and(|since| since > LEFT_AFTER)),
        // Another process has put it in place meanwhile.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_replaced_file_is_private_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        for content in [b"one", b"two"] {
            replace(&path, |file| file.write_all(content)).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), content);
        }
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_replacement_that_fails_leaves_the_old_content() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        replace(&path, |file| file.write_all(b"old")).unwrap();
        let full = replace(&path, |file| {
            file.write_all(b"ne")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(full.unwrap_err().is_full());
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
