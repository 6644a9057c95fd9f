//! What of an append can be made ready before its place in the log is certain: all but a few
//! numbers. It is done by the caller, for the writer works for everybody.

use std::sync::Arc;

use jiff::Timestamp;
use tongban_kernel::{Hash, Partition, Recorded, Seq, StreamId, truncate_to_micros};

use super::record::{Stamp, StampedWrite, encode_body};
use super::tail::Head;
use crate::{Append, AppendError, ContentDigest, Expected, Token, content_digest, event_hash};

/// An append has no more bytes than this: what is larger belongs into the store of materials.
const APPEND_BYTES_MAX: usize = 8 << 20;

/// An append made ready.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) now: Timestamp,
    /// Its encoded body.
    pub(super) body: Vec<u8>,
    pub(super) writes: Vec<DraftWrite>,
    stamp: Stamp<'static>,
}

/// The part of an append that goes to one stream.
#[derive(Debug)]
pub(super) struct DraftWrite {
    pub(super) stream: StreamId,
    pub(super) expected: Expected,
    pub(super) hint: Hint,
    events: Vec<(Recorded, ContentDigest)>,
}

/// Where a stream ended when the caller looked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hint {
    /// Its end; none for a stream that was not there.
    pub(super) head: Option<Head>,
    /// All appends up to here were seen.
    pub(super) seen: Seq,
}

impl Draft {
    /// Makes an append ready; `hint` tells where a stream ends.
    pub(super) fn new(
        append: Append,
        partition: Partition,
        mut hint: impl FnMut(StreamId) -> Result<Hint, AppendError>,
    ) -> Result<Self, AppendError> {
        let invalid = |rule| AppendError::Invalid { rule };
        let body = encode_body(&append).map_err(|_| invalid("an append can be encoded"))?;
        if body.len() > APPEND_BYTES_MAX {
            return Err(invalid("an append has at most 8 MiB"));
        }
        let stamp = Stamp {
            recorded_at_micros: 0,
            writes: append
                .writes
                .iter()
                .map(|write| StampedWrite::with_room(write.events.len()))
                .collect(),
        };
        let meta = append.meta;
        let writes = append.writes.into_iter().map(|write| {
            let stream = write.stream;
            let draft = |event: crate::NewEvent| {
                let occurred_at = truncate_to_micros(event.occurred_at);
                let micros = occurred_at.as_microsecond();
                let content =
                    content_digest(stream, event.id, &event.kind, micros, &meta, &event.data);
                let recorded = Recorded {
                    partition,
                    seq: Seq(0),
                    stream,
                    revision: 0,
                    id: event.id,
                    kind: event.kind,
                    recorded_at: append.now,
                    occurred_at,
                    meta: Arc::clone(&meta),
                    prev_hash: Hash::ZERO,
                    hash: Hash::ZERO,
                    data: event.data,
                };
                (recorded, content)
            };
            let events = write.events.into_iter().map(draft).collect();
            Ok(DraftWrite { stream, expected: write.expected, hint: hint(stream)?, events })
        });
        let writes = writes.collect::<Result<_, AppendError>>()?;
        Ok(Self { now: truncate_to_micros(append.now), body, writes, stamp })
    }

    /// Gives the append its place: `heads` are the ends of its streams before it, `head` the end of
    /// the partition. Answers the ends of its streams after it.
    pub(super) fn stamp(&mut self, heads: &[Head], head: Seq, at: Timestamp) -> Vec<Head> {
        self.stamp.recorded_at_micros = at.as_microsecond();
        let mut seq = head.0;
        let mut ends = Vec::with_capacity(self.writes.len());
        for ((write, stamped), head) in
            self.writes.iter_mut().zip(&mut self.stamp.writes).zip(heads)
        {
            let mut end = *head;
            stamped.first_revision = end.token.revision + 1;
            let mut hashes = stamped.hashes_mut();
            if let Some(before) = hashes.next() {
                *before = end.hash.0;
            }
            for ((event, content), hash) in write.events.iter_mut().zip(hashes) {
                seq += 1;
                event.seq = Seq(seq);
                event.revision = end.token.revision + 1;
                event.recorded_at = at;
                event.prev_hash = end.hash;
                event.hash =
                    event_hash(end.hash, *content, event.revision, self.stamp.recorded_at_micros);
                *hash = event.hash.0;
                let token = Token { revision: event.revision, seq: event.seq };
                end = Head { token, hash: event.hash };
            }
            ends.push(end);
        }
        ends
    }

    /// Writes the stamped append to `out`.
    pub(super) fn encode(&self, out: &mut Vec<u8>) -> Result<(), postcard::Error> {
        postcard::to_io(&self.stamp, &mut *out)?;
        out.extend_from_slice(&self.body);
        Ok(())
    }

    /// The number of its events.
    pub(super) fn n_events(&self) -> usize {
        self.writes.iter().map(|write| write.events.len()).sum()
    }

    /// The stamped events, in order.
    pub(super) fn into_events(self) -> Vec<Arc<Recorded>> {
        let events = self.writes.into_iter().flat_map(|write| write.events);
        events.map(|(recorded, _)| Arc::new(recorded)).collect()
    }
}
