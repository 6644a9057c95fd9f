//! What is kept in memory of a partition: everything that the index does not hold yet, and the
//! newest events, which nearly every reader is after.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quick_cache::sync::Cache;
use tokio::sync::watch;
use tongban_kernel::{Hash, Recorded, Seq, StreamId};

use super::spans::Spans;
use crate::Token;

/// Where a stream ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) token: Token,
    pub(super) hash: Hash,
}

/// Where a record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// First place of its segment.
    pub(super) segment: Seq,
    pub(super) offset: u32,
    /// Bytes on disk.
    pub(super) size: u32,
}

/// One record as the index wants to know it, for one of its streams.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Place of the append's last event in the partition: the same for all its streams.
    pub(super) last_seq: Seq,
    pub(super) stream: StreamId,
    pub(super) record: StreamRecord,
}

/// A record, seen from one of its streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StreamRecord {
    /// The stream's revisions that the record holds, from and to.
    pub(super) first_revision: u64,
    pub(super) last_revision: u64,
    pub(super) place: Place,
}

/// An append that is on disk.
#[derive(Debug)]
pub(super) struct Landed {
    pub(super) last_seq: Seq,
    pub(super) place: Place,
    /// For each of its streams, the first revision it holds, and the stream's end after it.
    pub(super) ends: Vec<(StreamId, u64, Head)>,
    pub(super) events: Vec<Arc<Recorded>>,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Tail {
    state: Mutex<State>,
    /// Ends of streams that have left the tail: the newest there are, for a stream that enters the
    /// tail leaves here.
    heads: Cache<StreamId, Head>,
    head: watch::Sender<Seq>,
    recent_bytes_max: usize,
}

#[derive(Debug)]
struct State {
    head: Seq,
    /// What lies up to here is not in memory.
    start: Seq,
    /// What lies up to here is in the index.
    indexed: Seq,
    /// In order; those up to `indexed` first.
    entries: VecDeque<Entry>,
    /// How many of `entries` lie up to `indexed`.
    n_indexed: usize,
    streams: HashMap<StreamId, Stream>,
    recent: VecDeque<Arc<[Arc<Recorded>]>>,
    recent_bytes: usize,
    spans: Spans,
}

#[derive(Debug)]
struct Stream {
    head: Head,
    records: VecDeque<StreamRecord>,
}

/// What memory knows of the records of a stream after a revision.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// There are none.
    Nothing,
    /// These, in order; the index knows those that hold revisions before `from`.
    From { from: u64, records: Vec<StreamRecord> },
}

impl Tail {
    /// The tail of a partition of which all is in the index.
    pub(super) fn new(head: Seq, spans: Spans, heads_max: usize, recent_bytes_max: usize) -> Self {
        let state = State {
            head,
            start: head,
            indexed: head,
            entries: VecDeque::new(),
            n_indexed: 0,
            streams: HashMap::new(),
            recent: VecDeque::new(),
            recent_bytes: 0,
            spans,
        };
        Self {
            state: Mutex::new(state),
            heads: Cache::new(heads_max.max(1)),
            head: watch::Sender::new(head),
            recent_bytes_max,
        }
    }

    pub(super) fn head(&self) -> Seq {
        *self.head.borrow()
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Seq> {
        self.head.subscribe()
    }

    /// The end of a stream, where it is known without asking the index.
    pub(super) fn head_of(&self, stream: StreamId) -> Option<Head> {
        let state = self.lock();
        let unindexed = state.streams.get(&stream).map(|stream| stream.head);
        unindexed.or_else(|| self.heads.get(&stream))
    }

    /// How far the index is: an answer that it gives after this call holds up to here at least.
    pub(super) fn indexed(&self) -> Seq {
        self.lock().indexed
    }

    /// What lies after this is in memory: an answer of the index that holds up to here, for a
    /// stream that memory does not know, is the newest there is.
    pub(super) fn start(&self) -> Seq {
        self.lock().start
    }

    /// The segments and how far they are filled.
    pub(super) fn spans(&self) -> Spans {
        self.lock().spans.clone()
    }

    /// The end of the partition, and its segments up to there.
    pub(super) fn end(&self) -> (Seq, Spans) {
        let state = self.lock();
        (state.head, state.spans.clone())
    }

    /// The number of records that the index does not hold yet.
    pub(super) fn n_unindexed(&self) -> usize {
        let state = self.lock();
        state.entries.len() - state.n_indexed
    }

    /// Makes appends visible that are on disk; answers how many records the index does not hold.
    pub(super) fn publish(&self, landed: impl Iterator<Item = Landed>, spans: &Spans) -> usize {
        let mut state = self.lock();
        for append in landed {
            state.add(append, &self.heads);
        }
        while state.recent_bytes > self.recent_bytes_max && state.recent.len() > 1 {
            if let Some(oldest) = state.recent.pop_front() {
                state.recent_bytes -= memory_bytes(&oldest);
            }
        }
        state.spans.clone_from(spans);
        let n_unindexed = state.entries.len() - state.n_indexed;
        let head = state.head;
        drop(state);
        self.head.send_if_modified(|known| std::mem::replace(known, head) != head);
        n_unindexed
    }

    /// Up to about `n_max` records that the index does not hold yet, in whole appends.
    pub(super) fn to_index(&self, n_max: usize) -> Vec<Entry> {
        let state = self.lock();
        let unindexed = state.entries.range(state.n_indexed..);
        let mut entries: Vec<Entry> = Vec::with_capacity(n_max.min(unindexed.len()));
        for entry in unindexed {
            let is_next_append = entries.last().is_some_and(|last| last.last_seq != entry.last_seq);
            if entries.len() >= n_max && is_next_append {
                break;
            }
            entries.push(*entry);
        }
        entries
    }

    /// Notes that the index holds all up to `seq`, and forgets what it held before: what was asked
    /// of the index during the last round still meets its answer here.
    pub(super) fn indexed_to(&self, seq: Seq) {
        let mut state = self.lock();
        for _ in 0..state.n_indexed {
            if let Some(entry) = state.entries.pop_front() {
                self.forget(&mut state, &entry);
            }
        }
        state.start = state.indexed;
        state.indexed = seq;
        state.n_indexed = state.entries.partition_point(|entry| entry.last_seq <= seq);
    }

    fn forget(&self, state: &mut State, entry: &Entry) {
        let Some(stream) = state.streams.get_mut(&entry.stream) else {
            return;
        };
        stream.records.pop_front();
        if stream.records.is_empty() {
            self.heads.insert(entry.stream, stream.head);
            state.streams.remove(&entry.stream);
        }
    }

    /// What memory knows of the records of a stream after a revision.
    pub(super) fn records_of(&self, stream: StreamId, after_revision: u64) -> Known {
        let state = self.lock();
        let known = state.streams.get(&stream);
        let head = known.map(|known| known.head).or_else(|| self.heads.get(&stream));
        if head.is_some_and(|head| head.token.revision <= after_revision) {
            return Known::Nothing;
        }
        let records = known.into_iter().flat_map(|known| &known.records);
        let from = records.clone().next().map_or(u64::MAX, |record| record.first_revision);
        let after = |record: &&StreamRecord| record.last_revision > after_revision;
        Known::From { from, records: records.filter(after).copied().collect() }
    }

    /// Whole appends with events after `after`, about `n_max` events; none where memory does not
    /// reach back so far.
    pub(super) fn recent_after(&self, after: Seq, n_max: usize) -> Option<Vec<Arc<Recorded>>> {
        if after >= self.head() {
            return Some(Vec::new());
        }
        let state = self.lock();
        let oldest = state.recent.front().and_then(|append| append.first())?;
        if after.0 + 1 < oldest.seq.0 {
            return None;
        }
        let ends_before =
            |append: &Arc<[Arc<Recorded>]>| append.last().is_none_or(|last| last.seq <= after);
        let first = state.recent.partition_point(ends_before);
        let mut events = Vec::with_capacity(n_max.min(1_024));
        for append in state.recent.range(first..) {
            if events.len() >= n_max {
                break;
            }
            events.extend(append.iter().filter(|event| event.seq > after).cloned());
        }
        Some(events)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, append: Landed, heads: &Cache<StreamId, Head>) {
        let Landed { last_seq, place, ends, events } = append;
        self.head = last_seq;
        for (stream, first_revision, head) in ends {
            let last_revision = head.token.revision;
            let record = StreamRecord { first_revision, last_revision, place };
            self.entries.push_back(Entry { last_seq, stream, record });
            let known = self.streams.entry(stream).or_insert_with(|| {
                heads.remove(&stream);
                Stream { head, records: VecDeque::with_capacity(1) }
            });
            known.head = head;
            known.records.push_back(record);
        }
        let events: Arc<[Arc<Recorded>]> = events.into();
        self.recent_bytes += memory_bytes(&events);
        self.recent.push_back(events);
    }
}

/// What the events of an append take in memory, roughly: data and envelope.
fn memory_bytes(events: &[Arc<Recorded>]) -> usize {
    events.iter().map(|event| event.data.len() + size_of::<Recorded>() + 64).sum()
}
