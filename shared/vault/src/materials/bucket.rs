use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use object_store::path::Path;
use object_store::{Error, GetOptions, ObjectStore, ObjectStoreExt};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::incoming::Received;
use super::kind::{self, HEAD_LEN, TAIL_LEN};
use super::{MaterialId, Materials, MaterialsError, PutError, ReadError};
use crate::ContentType;
use crate::s3::{self, BucketError, in_time};

/// Files on their way to the bucket at once: each is in memory meanwhile, up to 20 MiB.
const PUTS_MAX: usize = 8;
/// Materials in a bucket of a store that speaks S3: `prefix/ab/cdef…` holds a file.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    puts: Arc<Semaphore>,
    /// On which requests are made that a thread waits for.
    runtime: Handle,
}

impl Bucket {
    /// Knocks at the bucket: a wrong name or key is told at once.
    pub(super) async fn open(
        url: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, MaterialsError> {
        let (store, prefix) = s3::connect(url, options).map_err(MaterialsError::Address)?;
        let puts = Arc::new(Semaphore::new(PUTS_MAX));
        s3::knock(&store, &prefix).await.map_err(BucketError::of("reach"))?;
        Ok(Self { store, prefix, puts, runtime: Handle::current() })
    }

    pub(super) async fn keep(&self, received: Received) -> Result<(), PutError> {
        let _turn = self.puts.acquire().await.map_err(|_| PutError::Interrupted)?;
        let content = received.content().await?;
        Ok(self.write(received.id(), content).await?)
    }

    /// Keeps content that is known to be that of this hash. The request is signed with it: what
    /// arrives is what was sent.
    pub(super) async fn write(&self, id: MaterialId, content: Bytes) -> Result<(), BucketError> {
        let path = self.path(id);
        let put = self.store.put(&path, content.into());
        in_time(put).await.map(drop).map_err(BucketError::of("write to"))
    }

    pub(super) async fn read(&self, id: MaterialId) -> Result<Bytes, ReadError> {
        let path = self.path(id);
        let read = async {
            let found = self.store.get(&path).await?;
            // Nothing that is larger was put there, and memory is not to be filled with it.
            match found.meta.size {
                0..=Materials::SIZE_MAX => found.bytes().await.map(Some),
                _ => Ok(None),
            }
        };
        in_time(read).await.map_err(|error| failed(id, error))?.ok_or(ReadError::Damaged { id })
    }

    /// The size of a file, if its ends are those of the type.
    pub(super) async fn look(
        &self,
        id: MaterialId,
        content_type: ContentType,
    ) -> Result<Option<u64>, ReadError> {
        let (size, head) = self.part(id, 0..HEAD_LEN as u64).await?;
        // Not asked for by its length from the end: not every store takes more than there is.
        let (_, tail) = self.part(id, size.saturating_sub(TAIL_LEN as u64)..size).await?;
        Ok(kind::ends_fit(content_type, &head, &tail).then_some(size))
    }

    pub(super) async fn is_stored(&self, id: MaterialId) -> Result<bool, BucketError> {
        let path = self.path(id);
        match in_time(self.store.head(&path)).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(BucketError::of("look into")(error)),
        }
    }

    pub(super) async fn ids(&self) -> Result<Vec<MaterialId>, BucketError> {
        let mut ids = Vec::new();
        let mut found = self.store.list(Some(&self.prefix));
        while let Some(object) = in_time(async { found.next().await.transpose() })
            .await
            .map_err(BucketError::of("list"))?
        {
            let below = object.location.prefix_match(&self.prefix);
            let name: Option<String> =
                below.map(|parts| parts.map(|part| part.as_ref().to_owned()).collect());
            ids.extend(name.and_then(|name| name.parse::<MaterialId>().ok()));
        }
        Ok(ids)
    }

    /// Waits on a thread that may.
    pub(super) fn wait<T>(&self, answer: impl Future<Output = T>) -> T {
        self.runtime.block_on(answer)
    }

    /// The size of the whole, and a part of it.
    async fn part(&self, id: MaterialId, range: Range<u64>) -> Result<(u64, Bytes), ReadError> {
        let options = GetOptions { range: Some(range.into()), ..GetOptions::default() };
        let path = self.path(id);
        let read = async {
            let found = self.store.get_opts(&path, options).await?;
            Ok((found.meta.size, found.bytes().await?))
        };
        in_time(read).await.map_err(|error| failed(id, error))
    }

    fn path(&self, id: MaterialId) -> Path {
        let name = id.to_string();
        let (folder, file) = name.split_at(2);
        self.prefix.clone().join(folder).join(file)
    }
}

fn failed(id: MaterialId, error: Error) -> ReadError {
    match error {
        Error::NotFound { .. } => ReadError::Unknown { id },
        error => BucketError::of("read from")(error).into(),
    }
}
