//! A batch on its way to disk: checked and encoded, not yet to be seen by anybody.

use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;
use tokio::sync::oneshot;
use tongban_kernel::{Partition, Seq, StreamId};

use super::draft::{Draft, Hint};
use super::frame::{self, FRAME_HEADER_BYTES};
use super::lookup::Lookup;
use super::queue::{Job, Reply};
use super::recover::End;
use super::spans::Span;
use super::tail::{Head, Look, Place};
use crate::AppendError;

/// See the module.
#[derive(Debug)]
pub(super) struct Staged {
    /// The records, one after the other.
    pub(super) bytes: Vec<u8>,
    /// Their frames and stamps alone: what the segment's hash is over.
    pub(super) frames_and_stamps: Vec<u8>,
    /// The end of the partition after the batch.
    pub(super) head: Seq,
    pub(super) recorded_at: Timestamp,
    /// What will be answered when the batch is on disk. A refusal waits too: it may rest on what is
    /// in the batch, and whoever decides again must find that in the log.
    pub(super) appends: Vec<StagedAppend>,
    /// The ends of the streams that the batch changes.
    heads: HashMap<StreamId, Head>,
    /// What memory knows of the streams of an append.
    looks: Vec<Look>,
    partition: Partition,
    span: Span,
}

/// One append of a batch.
#[derive(Debug)]
pub(super) struct StagedAppend {
    pub(super) draft: Draft,
    pub(super) reply: oneshot::Sender<Reply>,
    pub(super) outcome: Result<Landed, AppendError>,
}

/// Where an append lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Landed {
    /// The place of its last event.
    pub(super) last_seq: Seq,
    pub(super) recorded_at: Timestamp,
    pub(super) place: Place,
}

impl Staged {
    /// Nothing yet.
    pub(super) fn new(partition: Partition) -> Self {
        Self {
            bytes: Vec::new(),
            frames_and_stamps: Vec::new(),
            head: Seq(0),
            recorded_at: Timestamp::MIN,
            appends: Vec::new(),
            heads: HashMap::new(),
            looks: Vec::new(),
            partition,
            span: Span { first_seq: Seq(0), end: 0 },
        }
    }

    /// Begins a batch that follows `end`.
    pub(super) fn begin(&mut self, end: &End) {
        self.bytes.clear();
        self.frames_and_stamps.clear();
        self.heads.clear();
        self.head = end.head;
        self.recorded_at = end.recorded_at;
        self.span = end.spans.last();
    }

    /// Adds appends, or the refusals of them.
    pub(super) fn add(&mut self, jobs: &mut Vec<Job>, lookup: &Lookup) {
        // Callers look too: asked for the whole batch, memory is locked once and not for each.
        let mut looks = std::mem::take(&mut self.looks);
        let writes = jobs.iter().flat_map(|job| &job.draft.writes);
        lookup.tail(self.partition).look_all(writes.map(|write| write.stream), &mut looks);
        let mut rest = &looks[..];
        for Job { mut draft, reply } in jobs.drain(..) {
            let known;
            (known, rest) = rest.split_at(draft.writes.len());
            let outcome = self.stage(&mut draft, known, lookup);
            self.appends.push(StagedAppend { draft, reply, outcome });
        }
        looks.clear();
        self.looks = looks;
    }

    fn stage(
        &mut self,
        draft: &mut Draft,
        known: &[Look],
        lookup: &Lookup,
    ) -> Result<Landed, AppendError> {
        let is_elsewhere = draft.behind.is_some_and(|behind| behind != self.head);
        for (write, known) in draft.writes.iter_mut().zip(known) {
            let head = self.head_of(write.stream, write.hint, *known, lookup)?;
            if is_elsewhere || !write.follows.is_met(head) {
                return Err(AppendError::Conflict { stream: write.stream });
            }
            write.end = head.unwrap_or_default();
        }
        self.recorded_at = self.recorded_at.max(draft.now);
        let recorded_at = if draft.behind.is_some() { draft.now } else { self.recorded_at };
        // An append has at most a hundred events, a batch at most a few megabytes.
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let n_events = narrow(draft.n_events());
        let start = frame::begin(&mut self.bytes, self.span.end, n_events, self.head.0 + 1);
        draft.stamp(self.head, recorded_at, &mut self.bytes);
        let size = frame::finish(&mut self.bytes, start);
        let (frame, payload) = self.bytes[start..].split_at(FRAME_HEADER_BYTES);
        self.frames_and_stamps.extend_from_slice(frame);
        self.frames_and_stamps.extend_from_slice(&payload[draft.body.len()..]);
        let offset = self.span.end + narrow(start);
        let place = Place { segment: self.span.first_seq, offset, size };
        self.heads.extend(draft.writes.iter().map(|write| (write.stream, write.end)));
        self.head = Seq(self.head.0 + u64::from(n_events));
        Ok(Landed { last_seq: self.head, recorded_at, place })
    }

    /// The end of a stream, batch included.
    fn head_of(
        &self,
        stream: StreamId,
        hint: Hint,
        known: Look,
        lookup: &Lookup,
    ) -> Result<Option<Head>, AppendError> {
        if let Some(head) = self.heads.get(&stream) {
            return Ok(Some(*head));
        }
        if known.head.is_some() {
            return Ok(known.head);
        }
        if hint.seen >= known.start {
            return Ok(hint.head);
        }
        // The caller looked long ago: the stream may have moved since, and its end left memory.
        lookup.head(stream).map_err(|source| AppendError::Unreadable { stream, source })
    }
}
