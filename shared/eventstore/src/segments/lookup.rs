//! Asks the index, checks its answers against the log, and mends it where they do not fit.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tongban_kernel::{Partition, Recorded, StreamId};
use tracing::{error, warn};

use super::catch_up::{self, CatchUpError};
use super::files::Files;
use super::index::{Index, IndexFault, Mark};
use super::tail::{Head, Known, Place, StreamRecord, Tail};
use crate::{LogError, Token};

/// What readers, writers and the indexer share of a log.
#[derive(Debug)]
pub(super) struct Lookup {
    pub(super) files: Files,
    pub(super) tails: Vec<Tail>,
    pub(super) index: Index,
    /// Counts how often the index was mended, so that two who doubt the same index do it once.
    n_mended: AtomicU64,
    /// Held by whoever changes the index: what it holds and what the tail may forget go together.
    pub(super) changing: Mutex<()>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Doubt {
    /// The index cannot answer, or its answer cannot be used.
    Fault(IndexFault),
    /// The index names a record that does not check, or is of another stream.
    Record(Place, LogError),
    /// The log itself cannot be read: nothing is to be mended.
    Log(LogError),
}

impl Lookup {
    pub(super) fn new(files: Files, tails: Vec<Tail>, index: Index) -> Self {
        Self { files, tails, index, n_mended: AtomicU64::new(0), changing: Mutex::new(()) }
    }

    /// The tail of a partition.
    pub(super) fn tail(&self, partition: Partition) -> &Tail {
        &self.tails[usize::from(partition.0) % self.tails.len()]
    }

    /// The number of partitions.
    pub(super) fn n_partitions(&self) -> u16 {
        u16::try_from(self.tails.len()).unwrap_or(u16::MAX)
    }

    /// The end of a stream as the index knows it; none for a stream that it does not know. Mends the
    /// index where it must, which may take long.
    pub(super) fn head(&self, stream: StreamId) -> Result<Option<Head>, LogError> {
        self.asked(stream, || self.try_head(stream))
    }

    /// The same without mending anything.
    pub(super) fn try_head(&self, stream: StreamId) -> Result<Option<Head>, Doubt> {
        let partition = stream.partition(self.n_partitions());
        let Some(newest) = self.index.newest(stream).map_err(Doubt::Fault)? else {
            return Ok(None);
        };
        let events = self.checked(partition, stream, newest)?;
        let head = |last: &Arc<Recorded>| Head { token: Token::of(last), hash: last.hash };
        Ok(events.last().map(head))
    }

    /// The events of a stream after a revision. Mends the index where it must, which may take long.
    pub(super) fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        self.asked(stream, || self.try_read(stream, after_revision))
    }

    /// The same without mending anything.
    pub(super) fn try_read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> Result<Vec<Arc<Recorded>>, Doubt> {
        let partition = stream.partition(self.n_partitions());
        let (from, newest) = match self.tail(partition).records_of(stream, after_revision) {
            Known::Nothing => return Ok(Vec::new()),
            Known::From { from, records } => (from, records),
        };
        let mut events = if after_revision + 1 < from {
            self.read_indexed(partition, stream, after_revision, from)?
        } else {
            Vec::new()
        };
        for record in newest {
            // The tail named it, so nothing but the log itself can be at fault.
            let found = self.files.record(partition, record.place, Some(stream));
            events.extend(found.map_err(Doubt::Log)?);
        }
        events.retain(|event| event.revision > after_revision);
        Ok(events)
    }

    fn read_indexed(
        &self,
        partition: Partition,
        stream: StreamId,
        after_revision: u64,
        before_revision: u64,
    ) -> Result<Vec<Arc<Recorded>>, Doubt> {
        let records = self.index.records(stream, after_revision).map_err(Doubt::Fault)?;
        let mut events = Vec::with_capacity(records.len());
        for record in records.into_iter().filter(|r| r.first_revision < before_revision) {
            events.extend(self.checked(partition, stream, record)?);
        }
        let is_whole = events.windows(2).all(|two: &[Arc<Recorded>]| {
            two[0].revision + 1 == two[1].revision && two[0].hash == two[1].prev_hash
        });
        let reaches = before_revision == u64::MAX
            || events.last().map(|last| last.revision + 1) == Some(before_revision);
        let begins = events.first().is_none_or(|first| first.revision <= after_revision + 1);
        if !is_whole || !reaches || !begins {
            return Err(Doubt::Fault(IndexFault::Nonsense("a stream with a gap")));
        }
        Ok(events)
    }

    /// The events of a record that the index named: of this stream, and of these revisions.
    fn checked(
        &self,
        partition: Partition,
        stream: StreamId,
        record: StreamRecord,
    ) -> Result<Vec<Arc<Recorded>>, Doubt> {
        let events = self
            .files
            .record(partition, record.place, Some(stream))
            .map_err(|error| Doubt::Record(record.place, error))?;
        let ends = (events.first().map(|e| e.revision), events.last().map(|e| e.revision));
        if ends != (Some(record.first_revision), Some(record.last_revision)) {
            return Err(Doubt::Fault(IndexFault::Nonsense("a record of another stream")));
        }
        Ok(events)
    }

    /// Asks the index; where its answer cannot be used, mends it and asks again.
    fn asked<T>(
        &self,
        stream: StreamId,
        ask: impl Fn() -> Result<T, Doubt>,
    ) -> Result<T, LogError> {
        let mut n_mended = self.n_mended.load(Ordering::Acquire);
        let mut answer = ask();
        if matches!(answer, Err(Doubt::Fault(IndexFault::Broken))) {
            // Somebody may be mending it: what they make of it is waited for.
            drop(self.changing.lock());
            n_mended = self.n_mended.load(Ordering::Acquire);
            answer = ask();
        }
        let fault = match answer {
            Ok(answer) => return Ok(answer),
            Err(Doubt::Log(error)) => return Err(error),
            // The indexer tries to mend it once a second: trying more often does not help.
            Err(Doubt::Fault(IndexFault::Broken)) => {
                return Err(self.unusable(&IndexFault::Broken));
            }
            Err(Doubt::Fault(fault)) => fault,
            Err(Doubt::Record(place, error)) => {
                self.check_segment(stream.partition(self.n_partitions()), place)?;
                warn!(
                    error = &error as &dyn std::error::Error,
                    "the index names a record that is none"
                );
                IndexFault::Nonsense("the place of a record that is none")
            }
        };
        self.mend(n_mended, &fault)?;
        match ask() {
            Ok(answer) => Ok(answer),
            Err(Doubt::Fault(fault)) => Err(self.unusable(&fault)),
            Err(Doubt::Record(_, error) | Doubt::Log(error)) => Err(error),
        }
    }

    /// Tells whether the log is at fault where the index names a record that is none: reads the
    /// segment up to there.
    fn check_segment(&self, partition: Partition, place: Place) -> Result<(), LogError> {
        let spans = self.tail(partition).spans();
        let Some(span) = spans.iter().find(|span| span.first_seq == place.segment) else {
            return Ok(());
        };
        let mut reader = self.files.records(partition, span)?;
        while reader.offset() <= u64::from(place.offset) && reader.next_sound()?.is_some() {}
        Ok(())
    }

    /// Makes the index usable. Where the machine failed it, as a full disk does, it is opened again,
    /// for what was flushed is sound; an index that answers nonsense is made anew from the log.
    fn mend(&self, n_mended: u64, why: &IndexFault) -> Result<(), LogError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.n_mended.load(Ordering::Acquire) != n_mended {
            return Ok(());
        }
        warn!(reason = %why, "the index is mended");
        let mended = match why {
            IndexFault::Io(_) | IndexFault::Broken => match self.complete(Index::open) {
                Err(CatchUpError::Index(IndexFault::Nonsense(_) | IndexFault::Panicked(_))) => {
                    self.complete(Index::create)
                }
                opened => opened,
            },
            IndexFault::Nonsense(_) | IndexFault::Panicked(_) => self.complete(Index::create),
        };
        self.n_mended.fetch_add(1, Ordering::Release);
        mended.map_err(|error| error.into_log_error(&self.files))
    }

    /// Takes an index in place of the one that was there, brought to where the tails begin.
    fn complete(
        &self,
        open: impl FnOnce(&Path) -> Result<Index, IndexFault>,
    ) -> Result<(), CatchUpError> {
        self.index.replace(open, |index| {
            for (partition, tail) in (0..).map(Partition).zip(&self.tails) {
                catch_up::from_mark(&self.files, index, partition, &tail.spans(), tail.indexed())?;
            }
            Ok(())
        })
    }

    /// Adds to the index what the tail of a partition holds beyond it, about `n_max` records.
    pub(super) fn index_some(&self, partition: Partition, n_max: usize) {
        let n_mended = self.n_mended.load(Ordering::Acquire);
        // The log goes on without its index; the next round tries again.
        let fault = match self.try_index_some(partition, n_max) {
            Ok(()) => return,
            Err(CatchUpError::Index(fault)) => fault,
            Err(CatchUpError::Log(error)) => {
                error!(error = &error as &dyn std::error::Error, "the log cannot be indexed");
                return;
            }
        };
        if let Err(error) = self.mend(n_mended, &fault) {
            error!(error = &error as &dyn std::error::Error, "the index cannot be mended");
        }
    }

    fn try_index_some(&self, partition: Partition, n_max: usize) -> Result<(), CatchUpError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let tail = self.tail(partition);
        let entries = tail.to_index(n_max);
        let Some(last) = entries.last() else {
            let is_broken = self.index.is_broken();
            return if is_broken { Err(IndexFault::Broken.into()) } else { Ok(()) };
        };
        let (seq, place) = (last.last_seq, last.record.place);
        let events = self.files.record(partition, place, None)?;
        let hash = events.last().map(|last| last.hash).unwrap_or_default();
        self.index.add(partition, entries, Mark { seq, place, hash })?;
        tail.indexed_to(seq);
        Ok(())
    }

    fn unusable(&self, fault: &IndexFault) -> LogError {
        CatchUpError::unusable(&self.files, fault)
    }
}
