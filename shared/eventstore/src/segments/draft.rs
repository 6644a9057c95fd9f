//! What of an append can be made ready before its place in the log is certain: all but a few
//! numbers. It is done by the caller, for the writer works for everybody.

use jiff::Timestamp;
use tongban_kernel::{Hash, Seq, StreamId, truncate_to_micros};

use super::record::encode_body;
use super::tail::Head;
use crate::log::APPEND_BYTES_MAX;
use crate::{
    Append, AppendError, ContentDigest, Expected, RecordedAppend, Token, content_digest, event_hash,
};

/// An append made ready.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) now: Timestamp,
    /// The end of the partition that it must follow, where it was recorded elsewhere: it keeps its
    /// time then.
    pub(super) behind: Option<Seq>,
    /// Its encoded body.
    pub(super) body: Vec<u8>,
    pub(super) writes: Vec<DraftWrite>,
    /// One for each event of all writes, in order.
    contents: Vec<ContentDigest>,
}

/// The part of an append that goes to one stream.
#[derive(Debug)]
pub(super) struct DraftWrite {
    pub(super) stream: StreamId,
    pub(super) follows: Follows,
    pub(super) hint: Hint,
    pub(super) n_events: usize,
    /// The end of the stream: before the append until it is stamped, then after it.
    pub(super) end: Head,
}

/// What a stream must end with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Follows {
    /// What the writer believes.
    Expected(Expected),
    /// The event that stood before when this was recorded: its revision and hash.
    Event(u64, Hash),
}

impl Follows {
    /// Whether the end of a stream is that.
    pub(super) fn is_met(self, head: Option<Head>) -> bool {
        match (self, head) {
            (Self::Expected(Expected::NoStream), None) => true,
            (Self::Expected(Expected::At(token)), Some(head)) => token == head.token,
            (Self::Expected(Expected::NoStream), Some(_))
            | (Self::Expected(Expected::At(_)), None) => false,
            (Self::Event(revision, hash), head) => {
                let head = head.unwrap_or_default();
                (head.token.revision, head.hash) == (revision, hash)
            }
        }
    }
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
        append: &Append,
        mut hint: impl FnMut(StreamId) -> Result<Hint, AppendError>,
    ) -> Result<Self, AppendError> {
        let body = encode_body(append);
        if body.len() > APPEND_BYTES_MAX {
            return Err(AppendError::Invalid { rule: "an append has at most 8 MiB" });
        }
        let mut contents = Vec::with_capacity(append.writes.iter().map(|w| w.events.len()).sum());
        let mut writes = Vec::with_capacity(append.writes.len());
        for write in &append.writes {
            let stream = write.stream;
            contents.extend(write.events.iter().map(|event| {
                let occurred_at = event.occurred_at.as_microsecond();
                content_digest(
                    stream,
                    event.id,
                    &event.kind,
                    occurred_at,
                    &append.meta,
                    &event.data,
                )
            }));
            writes.push(DraftWrite {
                stream,
                follows: Follows::Expected(write.expected),
                hint: hint(stream)?,
                n_events: write.events.len(),
                end: Head::default(),
            });
        }
        Ok(Self { now: truncate_to_micros(append.now), behind: None, body, writes, contents })
    }

    /// Makes an append ready that was recorded elsewhere, to follow `behind`.
    pub(super) fn recorded(
        append: &RecordedAppend,
        behind: Seq,
        hint: impl FnMut(StreamId) -> Result<Hint, AppendError>,
    ) -> Result<Self, AppendError> {
        let mut draft = Self::new(&append.as_append(), hint)?;
        draft.behind = Some(behind);
        for (write, events) in draft.writes.iter_mut().zip(append.writes()) {
            write.follows = Follows::Event(events[0].revision - 1, events[0].prev_hash);
        }
        Ok(draft)
    }

    /// Gives the append its place behind `head`, the end of its partition, and writes its payload
    /// to `out`.
    pub(super) fn stamp(&mut self, head: Seq, recorded_at: Timestamp, out: &mut Vec<u8>) {
        let recorded_at = recorded_at.as_microsecond();
        out.extend_from_slice(&self.body);
        out.extend_from_slice(&recorded_at.to_le_bytes());
        let mut seq = head.0;
        let mut contents = self.contents.iter();
        for write in &mut self.writes {
            let Token { mut revision, .. } = write.end.token;
            let mut hash = write.end.hash;
            out.extend_from_slice(&(revision + 1).to_le_bytes());
            out.extend_from_slice(&hash.0);
            for content in contents.by_ref().take(write.n_events) {
                (seq, revision) = (seq + 1, revision + 1);
                hash = event_hash(hash, *content, revision, recorded_at);
                out.extend_from_slice(&hash.0);
            }
            write.end = Head { token: Token { revision, seq: Seq(seq) }, hash };
        }
    }

    /// The number of its events.
    pub(super) fn n_events(&self) -> usize {
        self.contents.len()
    }
}
