//! What writers and readers of this process share.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::Instant;
use tongban_kernel::{Partition, Seq, StreamId};

use super::ahead::Ahead;
use super::broker::Broker;
use super::envelope::{Message, NoEvent, Stored, decode};
use super::marks::{Mark, Marks};
use super::own::Own;
use super::recent::Recent;
use super::subjects::Names;
use crate::LogError;

/// See the module.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) broker: Broker,
    pub(super) names: Names,
    pub(super) marks: Marks,
    pub(super) ahead: Ahead,
    pub(super) own: Own,
    parts: Vec<Part>,
    /// How long a caller waits at most, all tries together.
    pub(super) patience: Duration,
}

/// One partition.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) partition: Partition,
    /// The broker's name of it.
    pub(super) stream: String,
    pub(super) recent: Recent,
    /// Wakes the tail: what it should have brought has not come.
    pub(super) missing: Notify,
    /// The last place that a writer of this process was told.
    landed: AtomicU64,
    /// The newest recorded time seen here, in microseconds.
    newest_micros: AtomicI64,
}

impl Part {
    /// A partition that ends with this event.
    pub(super) fn new(partition: Partition, stream: String, end: Mark, recent: Recent) -> Self {
        Self {
            partition,
            stream,
            recent,
            missing: Notify::new(),
            landed: AtomicU64::new(end.seq.0),
            newest_micros: AtomicI64::new(end.recorded_at.as_microsecond()),
        }
    }

    /// The newest recorded time known of the partition.
    pub(super) fn newest_at(&self) -> Timestamp {
        let micros = self.newest_micros.load(Ordering::Relaxed);
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MIN)
    }

    /// Notes the recorded time of an event.
    pub(super) fn note_time(&self, recorded_at: Timestamp) {
        self.newest_micros.fetch_max(recorded_at.as_microsecond(), Ordering::Relaxed);
    }

    /// The last place that a writer of this process was told.
    pub(super) fn landed(&self) -> Seq {
        Seq(self.landed.load(Ordering::Acquire))
    }

    /// Notes that a writer is about to be told a place.
    pub(super) fn note_landed(&self, seq: Seq) {
        self.landed.fetch_max(seq.0, Ordering::Release);
    }

    /// The error that names a stored event.
    pub(super) fn damaged(&self, seq: Seq, what: impl Into<String>) -> LogError {
        LogError::DamagedEvent { partition: self.stream.clone(), seq, what: what.into() }
    }
}

impl Core {
    pub(super) fn new(broker: Broker, names: Names, parts: Vec<Part>, patience: Duration) -> Self {
        let (marks, ahead, own) = (Marks::new(), Ahead::new(), Own::new());
        Self { broker, names, marks, ahead, own, parts, patience }
    }

    /// A partition; one that does not exist stands for the one that it would be.
    pub(super) fn part(&self, partition: Partition) -> &Part {
        &self.parts[usize::from(partition.0) % self.parts.len()]
    }

    /// The partition of an aggregate.
    pub(super) fn part_of(&self, stream: StreamId) -> &Part {
        self.part(stream.partition(self.names.n_partitions))
    }

    /// Reads a message as an event of a partition.
    pub(super) fn decode(&self, part: &Part, message: Message) -> Result<Stored, LogError> {
        let seq = message.seq;
        let damaged = |why: NoEvent| part.damaged(seq, why.to_string());
        decode(self.names, message).map_err(damaged)
    }

    /// When a caller who begins now gives up.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + self.patience
    }
}
