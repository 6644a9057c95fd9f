//! The one thread that writes a partition.

use std::io::ErrorKind;
use std::sync::Arc;

use tongban_kernel::{Partition, Seq};

use super::answers::Teller;
use super::files::io_error;
use super::header::{HEADER_END, Header};
use super::indexer::Wake;
use super::lookup::Lookup;
use super::queue::{Job, Queue};
use super::recover::{End, create_segment};
use super::spans::Span;
use super::stage::{Staged, StagedAppend};
use crate::{AppendError, LogError};

/// Writes what is queued for a partition until the queue is closed or the disk cannot be trusted.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) lookup: Arc<Lookup>,
    pub(super) queue: Arc<Queue>,
    pub(super) wake: Arc<Wake>,
    pub(super) teller: Arc<Teller>,
    pub(super) generation: u32,
    pub(super) partition: Partition,
    pub(super) segment_bytes_max: u32,
    pub(super) end: End,
}

/// Why a batch was not written.
enum Failure {
    /// No room: nothing was written, and later there may be room.
    NoSpace,
    /// What is on disk is no longer certain.
    Fatal(LogError),
}

/// Whatever ends the writer, nobody waits for it any more.
struct CloseAtEnd(Arc<Queue>);

impl Drop for CloseAtEnd {
    fn drop(&mut self) {
        self.0.close(Arc::new(LogError::Closed));
        self.0.clear();
    }
}

impl Writer {
    /// Runs until the queue is closed and empty. A failure after which nothing on disk is certain
    /// ends it at once, and is the answer.
    pub(super) fn run(mut self) -> Result<(), Arc<LogError>> {
        let _close = CloseAtEnd(Arc::clone(&self.queue));
        let mut jobs = Vec::new();
        let mut staged = Staged::new(self.partition);
        while self.queue.take(&mut jobs) {
            match self.write_batch(&mut jobs, &mut staged) {
                Ok(()) => self.publish(&mut staged),
                Err(Failure::NoSpace) => {
                    self.refuse(&mut jobs, &mut staged, || AppendError::NoSpace);
                }
                Err(Failure::Fatal(error)) => {
                    let error = Arc::new(error);
                    self.queue.close(Arc::clone(&error));
                    let stopped = || AppendError::Stopped(Arc::clone(&error));
                    self.refuse(&mut jobs, &mut staged, stopped);
                    while self.queue.take(&mut jobs) {
                        self.refuse(&mut jobs, &mut staged, stopped);
                    }
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Brings a batch to disk: one write, one sync.
    fn write_batch(&mut self, jobs: &mut Vec<Job>, staged: &mut Staged) -> Result<(), Failure> {
        self.roll_when_full()?;
        staged.begin(&self.end);
        staged.add(jobs, &self.lookup);
        let span = self.end.spans.last();
        if staged.bytes.is_empty() {
            return Ok(());
        }
        let offset = u64::from(span.end);
        if let Err(error) = self.end.file.write_all_at(&staged.bytes, offset) {
            return Err(self.undo_write(offset, error));
        }
        let fatal = |error| Failure::Fatal(self.error("sync", error));
        self.end.file.sync_data().map_err(fatal)?;
        self.end.digest.written(&staged.frames_and_stamps);
        self.end.head = staged.head;
        self.end.recorded_at = staged.recorded_at;
        self.end.spans.fill(span.end + u32::try_from(staged.bytes.len()).unwrap_or(u32::MAX));
        Ok(())
    }

    /// Takes back what a failing write left, so that the next one goes to the same place.
    fn undo_write(&self, offset: u64, error: std::io::Error) -> Failure {
        if let Err(error) = self.end.file.truncate(offset) {
            return Failure::Fatal(self.error("cut", error));
        }
        if is_no_space(&error) {
            return Failure::NoSpace;
        }
        Failure::Fatal(self.error("write", error))
    }

    /// Begins the next segment where the last is full.
    fn roll_when_full(&mut self) -> Result<(), Failure> {
        let span = self.end.spans.last();
        if span.end < self.segment_bytes_max || self.end.head < span.first_seq {
            return Ok(());
        }
        let header = Header {
            generation: self.generation,
            partition: self.partition,
            first_seq: Seq(self.end.head.0 + 1),
            prev_first_seq: span.first_seq,
            prev_hash: self.end.digest.hash(),
        };
        match create_segment(&self.lookup.files, header) {
            Ok((file, digest)) => {
                self.end.file = file;
                self.end.digest = digest;
                self.end.spans.push(Span { first_seq: header.first_seq, end: HEADER_END });
                Ok(())
            }
            Err(error) if is_no_space(&error) => Err(Failure::NoSpace),
            Err(error) => {
                let path = self.lookup.files.path_of(self.partition, header.first_seq);
                Err(Failure::Fatal(io_error("make", &path, error)))
            }
        }
    }

    /// Makes a batch visible that is on disk, and answers.
    fn publish(&self, staged: &mut Staged) {
        let landed = staged.appends.iter().filter_map(|append| {
            append.outcome.as_ref().ok().map(|landed| (*landed, &append.draft.writes[..]))
        });
        let tail = self.lookup.tail(self.partition);
        let n_unindexed = tail.publish(landed, &self.end.spans);
        self.teller.tell(std::mem::take(&mut staged.appends));
        self.wake.when_enough(n_unindexed);
    }

    fn refuse(&self, jobs: &mut Vec<Job>, staged: &mut Staged, why: impl Fn() -> AppendError) {
        let mut refused = std::mem::take(&mut staged.appends);
        for append in &mut refused {
            // Who was to be refused anyway is told so.
            if append.outcome.is_ok() {
                append.outcome = Err(why());
            }
        }
        let waiting = jobs.drain(..).map(|Job { draft, reply }| StagedAppend {
            draft,
            reply,
            outcome: Err(why()),
        });
        refused.extend(waiting);
        self.teller.tell(refused);
    }

    fn error(&self, action: &'static str, source: std::io::Error) -> LogError {
        let segment = self.end.spans.last().first_seq;
        io_error(action, &self.lookup.files.path_of(self.partition, segment), source)
    }
}

fn is_no_space(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
    )
}
