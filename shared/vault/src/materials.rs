use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

mod bucket;
mod describe;
mod error;
mod folder;
mod incoming;
mod kind;
mod reference;

use bucket::Bucket;
pub use error::{MaterialsError, PutError, ReadError};
use folder::Folder;
use incoming::Incoming;
pub use kind::ContentType;
pub use reference::{MaterialId, MaterialRef, NotAMaterialId};

/// Files that people hand in, each under the hash of its content: the same content is stored once,
/// and what was altered is never served.
#[derive(Clone, Debug)]
pub struct Materials {
    home: Home,
    /// What was looked at lately, and its size: a file is stored once and stays what it is.
    described: Arc<Cache<(MaterialId, ContentType), u64>>,
}

#[derive(Clone, Debug)]
enum Home {
    Folder(Folder),
    Bucket {
        bucket: Bucket,
        /// Where files are received before they are sent there.
        spool: PathBuf,
    },
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

    /// Opens the store in this folder, which is made if there is none and which several processes
    /// may share. Drops what a crash left half received, a day later.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(root: &Path) -> Result<Self, MaterialsError> {
        Ok(Self::at(Home::Folder(Folder::open(root)?)))
    }

    /// The store in this folder as it is, to be looked at: nothing is made or dropped.
    #[must_use]
    pub fn as_it_is(root: &Path) -> Self {
        Self::at(Home::Folder(Folder(root.to_path_buf())))
    }

    /// Opens the store in a bucket that speaks S3, `s3://bucket/prefix`, which several processes may
    /// share. `options` are those that the environment names `AWS_…`: `AWS_ENDPOINT_URL`,
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ALLOW_HTTP` and so on;
    /// others are passed over. Files are received in the folder `spool` before they are sent.
    ///
    /// # Errors
    /// When the bucket does not answer or does not let this process in, or the folder cannot be
    /// used.
    pub async fn in_bucket(
        url: &str,
        options: impl IntoIterator<Item = (String, String)>,
        spool: &Path,
    ) -> Result<Self, MaterialsError> {
        Folder::open(spool)?;
        let bucket = Bucket::open(url, options).await?;
        Ok(Self::at(Home::Bucket { bucket, spool: spool.to_path_buf() }))
    }

    fn at(home: Home) -> Self {
        Self { home, described: Arc::new(Cache::new(DESCRIBED_MAX)) }
    }

    /// Stores a file as it comes in. Answered means kept, under its name.
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
        let mut incoming = Incoming::begin(self.spool(), content_type).await?;
        while let Some(chunk) = body.next().await {
            incoming.take(&chunk.map_err(|error| PutError::BrokenOff(error.into()))?).await?;
        }
        let received = incoming.end(declared.size).await?;
        let id = received.id();
        let size = received.size();
        match &self.home {
            Home::Folder(folder) => folder.keep(received).await?,
            Home::Bucket { bucket, .. } => bucket.keep(received).await?,
        }
        Ok(MaterialRef { id, size, content_type })
    }

    fn spool(&self) -> &Path {
        match &self.home {
            Home::Folder(Folder(root)) => root,
            Home::Bucket { spool, .. } => spool,
        }
    }

    /// Reads a file, and checks that it is what was stored. In memory as a whole: bytes that were
    /// sent before a damage shows could not be taken back.
    ///
    /// # Errors
    /// When there is none of this hash, its content was altered, or the disk fails.
    pub async fn read(&self, id: MaterialId) -> Result<Bytes, ReadError> {
        if let Home::Bucket { bucket, .. } = &self.home {
            return sound(id, bucket.read(id).await?);
        }
        let store = self.clone();
        let read = tokio::task::spawn_blocking(move || store.read_blocking(id)).await;
        read.map_err(|_| ReadError::Interrupted)?
    }

    /// The same, for a thread that may wait.
    ///
    /// # Errors
    /// The same.
    pub fn read_blocking(&self, id: MaterialId) -> Result<Bytes, ReadError> {
        let content = match &self.home {
            Home::Folder(folder) => folder.read(id)?,
            Home::Bucket { bucket, .. } => bucket.wait(bucket.read(id))?,
        };
        sound(id, content)
    }

    /// Whether there is a store in its place at all.
    #[must_use]
    pub fn is_there(&self) -> bool {
        match &self.home {
            Home::Folder(Folder(root)) => root.is_dir(),
            Home::Bucket { .. } => true,
        }
    }

    /// Whether a file of this hash is stored; what is in it is not looked at. For a thread that may
    /// wait.
    ///
    /// # Errors
    /// When the bucket does not answer.
    pub fn is_stored(&self, id: MaterialId) -> Result<bool, MaterialsError> {
        Ok(match &self.home {
            Home::Folder(folder) => folder.path(id).is_file(),
            Home::Bucket { bucket, .. } => bucket.wait(bucket.is_stored(id))?,
        })
    }

    /// Every file stored, in no particular order: for checking each with [`Self::read`], and for
    /// backups. What stands there but is no material is passed over. For a thread that may wait.
    ///
    /// # Errors
    /// When the store cannot be listed.
    pub fn ids(&self) -> Result<Vec<MaterialId>, MaterialsError> {
        Ok(match &self.home {
            Home::Folder(folder) => folder.ids()?,
            Home::Bucket { bucket, .. } => bucket.wait(bucket.ids())?,
        })
    }

    /// Copies into a folder what that does not have; answers how many files that were. Copy the log
    /// *before*: then every material that it names is in the copy.
    ///
    /// `on_file` hears how many are there, before each file; it may end the copy early. For a
    /// thread that may wait.
    ///
    /// # Errors
    /// When a folder or file cannot be read or written.
    pub fn copy_to(
        &self,
        root: &Path,
        on_file: impl FnMut(usize) -> ControlFlow<()>,
    ) -> Result<usize, MaterialsError> {
        let target = Folder::open(root)?;
        match &self.home {
            Home::Folder(folder) => Ok(folder.copy_to(&target, on_file)?),
            Home::Bucket { .. } => self.copy_into(&Self::at(Home::Folder(target)), on_file),
        }
    }

    /// Copies into another store what that does not have, each file checked on the way; answers how
    /// many that were. Asked again, it goes on where it was cut off. `on_file` as with
    /// [`Self::copy_to`]. For a thread that may wait.
    ///
    /// # Errors
    /// When a file was altered, or either store does not answer.
    pub fn copy_into(
        &self,
        other: &Self,
        mut on_file: impl FnMut(usize) -> ControlFlow<()>,
    ) -> Result<usize, MaterialsError> {
        let mut n_copied = 0;
        for id in self.ids()? {
            if on_file(n_copied).is_break() {
                break;
            }
            n_copied += usize::from(self.copy_one_into(other, id)?);
        }
        Ok(n_copied)
    }

    /// Copies one file into another store that does not have it, checked on the way; answers whether
    /// it had not. For a thread that may wait.
    ///
    /// # Errors
    /// When it is not here or was altered, or either store does not answer.
    pub fn copy_one_into(&self, other: &Self, id: MaterialId) -> Result<bool, MaterialsError> {
        if other.is_stored(id)? {
            return Ok(false);
        }
        let content = self.read_blocking(id)?;
        match &other.home {
            Home::Folder(folder) => folder.write(id, &content)?,
            Home::Bucket { bucket, .. } => bucket.wait(bucket.write(id, content))?,
        }
        Ok(true)
    }
}

fn sound(id: MaterialId, content: Bytes) -> Result<Bytes, ReadError> {
    let sound = MaterialId::from_hash(Sha256::digest(&content).into()) == id;
    sound.then_some(content).ok_or(ReadError::Damaged { id })
}

#[cfg(test)]
mod tests;
