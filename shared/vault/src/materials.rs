use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use crate::durable::{self, FileError};

mod describe;
mod error;
mod incoming;
mod kind;
mod reference;

pub use error::{MaterialsError, PutError, ReadError};
use incoming::Incoming;
pub use kind::ContentType;
pub use reference::{MaterialId, MaterialRef, NotAMaterialId};

/// Files that people hand in, each under the hash of its content: the same content is stored once,
/// and what was altered is never served. `ab/cdef…` holds a file, `incoming/` what is being
/// received.
#[derive(Clone, Debug)]
pub struct Materials {
    root: PathBuf,
    /// What was looked at lately, and its size: a file is stored once and stays what it is.
    described: Arc<Cache<(MaterialId, ContentType), u64>>,
}

/// Files whose description is remembered: those of the cases that are being handed in.
const DESCRIBED_MAX: usize = 16_384;

/// What the sender says of a file before it comes.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'a> {
    /// The media type, as in the header `Content-Type`.
    pub content_type: &'a str,
    /// Its length in bytes, where it is said.
    pub size: Option<u64>,
}

impl Materials {
    /// The largest file, in bytes: 20 MiB, a scan of some dozens of pages.
    pub const SIZE_MAX: u64 = 20 << 20;

    /// Opens the store in this folder, which is made if there is none. Drops what a crash left
    /// half received.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(root: &Path) -> Result<Self, MaterialsError> {
        let incoming = root.join(Incoming::FOLDER);
        durable::create_dir(&incoming)?;
        for entry in std::fs::read_dir(&incoming).map_err(FileError::of("list", &incoming))? {
            let path = entry.map_err(FileError::of("list", &incoming))?.path();
            std::fs::remove_file(&path).map_err(FileError::of("remove", &path))?;
        }
        Ok(Self::as_it_is(root))
    }

    /// The store in this folder as it is, to be looked at: nothing is made or dropped.
    #[must_use]
    pub fn as_it_is(root: &Path) -> Self {
        Self { root: root.to_path_buf(), described: Arc::new(Cache::new(DESCRIBED_MAX)) }
    }

    /// Stores a file as it comes in. Answered means on disk, under its name.
    ///
    /// # Errors
    /// When it is empty, too large, of a type that is not taken or not the declared one, longer or
    /// shorter than declared, when the sender breaks off, or when the disk fails or is full.
    /// Nothing of it is kept then.
    pub async fn put<E>(
        &self,
        declared: Declared<'_>,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<MaterialRef, PutError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let content_type = ContentType::parse(declared.content_type)
            .ok_or_else(|| PutError::TypeNotTaken { declared: declared.content_type.into() })?;
        if declared.size.is_some_and(|size| size > Self::SIZE_MAX) {
            return Err(PutError::TooLarge);
        }
        let mut incoming = Incoming::begin(&self.root, content_type).await?;
        while let Some(chunk) = body.next().await {
            incoming.take(&chunk.map_err(|error| PutError::BrokenOff(error.into()))?).await?;
        }
        let received = incoming.end(declared.size).await?;
        let id = received.id();
        let size = received.size();
        self.keep(received).await?;
        Ok(MaterialRef { id, size, content_type })
    }

    async fn keep(&self, received: incoming::Received) -> Result<(), PutError> {
        let to = self.path(received.id());
        let folder = durable::parent(&to).to_path_buf();
        let root = self.root.clone();
        let kept = tokio::task::spawn_blocking(move || {
            if !folder.exists() {
                durable::create_dir(&folder)?;
                durable::sync_dir(&root)?;
            }
            // The same content may stand there already: then this puts it in the place of itself,
            // and repairs it should it have been damaged.
            received.move_to(&to)?;
            durable::sync_dir(&folder)
        });
        Ok(kept.await.map_err(|_| PutError::Interrupted)??)
    }

    /// Reads a file, and checks that it is what was stored. In memory as a whole: bytes that were
    /// sent before a damage shows could not be taken back.
    ///
    /// # Errors
    /// When there is none of this hash, its content was altered, or the disk fails.
    pub async fn read(&self, id: MaterialId) -> Result<Bytes, ReadError> {
        let store = self.clone();
        let read = tokio::task::spawn_blocking(move || store.read_blocking(id)).await;
        read.map_err(|_| ReadError::Interrupted)?
    }

    /// The same, for a thread that may wait.
    ///
    /// # Errors
    /// The same.
    pub fn read_blocking(&self, id: MaterialId) -> Result<Bytes, ReadError> {
        let path = self.path(id);
        let content = match std::fs::read(&path) {
            Ok(content) => content,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ReadError::Unknown { id });
            }
            Err(error) => return Err(FileError::of("read", &path)(error).into()),
        };
        let sound = MaterialId::from_hash(Sha256::digest(&content).into()) == id;
        sound.then_some(Bytes::from(content)).ok_or(ReadError::Damaged { id })
    }

    /// Whether there is a store in its folder at all.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.root.is_dir()
    }

    /// Whether a file of this hash is stored; what is in it is not looked at.
    #[must_use]
    pub fn is_stored(&self, id: MaterialId) -> bool {
        self.path(id).is_file()
    }

    /// Every file stored, in no particular order: for checking each with [`Self::read`], and for
    /// backups. What stands there but is no material is passed over.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn ids(&self) -> Result<Vec<MaterialId>, MaterialsError> {
        let mut ids = Vec::new();
        for folder in names(&self.root)? {
            if folder.len() != 2 {
                continue;
            }
            let files = names(&self.root.join(&folder))?;
            let id = |file| format!("{folder}{file}").parse::<MaterialId>().ok();
            ids.extend(files.iter().filter_map(id));
        }
        Ok(ids)
    }

    /// Copies into another store what that does not have; answers how many files that were. Copy
    /// the log *before*: then every material that it names is in the copy.
    ///
    /// `on_file` hears how many are there, before each file; it may end the copy early.
    ///
    /// Blocks: call it where that does no harm.
    ///
    /// # Errors
    /// When a folder or file cannot be read or written.
    pub fn copy_to(
        &self,
        root: &Path,
        mut on_file: impl FnMut(usize) -> ControlFlow<()>,
    ) -> Result<usize, MaterialsError> {
        let target = Self::open(root)?;
        let mut n_copied = 0;
        for id in self.ids()? {
            if on_file(n_copied).is_break() {
                break;
            }
            let to = target.path(id);
            if to.exists() {
                continue;
            }
            durable::create_dir(durable::parent(&to))?;
            let half = root.join(Incoming::FOLDER).join(id.to_string());
            durable::copy_new(&self.path(id), &half)?;
            std::fs::rename(&half, &to).map_err(FileError::of("put in place", &to))?;
            durable::sync_dir(durable::parent(&to))?;
            n_copied += 1;
        }
        durable::sync_dir(root)?;
        Ok(n_copied)
    }

    fn path(&self, id: MaterialId) -> PathBuf {
        let name = id.to_string();
        let (folder, file) = name.split_at(2);
        self.root.join(folder).join(file)
    }
}

fn names(dir: &Path) -> Result<Vec<String>, FileError> {
    let entries = std::fs::read_dir(dir).map_err(FileError::of("list", dir))?;
    let name = |entry: io::Result<std::fs::DirEntry>| {
        entry.map(|entry| entry.file_name().to_string_lossy().into_owned())
    };
    entries.map(name).collect::<io::Result<_>>().map_err(FileError::of("list", dir))
}

#[cfg(test)]
mod tests;
