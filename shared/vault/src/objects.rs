use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use object_store::path::Path as Key;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode};

use crate::durable::{self, FileError};
use crate::s3::{self, BucketError, in_time, in_time_for};
use crate::secret;

/// Where a file of a folder is written before it has its name.
const INCOMING: &str = "incoming";
/// Asks a store whether it keeps a name that is taken.
const PROBE: &str = "taken-once";

/// Content under names of the form `a/b/c`, in a folder or in a bucket of a store that speaks S3. A
/// name is taken once: nobody writes over what another wrote, and what is there is whole.
#[derive(Clone, Debug)]
pub struct Objects(Home);

#[derive(Clone, Debug)]
enum Home {
    Folder(PathBuf),
    Bucket { store: Arc<dyn ObjectStore>, prefix: Key },
}

/// The store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// A file or folder cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The bucket cannot be used.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// The store lets a name be taken twice.
    #[error("the store writes over what is there in spite of If-None-Match: use one that does not")]
    WritesOver,
    /// The process is shutting down.
    #[error("the process stopped before the store answered")]
    Interrupted,
}

impl ObjectsError {
    /// Whether waiting may help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Bucket(error) if error.is_transient())
    }
}

impl Objects {
    /// Those in this folder, which is made, its owner's alone, if there is none.
    ///
    /// # Errors
    /// When it cannot be made or read.
    pub fn in_folder(root: &Path) -> Result<Self, ObjectsError> {
        let incoming = root.join(INCOMING);
        durable::create_dir(&incoming)?;
        durable::remove_left(&incoming)?;
        Ok(Self(Home::Folder(root.to_path_buf())))
    }

    /// Those in this folder, to be read: nothing is made.
    #[must_use]
    pub fn as_they_are(root: &Path) -> Self {
        Self(Home::Folder(root.to_path_buf()))
    }

    /// Those in a bucket, `s3://bucket/prefix`; `options` are those that the environment names
    /// `AWS_…`.
    ///
    /// # Errors
    /// When the bucket does not answer or does not let this process in.
    pub async fn in_bucket(
        url: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ObjectsError> {
        let (store, prefix) = s3::connect(url, options).map_err(BucketError::of("reach"))?;
        s3::knock(&store, &prefix).await.map_err(BucketError::of("reach"))?;
        Ok(Self(Home::Bucket { store, prefix }))
    }

    /// Looks whether a name can really be taken only once: not every store that speaks S3 heeds
    /// `If-None-Match`.
    ///
    /// # Errors
    /// [`ObjectsError::WritesOver`], or when the store cannot be written.
    pub async fn check_taken_once(&self) -> Result<(), ObjectsError> {
        self.put_new(PROBE, Bytes::from_static(b"a name is taken once\n")).await?;
        let again = self.put_new(PROBE, Bytes::from_static(b"a name is taken once\n")).await?;
        if again { Err(ObjectsError::WritesOver) } else { Ok(()) }
    }

    /// Keeps content under a name, durably and as a whole; answers whether the name was free. What
    /// was there stays.
    ///
    /// # Errors
    /// When it cannot be kept. In a bucket it may be there even so.
    pub async fn put_new(&self, name: &str, content: Bytes) -> Result<bool, ObjectsError> {
        match &self.0 {
            Home::Folder(root) => {
                let (root, path) = (root.clone(), root.join(name));
                waiting(move || {
                    let scratch = format!("{:032x}", u128::from_be_bytes(secret::random()));
                    make_parents(&root, &path)?;
                    durable::put_new(&path, &root.join(INCOMING).join(scratch), &content)
                })
                .await
            }
            Home::Bucket { store, prefix } => {
                let key = key(prefix, name);
                let n_bytes = content.len() as u64;
                let put = store.put_opts(&key, content.into(), PutMode::Create.into());
                match in_time_for(n_bytes, put).await {
                    Ok(_) => Ok(true),
                    Err(Error::AlreadyExists { .. }) => Ok(false),
                    Err(error) => Err(BucketError::of("write to")(error).into()),
                }
            }
        }
    }

    /// What is kept under a name, if anything is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>, ObjectsError> {
        match &self.0 {
            Home::Folder(root) => {
                let path = root.join(name);
                waiting(move || match std::fs::read(&path) {
                    Ok(content) => Ok(Some(content.into())),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(FileError::of("read", &path)(error)),
                })
                .await
            }
            Home::Bucket { store, prefix } => {
                let key = key(prefix, name);
                let read = async {
                    let found = in_time(store.get(&key)).await?;
                    in_time_for(found.meta.size, found.bytes()).await
                };
                match read.await {
                    Ok(content) => Ok(Some(content)),
                    Err(Error::NotFound { .. }) => Ok(None),
                    Err(error) => Err(BucketError::of("read from")(error).into()),
                }
            }
        }
    }

    /// All names that begin with `below/`, in order.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub async fn names(&self, below: &str) -> Result<Vec<String>, ObjectsError> {
        let mut names = match &self.0 {
            Home::Folder(root) => {
                let (root, below) = (root.clone(), below.to_owned());
                waiting(move || {
                    let mut names = Vec::new();
                    add_names(&root.join(&below), &below, &mut names)?;
                    Ok(names)
                })
                .await?
            }
            Home::Bucket { store, prefix } => {
                let mut names = Vec::new();
                let mut found = store.list(Some(&key(prefix, below)));
                let next = async |found: &mut futures_util::stream::BoxStream<'_, _>| {
                    in_time(async { found.next().await.transpose() }).await
                };
                while let Some(object) = next(&mut found).await.map_err(BucketError::of("list"))? {
                    let object: object_store::ObjectMeta = object;
                    let parts = object.location.prefix_match(prefix);
                    let parts = parts.map(|parts| {
                        parts.map(|part| part.as_ref().to_owned()).collect::<Vec<_>>()
                    });
                    names.extend(parts.map(|parts| parts.join("/")));
                }
                names
            }
        };
        names.sort_unstable();
        Ok(names)
    }

    /// Removes what is kept under a name; it need not be there.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn remove(&self, name: &str) -> Result<(), ObjectsError> {
        match &self.0 {
            Home::Folder(root) => {
                let path = root.join(name);
                waiting(move || match std::fs::remove_file(&path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        Err(FileError::of("remove", &path)(error))
                    }
                    _ => durable::sync_dir(durable::parent(&path)),
                })
                .await
            }
            Home::Bucket { store, prefix } => match in_time(store.delete(&key(prefix, name))).await
            {
                Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(BucketError::of("remove from")(error).into()),
            },
        }
    }
}

fn key(prefix: &Key, name: &str) -> Key {
    name.split('/').fold(prefix.clone(), |key, part| key.join(part))
}

async fn waiting<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, ObjectsError> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| ObjectsError::Interrupted)?;
    Ok(done?)
}

/// Makes the folders above a file, each durably.
fn make_parents(root: &Path, path: &Path) -> Result<(), FileError> {
    let parent = durable::parent(path);
    if parent.is_dir() {
        return Ok(());
    }
    durable::create_dir(parent)?;
    for made in parent.ancestors().skip(1).take_while(|made| made.starts_with(root)) {
        durable::sync_dir(made)?;
    }
    Ok(())
}

fn add_names(dir: &Path, below: &str, names: &mut Vec<String>) -> Result<(), FileError> {
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(FileError::of("list", dir))?,
    };
    for entry in entries {
        let entry = entry.map_err(FileError::of("list", dir))?;
        let name = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            add_names(&entry.path(), &name, names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
