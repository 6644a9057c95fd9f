//! A batch on its way to disk: checked and encoded, not yet to be seen by anybody.

use std::collections::HashMap;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tongban_kernel::{Partition, Position, Seq, StreamId};

use super::draft::{Draft, Hint};
use super::frame;
use super::lookup::Lookup;
use super::queue::{Answer, Job};
use super::recover::End;
use super::spans::Span;
use super::tail::{Head, Landed, Place};
use super::writer::newest_at;
use crate::{AppendError, Appended, Expected};

/// See the module.
#[derive(Debug)]
pub(super) struct Staged {
    /// The records, one after the other.
    pub(super) bytes: Vec<u8>,
    /// The end of the partition after the batch.
    pub(super) head: Seq,
    pub(super) recorded_at: Timestamp,
    pub(super) landed: Vec<Landed>,
    /// To be sent when the batch is on disk; a refusal too, for it may rest on what is in the batch,
    /// and whoever decides again must find that in the log.
    pub(super) answers: Vec<(oneshot::Sender<Answer>, Answer)>,
    /// The ends of the streams that the batch changes.
    heads: HashMap<StreamId, Head>,
    generation: u32,
    partition: Partition,
    span: Span,
}

impl Default for Staged {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            head: Seq(0),
            recorded_at: Timestamp::MIN,
            landed: Vec::new(),
            answers: Vec::new(),
            heads: HashMap::new(),
            generation: 0,
            partition: Partition(0),
            span: Span { first_seq: Seq(0), end: 0 },
        }
    }
}

impl Staged {
    /// Begins a batch that follows `end`.
    pub(super) fn begin(&mut self, generation: u32, partition: Partition, end: &End) {
        self.bytes.clear();
        self.heads.clear();
        self.head = end.head;
        self.recorded_at = newest_at(end);
        self.generation = generation;
        self.partition = partition;
        self.span = end.spans.last();
    }

    /// Adds an append, or the refusal of it.
    pub(super) fn add(&mut self, job: Job, lookup: &Lookup) {
        let answer = self.stage(job.draft, lookup);
        self.answers.push((job.reply, answer));
    }

    fn stage(&mut self, mut draft: Draft, lookup: &Lookup) -> Answer {
        let mut heads = Vec::with_capacity(draft.writes.len());
        for write in &draft.writes {
            let stream = write.stream;
            let head = self.head_of(stream, write.hint, lookup)?;
            if !meets(write.expected, head) {
                return Err(AppendError::Conflict { stream });
            }
            heads.push(head.unwrap_or_default());
        }
        let recorded_at = self.recorded_at.max(draft.now);
        let ends = draft.stamp(&heads, self.head, recorded_at);
        let place = self.encode(&draft)?;
        let streams = draft.writes.iter().map(|write| write.stream);
        let first_revisions = heads.iter().map(|before| before.token.revision() + 1);
        let ends: Vec<_> = streams
            .zip(first_revisions)
            .zip(ends)
            .map(|((stream, first_revision), end)| (stream, first_revision, end))
            .collect();
        self.heads.extend(ends.iter().map(|(stream, _, end)| (*stream, *end)));
        self.head = Seq(self.head.0 + draft.n_events() as u64);
        self.recorded_at = recorded_at;
        let tokens = ends.iter().map(|(_, _, end)| end.token).collect();
        let last_seq = self.head;
        self.landed.push(Landed { last_seq, place, ends, events: draft.into_events() });
        let position = Position::at(self.generation, self.partition, last_seq);
        Ok(Appended { position, recorded_at, tokens })
    }

    /// Writes the record of a stamped append to the batch.
    fn encode(&mut self, draft: &Draft) -> Result<Place, AppendError> {
        // An append has at most a hundred events, a batch at most a few megabytes.
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let n_events = narrow(draft.n_events());
        let start = frame::begin(&mut self.bytes, self.span.end, n_events, self.head.0 + 1);
        if draft.encode(&mut self.bytes).is_err() {
            self.bytes.truncate(start);
            return Err(AppendError::Invalid { rule: "an append can be encoded" });
        }
        let size = frame::finish(&mut self.bytes, start);
        Ok(Place { segment: self.span.first_seq, offset: self.span.end + narrow(start), size })
    }

    /// The end of a stream, batch included.
    fn head_of(
        &self,
        stream: StreamId,
        hint: Hint,
        lookup: &Lookup,
    ) -> Result<Option<Head>, AppendError> {
        if let Some(head) = self.heads.get(&stream) {
            return Ok(Some(*head));
        }
        let tail = lookup.tail(self.partition);
        if let Some(head) = tail.head_of(stream) {
            return Ok(Some(head));
        }
        if hint.seen >= tail.start() {
            return Ok(hint.head);
        }
        // The caller looked long ago: the stream may have moved since, and its end left memory.
        lookup.head(stream).map_err(|source| AppendError::Unreadable { stream, source })
    }
}

fn meets(expected: Expected, head: Option<Head>) -> bool {
    match (expected, head) {
        (Expected::NoStream, None) => true,
        (Expected::At(token), Some(head)) => token == head.token,
        (Expected::NoStream, Some(_)) | (Expected::At(_), None) => false,
    }
}
