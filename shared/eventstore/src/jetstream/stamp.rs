//! An append with all that its events say, ready to be sent as often as it takes: nothing of it
//! changes any more, so whichever copy arrives is the append.

use std::sync::Arc;

use async_nats::HeaderMap;
use bytes::Bytes;
use jiff::Timestamp;
use tongban_kernel::{Hash, Partition, Recorded, Seq, StreamId, truncate_to_micros};

use super::envelope::{Part, encode};
use super::marks::Mark;
use super::own::Own;
use crate::{Append, Token, Write, content_digest, event_hash};

/// An append, each of whose streams is known to have the end that it expects, or to have had it.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) append: Append,
    /// The expected end of the stream of each write.
    pub(super) ends: Vec<Mark>,
}

/// A draft with its time.
#[derive(Debug)]
pub(super) struct Stamped {
    pub(super) recorded_at: Timestamp,
    pub(super) writes: Vec<StampedWrite>,
}

#[derive(Debug)]
pub(super) struct StampedWrite {
    pub(super) stream: StreamId,
    /// The end of the stream that it follows.
    pub(super) follows: Mark,
    pub(super) events: Vec<StampedEvent>,
}

/// An event that has no place yet.
#[derive(Debug)]
pub(super) struct StampedEvent {
    event: Arc<Recorded>,
    part: Part,
}

impl StampedEvent {
    /// Its hash.
    pub(super) fn hash(&self) -> Hash {
        self.event.hash
    }

    /// Its headers, spelled anew for every sending: most are sent once.
    pub(super) fn headers(&self) -> HeaderMap {
        encode(&self.event, self.part)
    }

    /// Takes note of it for when it comes back.
    pub(super) fn note(&self, own: &Own) {
        own.put(Arc::clone(&self.event), self.part);
    }

    /// Its data.
    pub(super) fn data(&self) -> Bytes {
        self.event.data.clone()
    }
}

impl Draft {
    /// Gives the events their time: now, or that of the newest event known if that is later.
    pub(super) fn stamp(self, partition: Partition, not_before: Timestamp) -> Stamped {
        let Self { append, ends } = self;
        let newest = ends.iter().map(|end| end.recorded_at).fold(not_before, Timestamp::max);
        let recorded_at = truncate_to_micros(append.now).max(newest);
        let n_events: usize = append.writes.iter().map(|write| write.events.len()).sum();
        let of = u32::try_from(n_events).unwrap_or(u32::MAX);
        let mut parts = (0..of).map(|index| Part { index, of });
        let writes = append.writes.into_iter().zip(ends).map(|(write, follows)| {
            let Write { stream, events, .. } = write;
            let (mut revision, mut prev_hash) = (follows.revision, follows.hash);
            let stamped = events.into_iter().zip(parts.by_ref()).map(|(new, part)| {
                revision += 1;
                let occurred_at = truncate_to_micros(new.occurred_at);
                let micros = occurred_at.as_microsecond();
                let content =
                    content_digest(stream, new.id, &new.kind, micros, &append.meta, &new.data);
                let hash = event_hash(prev_hash, content, revision, recorded_at.as_microsecond());
                let event = Recorded {
                    partition,
                    // Not known before it has landed, and no part of what it says.
                    seq: Seq(0),
                    stream,
                    revision,
                    id: new.id,
                    kind: new.kind,
                    recorded_at,
                    occurred_at,
                    meta: Arc::clone(&append.meta),
                    prev_hash,
                    hash,
                    data: new.data,
                };
                prev_hash = hash;
                StampedEvent { event: Arc::new(event), part }
            });
            StampedWrite { stream, follows, events: stamped.collect() }
        });
        Stamped { recorded_at, writes: writes.collect() }
    }
}

impl Stamped {
    /// Its events.
    pub(super) fn events(&self) -> impl Iterator<Item = &StampedEvent> {
        self.writes.iter().flat_map(|write| &write.events)
    }

    /// The number of its events.
    pub(super) fn n_events(&self) -> usize {
        self.writes.iter().map(|write| write.events.len()).sum()
    }

    /// The hash of its first event.
    pub(super) fn first_hash(&self) -> Option<Hash> {
        self.writes.first().and_then(|write| write.events.first()).map(StampedEvent::hash)
    }

    /// The hash of its last event.
    pub(super) fn last_hash(&self) -> Option<Hash> {
        self.writes.last().and_then(|write| write.events.last()).map(StampedEvent::hash)
    }

    /// What its streams are once it has landed with its first event at `first`: the events of an
    /// append lie side by side.
    pub(super) fn ends(&self, first: Seq) -> Vec<Mark> {
        let mut seq = first.0;
        let end = |write: &StampedWrite| {
            let n_events = write.events.len() as u64;
            seq += n_events;
            Mark {
                revision: write.follows.revision + n_events,
                seq: Seq(seq - 1),
                hash: write.events.last().map_or(write.follows.hash, StampedEvent::hash),
                recorded_at: self.recorded_at,
            }
        };
        self.writes.iter().map(end).collect()
    }
}

impl From<Mark> for Token {
    fn from(mark: Mark) -> Self {
        Self { revision: mark.revision, seq: mark.seq }
    }
}
