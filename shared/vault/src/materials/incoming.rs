use std::path::{Path, PathBuf};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt;

use super::kind::{HEAD_LEN, TAIL_LEN};
use super::{ContentType, MaterialId, Materials, PutError};
use crate::durable::FileError;
use crate::secret;

/// A file that is being received. Dropped before it is kept, it leaves nothing behind.
pub(super) struct Incoming {
    path: TempPath,
    file: File,
    hasher: Sha256,
    size: u64,
    declared: ContentType,
    head: Vec<u8>,
    tail: Vec<u8>,
}

/// A file that has been received and checked, and is on the disk under a name of no meaning.
pub(super) struct Received {
    path: TempPath,
    id: MaterialId,
    size: u64,
}

/// A file of a name without meaning, removed unless it is put in place.
pub(super) struct TempPath(PathBuf);

impl TempPath {
    /// A name that nobody else has. The file is to be made yet.
    pub(super) fn new(root: &Path) -> Self {
        let name = format!("{:032x}", u128::from_be_bytes(secret::random()));
        Self(root.join(Incoming::FOLDER).join(name))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn move_to(self, to: &Path) -> Result<(), FileError> {
        std::fs::rename(&self.0, to).map_err(FileError::of("put in place", to))
    }
}

impl Drop for TempPath {
    fn drop(&mut self) {
        // Gone already when it was kept; what cannot be removed now is removed at the next start.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Incoming {
    pub(super) const FOLDER: &'static str = "incoming";

    pub(super) async fn begin(root: &Path, declared: ContentType) -> Result<Self, PutError> {
        let path = TempPath::new(root);
        let mut new = OpenOptions::new();
        let open = new.write(true).create_new(true).mode(0o600).open(path.path()).await;
        let file = open.map_err(FileError::of("create", path.path()))?;
        let (head, tail) = (Vec::new(), Vec::new());
        Ok(Self { path, file, hasher: Sha256::new(), size: 0, declared, head, tail })
    }

    pub(super) async fn take(&mut self, chunk: &[u8]) -> Result<(), PutError> {
        self.size += chunk.len() as u64;
        if self.size > Materials::SIZE_MAX {
            return Err(PutError::TooLarge);
        }
        if !self.declared.may_hold(chunk) {
            return Err(PutError::OtherType { declared: self.declared });
        }
        self.remember(chunk);
        self.hasher.update(chunk);
        let written = self.file.write_all(chunk).await;
        Ok(written.map_err(FileError::of("write", &self.path.0))?)
    }

    /// Keeps the beginning and the end, of which the type is told.
    fn remember(&mut self, chunk: &[u8]) {
        let missing = HEAD_LEN.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..missing]);
        let end = &chunk[chunk.len().saturating_sub(TAIL_LEN)..];
        let surplus = (self.tail.len() + end.len()).saturating_sub(TAIL_LEN);
        self.tail.drain(..surplus);
        self.tail.extend_from_slice(end);
    }

    pub(super) async fn end(mut self, declared_size: Option<u64>) -> Result<Received, PutError> {
        if self.size == 0 {
            return Err(PutError::Empty);
        }
        if let Some(declared) = declared_size.filter(|declared| *declared != self.size) {
            return Err(PutError::OtherSize { declared, received: self.size });
        }
        if !self.declared.fits(&self.head, &self.tail) {
            return Err(PutError::OtherType { declared: self.declared });
        }
        // sync_all alone does not wait for what the handle still holds back.
        let flushed = self.file.flush().await;
        flushed.map_err(FileError::of("write", &self.path.0))?;
        self.file.sync_all().await.map_err(FileError::of("flush", &self.path.0))?;
        let id = MaterialId::from_hash(self.hasher.finalize().into());
        Ok(Received { path: self.path, id, size: self.size })
    }
}

impl Received {
    pub(super) fn id(&self) -> MaterialId {
        self.id
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn into_path(self) -> TempPath {
        self.path
    }

    /// All of it, in memory.
    pub(super) async fn content(&self) -> Result<Bytes, FileError> {
        let path = self.path.path();
        tokio::fs::read(path).await.map(Bytes::from).map_err(FileError::of("read", path))
    }
}
