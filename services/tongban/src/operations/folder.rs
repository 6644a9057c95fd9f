//! Folders that are copied whole: for their owner alone, on the disk, and the same as they were.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

use anyhow::{Context as _, Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tongban_kernel::{Hash, Text};

use super::Listener;
use super::unfinished::MARKER;
use crate::app::DataDir;
use crate::refusal::{OrRefuse as _, Refusal};

/// What the log leaves beside its segments while it is open: no copy needs it.
const BESIDE_SEGMENTS: [&str; 3] = ["index", "lock", "torn"];
const BUFFER_BYTES: usize = 64 << 10;

/// A file that nothing in it says the right content of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CopiedFile {
    /// Its path below the folder.
    pub(super) name: String,
    /// Its length.
    pub(super) n_bytes: u64,
    /// SHA-256 of its content, in hexadecimal.
    pub(super) sha256: String,
}

impl CopiedFile {
    fn of(folder: &Path, path: &Path) -> Result<Self> {
        let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
        let mut file = File::open(path)?;
        let (mut hasher, mut buffer) = (Sha256::new(), vec![0; BUFFER_BYTES]);
        let mut n_bytes = 0;
        loop {
            let n_read = file.read(&mut buffer)?;
            if n_read == 0 {
                break;
            }
            n_bytes += n_read as u64;
            hasher.update(&buffer[..n_read]);
        }
        Ok(Self { name, n_bytes, sha256: Hash(hasher.finalize().into()).to_string() })
    }

    /// Whether the folder has it as it was copied.
    ///
    /// # Errors
    /// When it is missing or another.
    pub(super) fn check(&self, folder: &Path) -> Result<()> {
        let path = folder.join(&self.name);
        let found = Self::of(folder, &path).or_refuse(|| missing_text(&self.name))?;
        if found != *self {
            let name = &self.name;
            return Err(Refusal::of(
                format!("{name} 与备份时不同"),
                format!("{name} is not what was copied"),
            ));
        }
        Ok(())
    }
}

/// The refusal of a copy without this file.
pub(super) fn missing(name: &str) -> Error {
    let Text { zh, en } = missing_text(name);
    Refusal::of(zh, en)
}

fn missing_text(name: &str) -> Text {
    Text::new(format!("缺少 {name}"), format!("{name} is missing"))
}

/// All files of a copy but the log and the materials, which say themselves what must be in them.
pub(super) fn others(copy: &DataDir) -> Result<Vec<CopiedFile>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(copy.path())? {
        let path = entry?.path();
        let apart = [copy.log(), copy.materials(), copy.path().join(MARKER)];
        if !apart.contains(&path) {
            add(copy.path(), &path, &mut files)?;
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn add(folder: &Path, path: &Path, files: &mut Vec<CopiedFile>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            add(folder, &entry?.path(), files)?;
        }
    } else {
        files.push(CopiedFile::of(folder, path)?);
    }
    Ok(())
}

/// Bytes of the log in a copy.
pub(super) fn log_bytes(copy: &DataDir) -> io::Result<u64> {
    let mut n_bytes = 0;
    for entry in fs::read_dir(copy.log())? {
        let entry = entry?;
        if !BESIDE_SEGMENTS.iter().any(|name| entry.file_name() == *name) {
            n_bytes += bytes_of(&entry.path())?;
        }
    }
    Ok(n_bytes)
}

fn bytes_of(path: &Path) -> io::Result<u64> {
    let about = fs::metadata(path)?;
    if !about.is_dir() {
        return Ok(about.len());
    }
    fs::read_dir(path)?.map(|entry| bytes_of(&entry?.path())).sum()
}

/// Looks whether a folder can be restored into: it is empty, or not there.
///
/// # Errors
/// When something is in it.
pub(super) fn check_empty(to: &Path) -> Result<()> {
    if to.exists() && fs::read_dir(to)?.next().is_some() {
        let to = to.display();
        return Err(Refusal::of(
            format!("{to} 不是空文件夹；请用 --data 指定一个专用的文件夹"),
            format!("{to} is not empty; name a folder of its own with --data"),
        ));
    }
    Ok(())
}

/// Makes a folder for its owner alone.
pub(super) fn create_private(dir: &Path) -> Result<()> {
    let made = DirBuilder::new().mode(0o700).create(dir);
    made.or_refuse(|| cannot_make(dir))
}

/// The text where a folder cannot be made.
pub(super) fn cannot_make(dir: &Path) -> Text {
    let dir = dir.display();
    Text::new(format!("无法创建文件夹 {dir}"), format!("cannot make the folder {dir}"))
}

/// Sees to it that a copy is its owner's alone, and on the disk: names, folders and contents.
pub(super) fn seal(path: &Path, listener: &Listener) -> Result<()> {
    listener.go_on()?;
    let is_dir = path.is_dir();
    if is_dir {
        for entry in fs::read_dir(path)? {
            seal(&entry?.path(), listener)?;
        }
    }
    let mode = if is_dir { 0o700 } else { 0o600 };
    let sealed = fs::set_permissions(path, Permissions::from_mode(mode))
        .and_then(|()| File::open(path)?.sync_all());
    sealed.with_context(|| format!("cannot flush {}", path.display()))
}

/// Makes the names in the folder around `path` durable.
pub(super) fn sync_parent(path: &Path) -> Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    Ok(File::open(parent.unwrap_or(Path::new(".")))?.sync_all()?)
}
