//! The log as the rest of the program sees it.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{oneshot, watch};
use tongban_kernel::{Partition, Position, Recorded, Seq, StreamId};

use super::answers::Teller;
use super::checkpoint::Checkpoint;
use super::draft::{Draft, Hint};
use super::files::io_error;
use super::indexer::{self, Wake};
use super::lookup::Lookup;
use super::manifest::{FolderLock, Manifest};
use super::open::{OpenReport, Opened, Options, SEGMENT_BYTES_MAX, open};
use super::queue::{Job, Queue, Reply};
use super::reading::Reading;
use super::recent::Recent;
use super::recover::End;
use super::scan::Cursors;
use super::tail::Tail;
use super::verify::{VerifyProgress, VerifyReport, verify};
use super::writer::Writer;
use crate::log::validate;
use crate::{Append, AppendError, Appended, BoxFuture, Log, LogError};

/// More records than this outside the index, and appends are refused until it has caught up: they
/// are all kept in memory.
const UNINDEXED_MAX: usize = 1 << 18;

/// The log on one machine. Dropping it brings what is queued to disk and closes the files.
#[derive(Debug)]
pub struct SegmentLog {
    pub(super) reading: Arc<Reading>,
    manifest: Manifest,
    pub(super) queues: Vec<Arc<Queue>>,
    wake: Arc<Wake>,
    teller: Arc<Teller>,
    writers: Vec<JoinHandle<()>>,
    indexer: Option<JoinHandle<()>>,
    stopped: watch::Sender<Option<Arc<LogError>>>,
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
        let tail = |end: &End| Tail::new(end.head, end.spans.clone(), options.head_cache_max);
        let recent = |end: &End| Recent::new(end.head, &end.spans, options.recent_bytes_max);
        let reading = Reading {
            lookup: Arc::new(Lookup::new(files, ends.iter().map(tail).collect(), index)),
            cursors: Cursors::new(),
            recent: ends.iter().map(recent).collect(),
            _lock: lock,
        };
        let new_queue = |_| Arc::new(Queue::new(options.queue_max));
        let mut log = Self {
            reading: Arc::new(reading),
            manifest,
            queues: manifest.partitions().map(new_queue).collect(),
            wake: Arc::default(),
            teller: Arc::default(),
            writers: Vec::new(),
            indexer: None,
            stopped: watch::Sender::new(None),
        };
        let segment_bytes_max = options.segment_bytes_max.min(SEGMENT_BYTES_MAX);
        log.start_threads(dir, ends, segment_bytes_max)?;
        Ok((log, report))
    }

    fn start_threads(
        &mut self,
        dir: &Path,
        ends: Vec<End>,
        segment_bytes_max: u32,
    ) -> Result<(), LogError> {
        for ((partition, queue), end) in self.manifest.partitions().zip(&self.queues).zip(ends) {
            let writer = Writer {
                lookup: Arc::clone(&self.reading.lookup),
                queue: Arc::clone(queue),
                wake: Arc::clone(&self.wake),
                teller: Arc::clone(&self.teller),
                generation: self.manifest.generation,
                partition,
                segment_bytes_max,
                end,
            };
            let (all, stopped) = (self.queues.clone(), self.stopped.clone());
            self.writers.push(spawn(dir, format!("log-{partition}"), move || {
                if let Err(error) = writer.run() {
                    all.iter().for_each(|queue| queue.close(Arc::clone(&error)));
                    stopped.send_replace(Some(error));
                }
            })?);
        }
        let (lookup, wake) = (Arc::clone(&self.reading.lookup), Arc::clone(&self.wake));
        let run_indexer = move || indexer::run(&lookup, &wake);
        self.indexer = Some(spawn(dir, "log-index".to_owned(), run_indexer)?);
        Ok(())
    }

    /// Returns when the log has stopped for good, with the reason: what is on disk is no longer
    /// certain, and the process must end. Never returns while all is well.
    pub async fn stopped(&self) -> Arc<LogError> {
        let mut stopped = self.stopped.subscribe();
        match stopped.wait_for(Option::is_some).await.map(|why| why.clone()) {
            Ok(Some(why)) => why,
            Ok(None) | Err(_) => std::future::pending().await,
        }
    }

    /// What is on disk now, file by file: a copy of so much of each file is a log, whatever is
    /// appended while it is made.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint::of(&self.reading.lookup, self.manifest)
    }

    /// Checks everything that was on disk when the check began: checksums, places, the chain of the
    /// segments and those of all streams. Reads everything once; runs on the calling thread.
    ///
    /// `look` is shown every event on the way, for what the caller wants to check of it: none need
    /// be read twice.
    ///
    /// # Errors
    /// When files cannot be read; what does not check is in the report.
    pub fn verify(
        &self,
        look: impl FnMut(&Recorded),
        progress: impl FnMut(VerifyProgress),
    ) -> Result<VerifyReport, LogError> {
        let lookup = &self.reading.lookup;
        let parts = self.manifest.partitions().map(|part| (part, lookup.tail(part).spans()));
        verify(&lookup.files, self.manifest.generation, parts.collect(), look, progress)
    }

    /// Checks a data folder without opening it to write; see [`Self::verify`].
    ///
    /// # Errors
    /// When it holds no log or files cannot be read; what does not check is in the report.
    pub fn verify_dir(
        dir: &Path,
        options: &Options,
        look: impl FnMut(&Recorded),
        progress: impl FnMut(VerifyProgress),
    ) -> Result<VerifyReport, LogError> {
        super::verify::verify_dir(dir, &options.disk, look, progress)
    }

    /// Makes an append ready for its partition's writer.
    pub(super) fn prepare(&self, append: &Append) -> Result<(Partition, Draft), AppendError> {
        let partition = validate(append, self.manifest.n_partitions)?;
        let draft = Draft::new(append, |stream| self.hint(partition, stream))?;
        Ok((partition, draft))
    }

    /// What is known of a stream's end before the writer comes to it.
    pub(super) fn hint(&self, partition: Partition, stream: StreamId) -> Result<Hint, AppendError> {
        let lookup = &self.reading.lookup;
        let known = lookup.tail(partition).look(stream);
        if known.n_unindexed > UNINDEXED_MAX {
            return Err(AppendError::Busy);
        }
        if known.head.is_some() {
            return Ok(Hint { head: known.head, seen: known.indexed });
        }
        // What the caller cannot find out, the writer will: mending is no work for requests.
        let asked = lookup.try_head(stream);
        Ok(asked.map_or_else(|_| Hint::default(), |head| Hint { head, seen: known.indexed }))
    }

    pub(super) fn known(&self, partition: Partition) -> Partition {
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
            self.teller.meet_caller();
            let (partition, draft) = self.prepare(&append)?;
            drop(append);
            let (reply, answer) = oneshot::channel();
            self.queues[usize::from(partition.0)].push(Job { draft, reply })?;
            let Ok(Reply { outcome, draft }) = answer.await else {
                return Err(AppendError::Stopped(Arc::new(LogError::Closed)));
            };
            let landed = outcome?;
            Ok(Appended {
                position: Position::at(self.manifest.generation, partition, landed.last_seq),
                recorded_at: landed.recorded_at,
                tokens: draft.writes.iter().map(|write| write.end.token).collect(),
            })
        })
    }

    fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(self.reading.read(stream, after_revision))
    }

    fn scan(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Arc<Recorded>>, LogError>> {
        Box::pin(self.reading.scan(self.known(partition), after, n_max))
    }

    fn head(&self, partition: Partition) -> watch::Receiver<Seq> {
        self.reading.lookup.tail(self.known(partition)).subscribe()
    }

    fn n_queued(&self) -> usize {
        self.queues.iter().map(|queue| queue.len()).sum()
    }
}
