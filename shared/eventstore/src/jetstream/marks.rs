//! Where events of streams lie: what is needed to append behind one, or to read on from it.
//!
//! Events never change, so neither does a mark. What has left memory is asked of the broker.

use jiff::Timestamp;
use quick_cache::sync::Cache;
use tongban_kernel::{Hash, Recorded, Seq, StreamId};

/// Marks kept; each takes about a hundred bytes.
const MARKS_MAX: usize = 1 << 16;

/// One event of a stream as the one after it sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) revision: u64,
    pub(super) seq: Seq,
    pub(super) hash: Hash,
    pub(super) recorded_at: Timestamp,
}

impl Mark {
    /// What stands before the first event of a stream.
    pub(super) const START: Self =
        Self { revision: 0, seq: Seq(0), hash: Hash::ZERO, recorded_at: Timestamp::MIN };

    pub(super) fn of(event: &Recorded) -> Self {
        let Recorded { revision, seq, hash, recorded_at, .. } = *event;
        Self { revision, seq, hash, recorded_at }
    }

    /// Says how `next` does not follow in the stream; nothing where it does.
    pub(super) fn break_before(self, next: &Recorded) -> Option<String> {
        if next.revision != self.revision + 1 {
            return Some(format!(
                "stream {} has revision {} where {} must stand",
                next.stream,
                next.revision,
                self.revision + 1
            ));
        }
        (next.prev_hash != self.hash)
            .then(|| format!("stream {} does not follow its event before", next.stream))
    }
}

/// The marks of this process.
#[derive(Debug)]
pub(super) struct Marks(Cache<(StreamId, u64), Mark>);

impl Marks {
    pub(super) fn new() -> Self {
        Self(Cache::new(MARKS_MAX))
    }

    /// The mark of an event.
    pub(super) fn get(&self, stream: StreamId, revision: u64) -> Option<Mark> {
        if revision == 0 { Some(Mark::START) } else { self.0.get(&(stream, revision)) }
    }

    /// Whether an event is known to follow the one with this revision.
    pub(super) fn has_after(&self, stream: StreamId, revision: u64) -> bool {
        self.0.contains_key(&(stream, revision + 1))
    }

    pub(super) fn put(&self, stream: StreamId, mark: Mark) {
        self.0.insert((stream, mark.revision), mark);
    }
}
