//! What is kept in memory of a partition: where everything lies that the index does not hold yet.

use std::collections::{VecDeque, hash_map};
use std::iter::once;
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::{HashMap, HashMapExt};
use quick_cache::sync::Cache;
use tokio::sync::watch;
use tongban_kernel::{Hash, Seq, StreamId};

use super::draft::DraftWrite;
use super::spans::Spans;
use super::stage::Landed;
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

/// The tail lets go of so many records at once.
const FORGET_AT_ONCE: usize = 256;

/// What memory knows of a stream's end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// The end, where it is known without asking the index.
    pub(super) head: Option<Head>,
    /// What lies after this is in memory: an answer of the index that holds up to here, for a
    /// stream that memory does not know, is the newest there is.
    pub(super) start: Seq,
    /// How far the index is: an answer that it gives from now on holds up to here at least.
    pub(super) indexed: Seq,
    /// The number of records that the index does not hold yet.
    pub(super) n_unindexed: usize,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Tail {
    state: Mutex<State>,
    /// Ends of streams that have left the tail: the newest there are, for a stream that enters the
    /// tail leaves here.
    heads: Cache<StreamId, Head>,
    head: watch::Sender<Seq>,
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
    spans: Spans,
}

#[derive(Debug)]
struct Stream {
    head: Head,
    oldest: StreamRecord,
    /// Those after the oldest: most streams have none, and ask for no memory.
    newer: VecDeque<StreamRecord>,
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
    pub(super) fn new(head: Seq, spans: Spans, heads_max: usize) -> Self {
        let state = State {
            head,
            start: head,
            indexed: head,
            entries: VecDeque::new(),
            n_indexed: 0,
            streams: HashMap::new(),
            spans,
        };
        Self {
            state: Mutex::new(state),
            heads: Cache::new(heads_max.max(1)),
            head: watch::Sender::new(head),
        }
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Seq> {
        self.head.subscribe()
    }

    /// What memory knows of a stream's end, and how far it can be trusted where it knows none.
    pub(super) fn look(&self, stream: StreamId) -> Look {
        self.lock().look(stream, &self.heads)
    }

    /// The same for many streams at once.
    pub(super) fn look_all(&self, streams: impl Iterator<Item = StreamId>, looks: &mut Vec<Look>) {
        let state = self.lock();
        looks.extend(streams.map(|stream| state.look(stream, &self.heads)));
    }

    /// How far the index is.
    pub(super) fn indexed(&self) -> Seq {
        self.lock().indexed
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
        self.lock().n_unindexed()
    }

    /// Makes appends visible that are on disk; answers how many records the index does not hold.
    pub(super) fn publish<'a>(
        &self,
        landed: impl Iterator<Item = (Landed, &'a [DraftWrite])>,
        spans: &Spans,
    ) -> usize {
        let mut state = self.lock();
        for (append, writes) in landed {
            state.add(append, writes, &self.heads);
        }
        state.spans.clone_from(spans);
        let (head, n_unindexed) = (state.head, state.n_unindexed());
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
        let mut n_to_forget = state.n_indexed;
        state.start = state.indexed;
        state.indexed = seq;
        state.n_indexed = state.entries.partition_point(|entry| entry.last_seq <= seq);
        // Little by little, for the writer wants the lock too.
        while n_to_forget > 0 {
            for _ in 0..n_to_forget.min(FORGET_AT_ONCE) {
                self.forget_oldest(&mut state);
            }
            n_to_forget = n_to_forget.saturating_sub(FORGET_AT_ONCE);
            drop(state);
            state = self.lock();
        }
    }

    fn forget_oldest(&self, state: &mut State) {
        let Some(entry) = state.entries.pop_front() else {
            return;
        };
        state.n_indexed -= 1;
        if let hash_map::Entry::Occupied(mut known) = state.streams.entry(entry.stream) {
            match known.get_mut().newer.pop_front() {
                Some(next) => known.get_mut().oldest = next,
                None => self.heads.insert(entry.stream, known.remove().head),
            }
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
        let records = known.into_iter().flat_map(|known| once(&known.oldest).chain(&known.newer));
        let from = records.clone().next().map_or(u64::MAX, |record| record.first_revision);
        let after = |record: &&StreamRecord| record.last_revision > after_revision;
        Known::From { from, records: records.filter(after).copied().collect() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn look(&self, stream: StreamId, heads: &Cache<StreamId, Head>) -> Look {
        let unindexed = self.streams.get(&stream).map(|stream| stream.head);
        Look {
            head: unindexed.or_else(|| heads.get(&stream)),
            start: self.start,
            indexed: self.indexed,
            n_unindexed: self.n_unindexed(),
        }
    }

    fn n_unindexed(&self) -> usize {
        self.entries.len() - self.n_indexed
    }

    fn add(&mut self, append: Landed, writes: &[DraftWrite], heads: &Cache<StreamId, Head>) {
        let Landed { last_seq, place, .. } = append;
        self.head = last_seq;
        for write in writes {
            let (stream, head) = (write.stream, write.end);
            let last_revision = head.token.revision;
            let first_revision = last_revision + 1 - write.n_events as u64;
            let record = StreamRecord { first_revision, last_revision, place };
            self.entries.push_back(Entry { last_seq, stream, record });
            match self.streams.entry(stream) {
                hash_map::Entry::Occupied(mut known) => {
                    known.get_mut().head = head;
                    known.get_mut().newer.push_back(record);
                }
                hash_map::Entry::Vacant(unknown) => {
                    heads.remove(&stream);
                    unknown.insert(Stream { head, oldest: record, newer: VecDeque::new() });
                }
            }
        }
    }
}
