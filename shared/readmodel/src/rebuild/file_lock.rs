use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::store::remove_database;
use crate::{Projection, StoreError};

/// One projection is computed again by one at a time, in this process or another: two would write
/// the same file, and the first to end would put the other's half in use.
#[derive(Debug)]
pub(crate) struct RebuildLock(File);

impl RebuildLock {
    /// Takes the lock of a projection whose rows lie in `dir`.
    ///
    /// # Errors
    /// [`StoreError::BeingRebuilt`] when another has it.
    pub(crate) fn take<P: Projection>(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(format!("{}lock", prefix::<P>()));
        let file = File::options().append(true).create(true).open(&path);
        let file = file.map_err(StoreError::io("make", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::BeingRebuilt { reader: P::NAME }),
            Err(TryLockError::Error(source)) => Err(StoreError::io("lock", &path)(source)),
        }
    }

    /// Removes what attempts left that did not come to their end.
    pub(crate) fn remove_leftovers<P: Projection>(&self, dir: &Path) -> Result<(), StoreError> {
        for entry in fs::read_dir(dir).map_err(StoreError::io("list", dir))? {
            let name = entry.map_err(StoreError::io("list", dir))?.file_name();
            if is_scratch::<P>(&name) {
                remove_database(&dir.join(name))?;
            }
        }
        Ok(())
    }
}

impl Drop for RebuildLock {
    fn drop(&mut self) {
        // Closing the file would do, but not while a child process that is just being started holds
        // a copy of it.
        let _ = self.0.unlock();
    }
}

/// A file to compute the rows in. Each attempt has one of its own: SQLite may still be closing that
/// of an attempt which was given up, and then removes companions by their names.
pub(super) fn scratch_path<P: Projection>(dir: &Path) -> PathBuf {
    static ATTEMPTS: AtomicU64 = AtomicU64::new(0);
    let attempt = ATTEMPTS.fetch_add(1, Ordering::Relaxed);
    dir.join(format!("{}{attempt}.db", prefix::<P>()))
}

fn is_scratch<P: Projection>(name: &OsString) -> bool {
    let name = name.to_string_lossy();
    name.strip_prefix(&prefix::<P>()).is_some_and(|rest| rest != "lock")
}

fn prefix<P: Projection>() -> String {
    format!("{}.v{}.rebuild.", P::NAME, P::VERSION)
}
