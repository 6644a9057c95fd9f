//! The log as the rest of the program sees it.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{oneshot, watch};
use tongban_kernel::{Partition, Recorded, Seq, StreamId};

use super::checkpoint::Checkpoint;
use super::draft::{Draft, Hint};
use super::files::io_error;
use super::indexer::{self, Wake};
use super::lookup::Lookup;
use super::manifest::{FolderLock, Manifest};
use super::open::{OpenReport, Opened, Options, SEGMENT_BYTES_MAX, open};
use super::queue::{Job, Queue};
use super::scan::Cursors;
use super::tail::Tail;
use super::verify::{VerifyProgress, VerifyReport, verify};
use super::writer::Writer;
use crate::log::validate;
use crate::{Append, AppendError, Appended, BoxFuture, Log, LogError};

/// More records than this outside the index, and appends are refused until it has caught up: they
/// are all kept in memory.
const UNINDEXED_MAX: usize = 1 << 18;
/// A read of more events than this leaves the threads that answer requests: they only ever read
/// what takes microseconds.
const READ_INLINE_MAX: u64 = 64;

/// The log on one machine. Dropping it brings what is queued to disk and closes the files.
#[derive(Debug)]
pub struct SegmentLog {
    shared: Arc<Shared>,
    manifest: Manifest,
    queues: Vec<Arc<Queue>>,
    wake: Arc<Wake>,
    writers: Vec<JoinHandle<()>>,
    indexer: Option<JoinHandle<()>>,
    stopped: watch::Receiver<Option<Arc<LogError>>>,
}

/// What reads on other threads keep hold of.
#[derive(Debug)]
struct Shared {
    lookup: Arc<Lookup>,
    cursors: Cursors,
    /// Held for as long as anybody reads or writes.
    _lock: FolderLock,
}

impl SegmentLog {
    /// Opens the log in a folder, or makes it. Repairs what a power cut left, and makes the index
    /// complete.
    ///
    /// # Errors
    /// [`LogError::Locked`] when another process has it open, [`LogError::NewerFormat`],
    /// [`LogError::Damaged`] when stored bytes do not check, and refusals of the operating system.
    pub fn open(dir: &Path, options: Options) -> Result<(Self, OpenReport), LogError> {
        std::fs::create_dir_all(dir).map_err(|error| io_error("make", dir, error))?;
        let lock = FolderLock::take(dir)?;
        let Opened { files, manifest, ends, index, report } = open(dir, &options)?;
        let tail = |end: &super::recover::End| {
            let spans = end.spans.clone();
            Tail::new(end.head, spans, options.head_cache_max, options.recent_bytes_max)
        };
        let tails = ends.iter().map(tail).collect();
        let lookup = Arc::new(Lookup::new(files, tails, index));
        let new_queue = || Arc::new(Queue::new(options.queue_max));
        let (stop, stopped) = watch::channel(None);
        let shared = Shared { lookup: Arc::clone(&lookup), cursors: Cursors::new(), _lock: lock };
        let mut log = Self {
            shared: Arc::new(shared),
            manifest,
            queues: manifest.partitions().map(|_| new_queue()).collect(),
            wake: Arc::default(),
            writers: Vec::new(),
            indexer: None,
            stopped,
        };
        for (partition, end) in manifest.partitions().zip(ends) {
            let writer = Writer {
                lookup: Arc::clone(&lookup),
                queue: Arc::clone(&log.queues[usize::from(partition.0)]),
                wake: Arc::clone(&log.wake),
                generation: manifest.generation,
                partition,
                segment_bytes_max: options.segment_bytes_max.min(SEGMENT_BYTES_MAX),
                end,
            };
            let (all, stop) = (log.queues.clone(), stop.clone());
            log.writers.push(spawn(dir, format!("log-{partition}"), move || {
                if let Err(error) = writer.run() {
                    all.iter().for_each(|queue| queue.close(Arc::clone(&error)));
                    stop.send_replace(Some(error));
                }
            })?);
        }
        let wake = Arc::clone(&log.wake);
        let run_indexer = move || indexer::run(&lookup, &wake);
        log.indexer = Some(spawn(dir, "log-index".to_owned(), run_indexer)?);
        Ok((log, report))
    }

    /// Returns when the log has stopped for good, with the reason: what is on disk is no longer
    /// certain, and the process must end. Never returns while all is well.
    pub async fn stopped(&self) -> Arc<LogError> {
        let mut stopped = self.stopped.clone();
        match stopped.wait_for(Option::is_some).await.map(|why| why.clone()) {
            Ok(Some(why)) => why,
            Ok(None) | Err(_) => std::future::pending().await,
        }
    }

    /// What is on disk now, file by file: a copy of so much of each file is a log, whatever is
    /// appended while it is made.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint::of(&self.shared.lookup, self.manifest)
    }

    /// Checks everything that was on disk when the check began: checksums, places, the chain of the
    /// segments and those of all streams. Reads everything once; runs on the calling thread.
    ///
    /// # Errors
    /// When files cannot be read; what does not check is in the report.
    pub fn verify(&self, progress: impl FnMut(VerifyProgress)) -> Result<VerifyReport, LogError> {
        let lookup = &self.shared.lookup;
        let parts =
            self.manifest.partitions().map(|partition| (partition, lookup.spans(partition)));
        verify(&lookup.files, self.manifest.generation, parts.collect(), progress)
    }

    /// Checks a data folder without opening it to write.
    ///
    /// # Errors
    /// When it holds no log or files cannot be read; what does not check is in the report.
    pub fn verify_dir(
        dir: &Path,
        options: &Options,
        progress: impl FnMut(VerifyProgress),
    ) -> Result<VerifyReport, LogError> {
        super::verify::verify_dir(dir, &options.disk, progress)
    }

    fn prepare(&self, append: Append) -> Result<(Partition, Draft), AppendError> {
        let partition = validate(&append, self.manifest.n_partitions)?;
        let tail = self.shared.lookup.tail(partition);
        if tail.n_unindexed() > UNINDEXED_MAX {
            return Err(AppendError::Busy);
        }
        let draft = Draft::new(append, partition, |stream| {
            // First how far the index is, then what it says: so the answer holds up to there.
            let seen = tail.indexed();
            let head = match tail.head_of(stream) {
                None => self.shared.lookup.head(stream),
                known => Ok(known),
            };
            let head = head.map_err(|source| AppendError::Unreadable { stream, source })?;
            Ok(Hint { head, seen })
        })?;
        Ok((partition, draft))
    }

    fn known(&self, partition: Partition) -> Partition {
        Partition(partition.0 % self.manifest.n_partitions)
    }
}

fn spawn(
    dir: &Path,
    name: String,
    run: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, LogError> {
    let spawned = std::thread::Builder::new().name(name).spawn(run);
    spawned.map_err(|error| io_error("start a thread for", dir, error))
}

impl Drop for SegmentLog {
    fn drop(&mut self) {
        for queue in &self.queues {
            queue.close(Arc::new(LogError::Closed));
        }
        for writer in self.writers.drain(..) {
            // A writer that panicked has closed its queue and has nothing to say here.
            let _ = writer.join();
        }
        self.wake.close();
        if let Some(indexer) = self.indexer.take() {
            let _ = indexer.join();
        }
    }
}

impl Log for SegmentLog {
    fn generation(&self) -> u32 {
        self.manifest.generation
    }

    fn n_partitions(&self) -> u16 {
        self.manifest.n_partitions
    }

    fn append(&self, append: Append) -> BoxFuture<'_, Result<Appended, AppendError>> {
        Box::pin(async move {
            let (partition, draft) = self.prepare(append)?;
            let (reply, answer) = oneshot::channel();
            self.queues[usize::from(partition.0)].push(Job { draft, reply })?;
            let closed = |_| Err(AppendError::Stopped(Arc::new(LogError::Closed)));
            answer.await.unwrap_or_else(closed)
        })
    }

    fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(async move {
            let lookup = Arc::clone(&self.shared.lookup);
            let partition = stream.partition(self.manifest.n_partitions);
            let head = lookup.tail(partition).head_of(stream);
            let n_events =
                head.map_or(0, |head| head.token.revision().saturating_sub(after_revision));
            if n_events <= READ_INLINE_MAX {
                return lookup.read(stream, after_revision);
            }
            elsewhere(&self.shared, move |shared| shared.lookup.read(stream, after_revision)).await
        })
    }

    fn scan(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(async move {
            let partition = self.known(partition);
            if let Some(recent) = self.shared.lookup.tail(partition).recent_after(after, n_max) {
                return Ok(recent);
            }
            elsewhere(&self.shared, move |shared| {
                let (lookup, spans) = (&shared.lookup, shared.lookup.spans(partition));
                shared.cursors.scan(&lookup.files, partition, &spans, after, n_max)
            })
            .await
        })
    }

    fn head(&self, partition: Partition) -> watch::Receiver<Seq> {
        self.shared.lookup.tail(self.known(partition)).subscribe()
    }
}

/// Runs what may wait for the disk where waiting is no harm.
async fn elsewhere<T: Send + 'static>(
    shared: &Arc<Shared>,
    run: impl FnOnce(&Shared) -> Result<T, LogError> + Send + 'static,
) -> Result<T, LogError> {
    let shared = Arc::clone(shared);
    tokio::task::spawn_blocking(move || run(&shared)).await.unwrap_or(Err(LogError::Closed))
}
