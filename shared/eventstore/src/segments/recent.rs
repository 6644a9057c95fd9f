//! The newest events, decoded once for all who follow the end of a partition.
//!
//! Nobody is served from what a writer holds in its hands: even the newest event is read back from
//! its segment, checksum and all. The writer is not bothered with it, and who does not read does not
//! pay.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tongban_kernel::{Partition, Recorded, Seq};

use super::files::Files;
use super::scan::{Cursor, read_from};
use super::spans::Spans;
use crate::LogError;
use crate::held::{Appends, events_after};

/// Who asks for a place further on than this from what was decoded last finds it in the files: those
/// who follow the end come past what lies between anyway, but not past much more.
pub(super) const AHEAD_BYTES_MAX: u64 = 4 << 20;

/// See the module.
#[derive(Debug)]
pub(super) struct Recent {
    state: Mutex<State>,
    /// Whoever decodes what follows holds this, and the others wait for the result.
    pub(super) filling: tokio::sync::Mutex<()>,
    bytes_max: usize,
}

#[derive(Debug)]
struct State {
    /// Without gaps, up to `last`.
    appends: Appends,
    n_bytes: usize,
    last: Seq,
    /// Where the record after `last` lies, or will.
    next: Cursor,
}

/// What a reader gets.
pub(super) enum Found {
    /// These.
    Events(Vec<Arc<Recorded>>),
    /// Nothing before somebody decodes what follows.
    NotYet,
    /// Nothing before somebody decodes what lies up to there, and what follows.
    Ahead,
    /// What it asks for has left memory, or never was in it.
    Elsewhere,
}

impl Recent {
    /// Nothing yet, of a partition that ends at `head`.
    pub(super) fn new(head: Seq, spans: &Spans, bytes_max: usize) -> Self {
        let state =
            State { appends: Appends::new(), n_bytes: 0, last: head, next: Cursor::end_of(spans) };
        Self { state: Mutex::new(state), filling: tokio::sync::Mutex::default(), bytes_max }
    }

    /// Whole appends with events after `after`, about `n_max` events.
    pub(super) fn after(&self, after: Seq, n_max: usize) -> Found {
        let state = self.lock();
        if after == state.last {
            return Found::NotYet;
        }
        if after > state.last {
            return Found::Ahead;
        }
        let oldest = state.appends.front().and_then(|append| append.first());
        if oldest.is_none_or(|oldest| after.0 + 1 < oldest.seq.0) {
            return Found::Elsewhere;
        }
        Found::Events(events_after(&state.appends, after, n_max))
    }

    /// Somebody has read all there is: whoever follows the end from here on is served from memory.
    /// What is held stays where it reaches close enough to the end: others are on their way.
    pub(super) fn at_end(&self, head: Seq, spans: &Spans) {
        let mut state = self.lock();
        if state.last < head && n_bytes_behind(state.next, spans) > AHEAD_BYTES_MAX {
            state.appends.clear();
            state.n_bytes = 0;
            state.last = head;
            state.next = Cursor::end_of(spans);
        }
    }

    /// How many bytes of segments lie behind the last event held.
    pub(super) fn n_bytes_behind(&self, spans: &Spans) -> u64 {
        n_bytes_behind(self.lock().next, spans)
    }

    /// Decodes about `n_max` events behind the last one held. One at a time: see `filling`.
    pub(super) fn fill(
        &self,
        files: &Files,
        partition: Partition,
        spans: &Spans,
        n_max: usize,
    ) -> Result<(), LogError> {
        let (mut next, from) = {
            let state = self.lock();
            (state.next, state.last)
        };
        let mut appends = Vec::new();
        let mut n_events = 0;
        read_from(files, partition, spans, &mut next, |events| {
            n_events += events.len();
            appends.push(Arc::<[Arc<Recorded>]>::from(events));
            n_events < n_max
        })?;
        let mut state = self.lock();
        if state.last != from {
            return Ok(());
        }
        for append in appends {
            state.n_bytes += memory_bytes(&append);
            state.last = append.last().map_or(state.last, |last| last.seq);
            state.appends.push_back(append);
        }
        state.next = next;
        // What was just decoded is somebody's answer and stays.
        while state.n_bytes > self.bytes_max
            && state.appends.front().and_then(|append| append.last()).is_some_and(|e| e.seq <= from)
        {
            let oldest = state.appends.pop_front();
            state.n_bytes -= oldest.map_or(0, |append| memory_bytes(&append));
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn n_bytes_behind(next: Cursor, spans: &Spans) -> u64 {
    let spans = spans.iter().filter(|span| span.first_seq >= next.segment);
    spans.map(|span| u64::from(span.end)).sum::<u64>().saturating_sub(next.offset)
}

/// What the events of an append take in memory, roughly: data and envelope.
fn memory_bytes(events: &[Arc<Recorded>]) -> usize {
    events.iter().map(|event| event.data.len() + size_of::<Recorded>() + 256).sum()
}
