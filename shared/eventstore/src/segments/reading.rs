//! Reading, on whatever thread is right for it.

use std::sync::Arc;

use tongban_kernel::{Partition, Recorded, Seq, StreamId};

use super::lookup::{Doubt, Lookup};
use super::manifest::FolderLock;
use super::recent::{AHEAD_BYTES_MAX, Found, Recent};
use super::scan::Cursors;
use super::spans::Spans;
use crate::LogError;

/// A read of more events than this leaves the threads that answer requests: those only ever wait
/// for what takes microseconds.
const EVENTS_INLINE_MAX: u64 = 64;
/// And so does decoding more bytes than this.
const BYTES_INLINE_MAX: u64 = 64 << 10;
/// Whoever decodes new events decodes at least so many, where there are any: the next reader wants
/// them too.
const FILL_MIN: usize = 256;

/// What readers hold on to.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) lookup: Arc<Lookup>,
    pub(super) cursors: Cursors,
    /// One for each partition.
    pub(super) recent: Vec<Recent>,
    /// Held for as long as anybody reads or writes.
    pub(super) _lock: FolderLock,
}

impl Reading {
    /// The events of one stream after a revision.
    pub(super) async fn read(
        self: &Arc<Self>,
        stream: StreamId,
        after_revision: u64,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        let tail = self.lookup.tail(stream.partition(self.lookup.n_partitions()));
        let head = tail.look(stream).head;
        let revision = head.map_or(0, |head| head.token.revision());
        if revision.saturating_sub(after_revision) <= EVENTS_INLINE_MAX {
            match self.lookup.try_read(stream, after_revision) {
                Ok(events) => return Ok(events),
                Err(Doubt::Log(error)) => return Err(error),
                // Mending takes its time, and not that of a thread that answers requests.
                Err(Doubt::Fault(_) | Doubt::Record(..)) => {}
            }
        }
        self.elsewhere(move |reading| reading.lookup.read(stream, after_revision)).await
    }

    /// Whole appends of a partition with events after `after`, about `n_max` events.
    pub(super) async fn scan(
        self: &Arc<Self>,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        let (head, spans) = self.lookup.tail(partition).end();
        let recent = self.recent(partition);
        if after >= head {
            recent.at_end(head, &spans);
            return Ok(Vec::new());
        }
        if matches!(recent.after(after, n_max), Found::NotYet | Found::Ahead) {
            let _filling = recent.filling.lock().await;
            // Whoever held it before may have decoded what we want.
            match recent.after(after, n_max) {
                Found::NotYet => self.fill(partition, &spans, n_max.max(FILL_MIN)).await?,
                Found::Ahead if recent.n_bytes_behind(&spans) <= AHEAD_BYTES_MAX => {
                    self.fill(partition, &spans, usize::MAX).await?;
                }
                Found::Events(_) | Found::Ahead | Found::Elsewhere => {}
            }
        }
        match recent.after(after, n_max) {
            Found::Events(events) => Ok(events),
            Found::NotYet | Found::Ahead | Found::Elsewhere => {
                let appends = self.appends(partition, spans, after, n_max).await?;
                Ok(appends.into_iter().flatten().collect())
            }
        }
    }

    /// The same from the segments, append by append.
    pub(super) async fn appends(
        self: &Arc<Self>,
        partition: Partition,
        spans: Spans,
        after: Seq,
        n_max: usize,
    ) -> Result<Vec<Vec<Arc<Recorded>>>, LogError> {
        let read = move |reading: &Self| {
            let files = &reading.lookup.files;
            reading.cursors.appends(files, partition, &spans, after, n_max)
        };
        self.elsewhere(read).await
    }

    async fn fill(
        self: &Arc<Self>,
        partition: Partition,
        spans: &Spans,
        n_max: usize,
    ) -> Result<(), LogError> {
        let recent = self.recent(partition);
        if recent.n_bytes_behind(spans) <= BYTES_INLINE_MAX {
            return recent.fill(&self.lookup.files, partition, spans, n_max);
        }
        let spans = spans.clone();
        let fill = move |reading: &Self| {
            reading.recent(partition).fill(&reading.lookup.files, partition, &spans, n_max)
        };
        self.elsewhere(fill).await
    }

    fn recent(&self, partition: Partition) -> &Recent {
        &self.recent[usize::from(partition.0) % self.recent.len()]
    }

    /// Runs what may wait for the disk where waiting is no harm.
    async fn elsewhere<T: Send + 'static>(
        self: &Arc<Self>,
        run: impl FnOnce(&Self) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let reading = Arc::clone(self);
        tokio::task::spawn_blocking(move || run(&reading)).await.unwrap_or(Err(LogError::Closed))
    }
}
