//! Appends as they were recorded, for whoever moves a log: nothing of them is decided again.

use std::sync::Arc;

use tongban_kernel::{Partition, Recorded, Seq};

use crate::chain::hash_of;
use crate::{
    Append, AppendError, BoxFuture, ChainBreak, EVENTS_PER_APPEND_MAX, Expected, Log, LogError,
    NewEvent, Write,
};

/// The events of one append, in order, each hashing to the hash that it carries.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedAppend(Vec<Arc<Recorded>>);

/// Events that are not one append.
#[derive(Debug, thiserror::Error)]
pub enum NoAppend {
    /// An event is not the one that was recorded, or does not follow the one before it.
    #[error(transparent)]
    Broken(#[from] ChainBreak),
    /// They do not belong together.
    #[error("the events at {at} are no append: {rule}")]
    Rule {
        /// The place of the first of them.
        at: Seq,
        /// What an append is.
        rule: &'static str,
    },
}

impl RecordedAppend {
    /// Takes the events of an append.
    ///
    /// # Errors
    /// [`NoAppend`]: when one was changed after it was recorded, or they are no append.
    pub fn new(events: Vec<Arc<Recorded>>) -> Result<Self, NoAppend> {
        let at = events.first().map_or(Seq(0), |first| first.seq);
        let must =
            |holds: bool, rule| if holds { Ok(()) } else { Err(NoAppend::Rule { at, rule }) };
        must(!events.is_empty(), "it has at least one event")?;
        must(events.len() <= EVENTS_PER_APPEND_MAX, "it has at most 100 events")?;
        for event in &events {
            if hash_of(event) != event.hash {
                let (stream, id) = (event.stream, event.id);
                return Err(ChainBreak::Content { stream, id }.into());
            }
        }
        for pair in events.windows(2) {
            let [one, next] = pair else { continue };
            must(one.meta == next.meta, "its events have one actor, command and causation")?;
            must(one.recorded_at == next.recorded_at, "its events have one time")?;
            if one.stream == next.stream
                && (next.revision != one.revision + 1 || next.prev_hash != one.hash)
            {
                let (stream, id) = (next.stream, next.id);
                return Err(ChainBreak::Predecessor { stream, id }.into());
            }
        }
        let append = Self(events);
        let streams: Vec<_> = append.writes().map(|write| write[0].stream).collect();
        let is_once = |(i, stream)| !streams[..i].contains(stream);
        must(streams.iter().enumerate().all(is_once), "each stream stands in it once")?;
        Ok(append)
    }

    /// Its events.
    pub fn events(&self) -> &[Arc<Recorded>] {
        &self.0
    }

    /// Its events, those of each stream together; no part is empty.
    pub(crate) fn writes(&self) -> impl Iterator<Item = &[Arc<Recorded>]> {
        self.0.chunk_by(|one, next| one.stream == next.stream)
    }

    /// Bytes of its data.
    pub(crate) fn n_bytes(&self) -> usize {
        self.0.iter().map(|event| event.data.len()).sum()
    }

    /// The partition it lies in where a log has so many; none where its streams part.
    pub(crate) fn partition(&self, n_partitions: u16) -> Option<Partition> {
        let mut partitions = self.writes().map(|write| write[0].stream.partition(n_partitions));
        let first = partitions.next()?;
        partitions.all(|other| other == first).then_some(first)
    }

    /// Whether another append is this one, wherever both lie.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        // Each hashes to what it carries, so hashes tell.
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|(one, other)| {
                (one.hash, one.revision, one.stream) == (other.hash, other.revision, other.stream)
            })
    }

    /// The append that somebody once asked for; what its streams must be is not said.
    pub(crate) fn as_append(&self) -> Append {
        let new = |event: &Arc<Recorded>| NewEvent {
            id: event.id,
            kind: event.kind.clone(),
            occurred_at: event.occurred_at,
            data: event.data.clone(),
        };
        let writes = self.writes().map(|write| Write {
            stream: write[0].stream,
            expected: Expected::NoStream,
            events: write.iter().map(new).collect(),
        });
        let first = &self.0[0];
        Append { writes: writes.collect(), meta: Arc::clone(&first.meta), now: first.recorded_at }
    }
}

/// A log that can be moved: read append by append, and given appends as they were recorded.
pub trait Movable: Log {
    /// The first appends of a partition behind `after`, which is the end of one; about `n_max`
    /// events of them. None only where the partition has no more.
    fn appends(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Vec<Arc<Recorded>>>, LogError>>;

    /// The place of a partition's last event, as whoever leads it says now: what this process has heard
    /// of may be old.
    ///
    /// # Errors
    /// When it does not answer.
    fn last(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, LogError>>;

    /// Records appends behind `after`, in their order: ids, times, hashes and whatever else they say
    /// stay as they are, only their places are new. Answers when all are on disk; where it fails,
    /// some of them may be, each in its place.
    ///
    /// # Errors
    /// [`AppendError::Conflict`] when the partition does not end at `after`, or an append does not
    /// follow the end of its stream; [`AppendError::Invalid`] when one is of another partition.
    fn append_recorded<'a>(
        &'a self,
        partition: Partition,
        after: Seq,
        appends: &'a [RecordedAppend],
    ) -> BoxFuture<'a, Result<(), AppendError>>;
}
