//! Reads a partition from any place on.

use std::sync::Arc;

use quick_cache::sync::Cache;
use tongban_kernel::{Partition, Recorded, Seq};

use super::files::{Files, damaged};
use super::record::decode;
use super::spans::Spans;
use crate::LogError;

/// Readers whose next place is remembered.
const CURSORS_MAX: usize = 256;

/// Where readers that go through old segments will read on: without it each step would begin at the
/// front of a segment.
#[derive(Debug)]
pub(super) struct Cursors(Cache<(Partition, Seq), Cursor>);

#[derive(Clone, Copy, Debug)]
struct Cursor {
    segment: Seq,
    offset: u64,
}

impl Cursors {
    pub(super) fn new() -> Self {
        Self(Cache::new(CURSORS_MAX))
    }

    /// Whole appends with events after `after`, about `n_max` events, from the segments.
    pub(super) fn scan(
        &self,
        files: &Files,
        partition: Partition,
        spans: &Spans,
        after: Seq,
        n_max: usize,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        let mut cursor = self.0.remove(&(partition, after)).map(|(_, cursor)| cursor);
        let mut events: Vec<Arc<Recorded>> = Vec::with_capacity(n_max.min(1_024));
        let first = cursor.map_or(Seq(after.0 + 1), |cursor| cursor.segment);
        for span in spans.from(first) {
            let (segment, end) = (span.first_seq, u64::from(span.end));
            let mut reader = match cursor.take() {
                Some(Cursor { offset, .. }) => files.reader(partition, segment, offset, end)?,
                None => files.records(partition, span)?,
            };
            while events.len() < n_max
                && let Some(record) = reader.next_sound()?
            {
                if record.frame.last_seq() <= after.0 {
                    continue;
                }
                let (offset, payload) = (record.offset, record.payload());
                let decoded = decode(partition, record.frame, payload, None)
                    .map_err(|error| damaged(partition, segment, offset, error.to_string()))?;
                events.extend(decoded.into_iter().filter(|event| event.seq > after));
            }
            if events.len() >= n_max {
                if let Some(last) = events.last() {
                    let offset = reader.offset();
                    self.0.insert((partition, last.seq), Cursor { segment, offset });
                }
                break;
            }
        }
        Ok(events)
    }
}
