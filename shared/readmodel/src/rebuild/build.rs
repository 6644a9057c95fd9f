use std::path::{Path, PathBuf};
use std::sync::Arc;

use tongban_eventstore::Log;
use tongban_eventstore::readers::{ReaderError, StopStore};
use tongban_kernel::{Partition, Recorded, Seq};

use super::file_lock::scratch_path;
use super::{Difference, RebuildLock, SchemaLock, same_rows, swap_schemas};
use crate::models::{failed, model_path, model_schema};
use crate::reader::{Projected, project_decided, store};
use crate::rows::Batch;
use crate::store::{Content, Durability, Exchange, Schema, Writer};
use crate::{Database, Projection, ReadModel, StoreError};

/// Events of one transaction: nobody waits for a file under construction.
const BATCH_MAX: usize = 10_000;

/// How far a rebuild is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RebuildProgress {
    /// The partition being read.
    pub partition: Partition,
    /// The last event of it that was dealt with.
    pub seq: Seq,
    /// Its newest event.
    pub head: Seq,
    /// Events projected so far, of all partitions.
    pub n_projected: u64,
}

/// A projection's rows, computed again in a place of their own.
pub struct Rebuilt<P> {
    projection: P,
    stops: Option<Arc<dyn StopStore>>,
    pub(super) writer: Writer,
    pub(super) scratch: Scratch,
    n_projected: u64,
}

/// Where the rows are until they are in use, or given up, and the lock that is held so long.
pub(super) enum Scratch {
    /// A file beside that in use.
    File { path: PathBuf, live: PathBuf, _lock: RebuildLock },
    /// A schema beside that in use.
    Schema { schema: Schema, live: Schema, lock: SchemaLock },
}

impl<P: Projection> Rebuilt<P> {
    pub(crate) async fn in_folder(
        projection: P,
        stops: Option<Arc<dyn StopStore>>,
        log: &dyn Log,
        dir: &Path,
        on_progress: impl FnMut(RebuildProgress) + Send,
    ) -> Result<Self, ReaderError> {
        let lock = RebuildLock::take::<P>(dir).map_err(store)?;
        lock.remove_leftovers::<P>(dir).map_err(store)?;
        let path = scratch_path::<P>(dir);
        let content = Content::of::<P>(log.n_partitions());
        let opened = Writer::open(&path, content, Durability::Scratch).await;
        let writer = opened.map_err(|error| store(failed(error, &path)))?;
        let scratch = Scratch::File { path, live: model_path::<P>(dir), _lock: lock };
        Self { projection, stops, writer, scratch, n_projected: 0 }.build(log, on_progress).await
    }

    pub(crate) async fn in_database(
        projection: P,
        stops: Option<Arc<dyn StopStore>>,
        log: &dyn Log,
        database: &Database,
        on_progress: impl FnMut(RebuildProgress) + Send,
    ) -> Result<Self, ReaderError> {
        let live = model_schema::<P>(database);
        let mut lock = SchemaLock::take::<P>(&live).await.map_err(store)?;
        let content = Content::of::<P>(log.n_partitions());
        let (schema, writer) = lock.scratch(&live, content).await.map_err(store)?;
        let scratch = Scratch::Schema { schema, live, lock };
        Self { projection, stops, writer, scratch, n_projected: 0 }.build(log, on_progress).await
    }

    async fn build(
        mut self,
        log: &dyn Log,
        mut on_progress: impl FnMut(RebuildProgress) + Send,
    ) -> Result<Self, ReaderError> {
        for partition in self.writer.partitions() {
            let head = *log.head(partition).borrow();
            self.follow(log, partition, head, &mut on_progress).await?;
        }
        self.writer.create_indexes().await.map_err(store)?;
        Ok(self)
    }

    /// Puts the rows in the place of the old ones. While a reader of this process has these open, it
    /// takes them itself, with [`ProjectionReader::swap_in`](crate::ProjectionReader::swap_in).
    ///
    /// # Errors
    /// When files or schemas cannot be exchanged.
    pub async fn replace(self) -> Result<(), StoreError> {
        self.writer.close().await?;
        match self.scratch {
            Scratch::File { path, live, _lock } => {
                Exchange::begin(&path, &live)?.keep();
                Ok(())
            }
            Scratch::Schema { schema, live, lock } => {
                swap_schemas::replace::<P>(lock, &schema, &live).await
            }
        }
    }

    /// Compares the rows with those of a read model, all of them; none means that they are the same.
    ///
    /// # Errors
    /// When one of both cannot be read.
    pub async fn difference(&self, model: &ReadModel) -> Result<Option<Difference>, StoreError> {
        let anew = match &self.scratch {
            Scratch::File { path, .. } => ReadModel::open(P::NAME, path),
            Scratch::Schema { schema, .. } => ReadModel::of_schema(P::NAME, schema),
        };
        let difference = same_rows::<P>(model, &anew).await;
        anew.close().await;
        difference
    }

    /// Events projected so far.
    pub fn n_projected(&self) -> u64 {
        self.n_projected
    }

    /// Goes on to the event `until`.
    pub(super) async fn follow(
        &mut self,
        log: &dyn Log,
        partition: Partition,
        until: Seq,
        on_progress: &mut (impl FnMut(RebuildProgress) + Send),
    ) -> Result<(), ReaderError> {
        let Self { projection, stops, writer, n_projected, .. } = self;
        let read = |seen| read(projection, stops.as_deref(), log, partition, seen, until);
        let mut next = read(writer.seen(partition).0).await?;
        while let Some(Rows { batch, last, n_projected: n_more }) = next {
            // The log is read while the rows are written: both mostly wait for another process.
            let writing = writer.commit(batch, &last, None);
            let (written, following) = tokio::join!(writing, read(last.seq));
            written.map_err(store)?;
            *n_projected += n_more;
            let progress = RebuildProgress {
                partition,
                seq: last.seq,
                head: until,
                n_projected: *n_projected,
            };
            on_progress(progress);
            next = following?;
        }
        Ok(())
    }
}

/// What came of a batch of events.
struct Rows {
    batch: Batch,
    /// The last event of them.
    last: Arc<Recorded>,
    n_projected: u64,
}

/// Projects the events behind `seen`, none behind `until`; none where there are none.
async fn read<P: Projection>(
    projection: &P,
    stops: Option<&dyn StopStore>,
    log: &dyn Log,
    partition: Partition,
    seen: Seq,
    until: Seq,
) -> Result<Option<Rows>, ReaderError> {
    if seen >= until {
        return Ok(None);
    }
    let events = log.scan(partition, seen, BATCH_MAX).await.map_err(ReaderError::Log)?;
    // Places may have gaps, so that the last one is before `until`.
    let due = &events[..events.partition_point(|event| event.seq <= until)];
    let Projected { batch, n_projected, stopped, .. } =
        project_decided(projection, stops, due).await?;
    if let Some(stopped) = stopped {
        return Err(stopped);
    }
    let last = due.last().map(Arc::clone);
    Ok(last.map(|last| Rows { batch, last, n_projected }))
}
