use std::path::{Path, PathBuf};

use tongban_eventstore::Log;
use tongban_eventstore::readers::ReaderError;
use tongban_kernel::{Partition, Seq};

use super::RebuildLock;
use super::lock::scratch_path;
use crate::models::{failed, model_path};
use crate::reader::{project_all, store};
use crate::store::{Content, Durability, Exchange, Writer};
use crate::{Projection, StoreError};

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

/// A projection's rows, computed again in a file of their own.
pub struct Rebuilt<P> {
    projection: P,
    pub(super) writer: Writer,
    pub(super) path: PathBuf,
    live: PathBuf,
    n_projected: u64,
    /// Until the rows are in use, or given up.
    _lock: RebuildLock,
}

/// Computes a projection's rows again, from the start of the log to its head, beside those in `dir`
/// that are in use. Nothing else is touched: policies are not rewound.
///
/// # Errors
/// When they are being computed again already, an event that the projection declares cannot be read,
/// or a machine fails.
pub async fn rebuild<P: Projection>(
    projection: P,
    log: &dyn Log,
    dir: &Path,
    mut on_progress: impl FnMut(RebuildProgress) + Send,
) -> Result<Rebuilt<P>, ReaderError> {
    let lock = RebuildLock::take::<P>(dir).map_err(store)?;
    lock.remove_leftovers::<P>(dir).map_err(store)?;
    let path = scratch_path::<P>(dir);
    let content = Content::of::<P>(log.n_partitions());
    let opened = Writer::open(&path, content, Durability::Scratch).await;
    let writer = opened.map_err(|error| store(failed(error, &path)))?;
    let live = model_path::<P>(dir);
    let mut rebuilt = Rebuilt { projection, writer, path, live, n_projected: 0, _lock: lock };
    for partition in rebuilt.writer.partitions() {
        let head = *log.head(partition).borrow();
        rebuilt.follow(log, partition, head, &mut on_progress).await?;
    }
    rebuilt.writer.create_indexes().await.map_err(store)?;
    Ok(rebuilt)
}

impl<P: Projection> Rebuilt<P> {
    /// Puts the rows in the place of the old ones, while no reader has these open. A running one
    /// takes them with [`ProjectionReader::swap_in`](crate::ProjectionReader::swap_in).
    ///
    /// # Errors
    /// When the files cannot be exchanged.
    pub async fn replace(self) -> Result<(), StoreError> {
        self.writer.close().await?;
        Exchange::begin(&self.path, &self.live)?.keep();
        Ok(())
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
        loop {
            let (seen, _) = self.writer.seen(partition);
            if seen >= until {
                return Ok(());
            }
            let events = log.scan(partition, seen, BATCH_MAX).await.map_err(ReaderError::Log)?;
            let due = &events[..events.partition_point(|event| event.seq <= until)];
            let projected = project_all(&self.projection, due).await;
            if let Some(stopped) = projected.stopped {
                return Err(stopped);
            }
            // Places may have gaps, so that the last one is before `until`.
            let Some(last) = projected.last else { return Ok(()) };
            self.writer.commit(projected.batch, last).await.map_err(store)?;
            self.n_projected += projected.n_projected;
            let (seq, n_projected) = (last.seq, self.n_projected);
            on_progress(RebuildProgress { partition, seq, head: until, n_projected });
        }
    }
}
