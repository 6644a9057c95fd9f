use std::ffi::OsString;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tracing::warn;

use crate::StoreError;

/// What SQLite keeps beside a database, and our mark.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", DAMAGED];
const DAMAGED: &str = ".damaged";

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Removes a closed database; it need not be there.
pub(crate) fn remove_database(path: &Path) -> Result<(), StoreError> {
    // The database goes first: without it, what stands beside it is worth nothing to SQLite.
    remove_file(path)?;
    COMPANIONS.iter().try_for_each(|suffix| remove_file(&with_suffix(path, suffix)))
}

fn remove_file(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(StoreError::io("remove", path)),
    }
}

/// Remembers that a database was found damaged while in use, for the next start: looking through
/// all of it at every start would take too long.
pub(crate) fn mark_damaged(path: &Path) {
    if let Err(error) = fs::write(with_suffix(path, DAMAGED), b"") {
        warn!(path = %path.display(), error = %error, "a damaged read model cannot be marked");
    }
}

/// Whether it was found damaged while in use.
pub(crate) fn is_marked_damaged(path: &Path) -> bool {
    with_suffix(path, DAMAGED).exists()
}

/// Keeps a closed database under another name and answers it. One is kept, the newest: a fault that
/// comes back must not fill the disk.
pub(crate) fn move_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let aside = with_suffix(path, ".unreadable");
    fs::rename(path, &aside).map_err(StoreError::io("move aside", path))?;
    remove_database(path)?;
    Ok(aside)
}

/// Puts a closed database that was built beside the old one in its place.
///
/// A crash in between leaves none: it is then computed from the log.
pub(crate) fn replace_database(built: &Path, path: &Path) -> Result<(), StoreError> {
    // It was built without waiting for the disk.
    let file = File::open(built).map_err(StoreError::io("open", built))?;
    file.sync_all().map_err(StoreError::io("flush", built))?;
    remove_database(path)?;
    fs::rename(built, path).map_err(StoreError::io("rename", built))
}
