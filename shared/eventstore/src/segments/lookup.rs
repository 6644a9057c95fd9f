//! Asks the index, checks its answers against the log, and makes it anew where they do not fit.

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
    /// Counts how often the index was made anew, so that two who doubt the same index do it once.
    n_rebuilt: AtomicU64,
    /// Held by whoever changes the index: what it holds and what the tail may forget go together.
    changing: Mutex<()>,
}

/// An answer of the index that cannot be used.
enum Doubt {
    Fault(IndexFault),
    /// The index names a record that does not check, or is of another stream.
    Record(Place, LogError),
}

impl Lookup {
    pub(super) fn new(files: Files, tails: Vec<Tail>, index: Index) -> Self {
        Self { files, tails, index, n_rebuilt: AtomicU64::new(0), changing: Mutex::new(()) }
    }

    /// The tail of a partition.
    pub(super) fn tail(&self, partition: Partition) -> &Tail {
        &self.tails[usize::from(partition.0) % self.tails.len()]
    }

    /// The number of partitions.
    pub(super) fn n_partitions(&self) -> u16 {
        u16::try_from(self.tails.len()).unwrap_or(u16::MAX)
    }

    /// The end of a stream as the index knows it; none for a stream that it does not know.
    pub(super) fn head(&self, stream: StreamId) -> Result<Option<Head>, LogError> {
        let partition = stream.partition(self.n_partitions());
        self.asked(partition, || {
            let Some(newest) = self.index.newest(stream).map_err(Doubt::Fault)? else {
                return Ok(None);
            };
            let events = self.checked(partition, stream, newest)?;
            let head = |last: &Arc<Recorded>| Head { token: Token::of(last), hash: last.hash };
            Ok(events.last().map(head))
        })
    }

    /// The events of a stream after a revision.
    pub(super) fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
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
            events.extend(self.files.record(partition, record.place, Some(stream))?);
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
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        self.asked(partition, || {
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
        })
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

    /// Asks the index; where its answer cannot be used, makes it anew and asks again.
    fn asked<T>(
        &self,
        partition: Partition,
        ask: impl Fn() -> Result<T, Doubt>,
    ) -> Result<T, LogError> {
        let n_rebuilt = self.n_rebuilt.load(Ordering::Acquire);
        let doubt = match ask() {
            Ok(answer) => return Ok(answer),
            Err(doubt) => doubt,
        };
        let fault = match doubt {
            Doubt::Fault(fault) => fault,
            Doubt::Record(place, error) => {
                self.check_segment(partition, place)?;
                warn!(
                    error = &error as &dyn std::error::Error,
                    "the index names a record that is none"
                );
                IndexFault::Nonsense("the place of a record that is none")
            }
        };
        self.rebuild(n_rebuilt, &fault)?;
        match ask() {
            Ok(answer) => Ok(answer),
            Err(Doubt::Fault(fault)) => Err(self.unusable(&fault)),
            Err(Doubt::Record(_, error)) => Err(error),
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

    /// Makes the index anew from the log.
    pub(super) fn rebuild(&self, n_rebuilt: u64, why: &IndexFault) -> Result<(), LogError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.n_rebuilt.load(Ordering::Acquire) != n_rebuilt {
            return Ok(());
        }
        warn!(reason = %why, "the index is made anew from the log");
        let filled = self.index.rebuild(|fresh| {
            for (partition, tail) in (0..).map(Partition).zip(&self.tails) {
                catch_up::index(
                    &self.files,
                    fresh,
                    partition,
                    &tail.spans(),
                    None,
                    tail.indexed(),
                )?;
            }
            Ok(())
        });
        self.n_rebuilt.fetch_add(1, Ordering::Release);
        filled.map_err(|error: CatchUpError| error.into_log_error(&self.files))
    }

    /// Adds to the index what the tail of a partition holds beyond it, about `n_max` records.
    pub(super) fn index_some(&self, partition: Partition, n_max: usize) {
        let n_rebuilt = self.n_rebuilt.load(Ordering::Acquire);
        let Err(failure) = self.try_index_some(partition, n_max) else {
            return;
        };
        // The log goes on without its index; the next round tries again.
        let fault = match failure {
            CatchUpError::Index(fault) => fault,
            CatchUpError::Log(error) => {
                error!(error = &error as &dyn std::error::Error, "the log cannot be indexed");
                return;
            }
        };
        if let Err(error) = self.rebuild(n_rebuilt, &fault) {
            error!(error = &error as &dyn std::error::Error, "the index cannot be made anew");
        }
    }

    fn try_index_some(&self, partition: Partition, n_max: usize) -> Result<(), CatchUpError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let tail = self.tail(partition);
        let entries = tail.to_index(n_max);
        let Some(last) = entries.last() else {
            return Ok(());
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
