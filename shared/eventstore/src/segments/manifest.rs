//! What a data folder is: the file `format`, and the lock.

use std::fs::{File, TryLockError};
use std::path::Path;

use serde::Deserialize;

use super::disk::{Access, read_full};
use super::files::{Files, io_error};
use super::header::FORMAT;
use super::spans::folder;
use crate::LogError;
use tongban_kernel::{Partition, Slot};

/// Its file, below the data folder.
pub(super) const NAME: &str = "format";
const LOCK: &str = "lock";
/// No manifest is longer.
const BYTES_MAX: usize = 4_096;

/// What is fixed when the folder is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    pub(super) generation: u32,
    pub(super) n_partitions: u16,
}

/// The part of a manifest that every format has.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// The data folder is ours until this is dropped.
#[derive(Debug)]
pub(super) struct FolderLock(File);

impl FolderLock {
    /// Locks the data folder for this process.
    ///
    /// # Errors
    /// When another process holds it, or the lock file cannot be made.
    pub(super) fn take(dir: &Path) -> Result<Self, LogError> {
        let path = dir.join(LOCK);
        let mut options = File::options();
        let file = options.create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| io_error("open", &path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                Err(LogError::Locked { path: dir.display().to_string() })
            }
            Err(TryLockError::Error(error)) => Err(io_error("lock", &path, error)),
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing the file would do, but not while a child process that is just being started holds
        // a copy of it. The lock ends with the process in any case.
        let _ = self.0.unlock();
    }
}

impl Manifest {
    /// Reads the manifest; none where the folder is new.
    pub(super) fn load(files: &Files) -> Result<Option<Self>, LogError> {
        let path = files.dir.join(NAME);
        let file = match files.disk.open(&path, Access::Read) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io_error("open", &path, error)),
        };
        let mut bytes = vec![0; BYTES_MAX];
        let n_read =
            read_full(&*file, &mut bytes, 0).map_err(|error| io_error("read", &path, error))?;
        let unusable = |error: serde_json::Error| LogError::Unusable {
            path: path.display().to_string(),
            reason: format!("it is no manifest of a log ({error}); restore it from a backup"),
        };
        let Format { format } = serde_json::from_slice(&bytes[..n_read]).map_err(unusable)?;
        if format > FORMAT {
            return Err(LogError::NewerFormat { found: format, known: FORMAT });
        }
        serde_json::from_slice(&bytes[..n_read]).map(Some).map_err(unusable)
    }

    /// Reads the manifest, or makes the folder a log of this generation with this many partitions.
    pub(super) fn load_or_create(
        files: &Files,
        generation: u32,
        n_partitions: u16,
    ) -> Result<Self, LogError> {
        if let Some(manifest) = Self::load(files)? {
            return Ok(manifest);
        }
        let unusable = |reason: &str| {
            let path = files.dir.display().to_string();
            Err(LogError::Unusable { path, reason: reason.to_owned() })
        };
        if !n_partitions.is_power_of_two() || n_partitions > Slot::COUNT {
            return unusable("the number of partitions is a power of two, at most 4096");
        }
        if files.list(Partition(0)).is_ok_and(|segments| !segments.is_empty()) {
            return unusable(
                "it holds segments but no file named format; restore it from a backup",
            );
        }
        let manifest = Self { format: FORMAT, generation, n_partitions };
        manifest.create(files)?;
        Ok(manifest)
    }

    /// The partitions.
    pub(super) fn partitions(self) -> impl Iterator<Item = Partition> {
        (0..self.n_partitions).map(Partition)
    }

    /// The manifest as it is stored.
    pub(super) fn to_text(self) -> String {
        let Self { format, generation, n_partitions } = self;
        format!(
            "{{\"format\":{format},\"generation\":{generation},\"n_partitions\":{n_partitions}}}\n"
        )
    }

    /// Folders first, the manifest last and in one step: a folder with a manifest is complete.
    fn create(self, files: &Files) -> Result<(), LogError> {
        let (disk, dir) = (&files.disk, &files.dir);
        for partition in self.partitions() {
            let path = dir.join(folder(partition));
            disk.create_dir(&path).map_err(|error| io_error("make", &path, error))?;
        }
        let (path, new) = (dir.join(NAME), dir.join("format.new"));
        let written = disk.create(&new).and_then(|file| {
            file.write_all_at(self.to_text().as_bytes(), 0)?;
            file.sync_data()?;
            disk.rename(&new, &path)?;
            disk.sync_dir(dir)
        });
        written.map_err(|error| io_error("write", &path, error))
    }
}
