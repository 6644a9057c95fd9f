//! Reads a partition from any place on.

use std::sync::Arc;

use quick_cache::sync::Cache;
use tongban_kernel::{Partition, Recorded, Seq};

use super::files::{Files, damaged};
use super::header::HEADER_END;
use super::record::decode;
use super::spans::Spans;
use crate::LogError;

/// Readers whose next place is remembered.
const CURSORS_MAX: usize = 256;

/// Where a record begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    pub(super) segment: Seq,
    pub(super) offset: u64,
}

impl Cursor {
    /// Where the next record will begin.
    pub(super) fn end_of(spans: &Spans) -> Self {
        let last = spans.last();
        Self { segment: last.first_seq, offset: u64::from(last.end) }
    }

    /// Where the segment begins that holds `seq`, or would.
    fn before(spans: &Spans, seq: Seq) -> Self {
        let segment = spans.from(seq).next().map_or(seq, |span| span.first_seq);
        Self { segment, offset: u64::from(HEADER_END) }
    }
}

/// Decodes records from `cursor` on, and moves it behind the last one; goes on for as long as
/// `take` says and there are any.
pub(super) fn read_from(
    files: &Files,
    partition: Partition,
    spans: &Spans,
    cursor: &mut Cursor,
    mut take: impl FnMut(Vec<Arc<Recorded>>) -> bool,
) -> Result<(), LogError> {
    for span in spans.from(cursor.segment) {
        let (segment, end) = (span.first_seq, u64::from(span.end));
        if cursor.segment != segment {
            *cursor = Cursor { segment, offset: u64::from(HEADER_END) };
        }
        let mut reader = files.reader(partition, segment, cursor.offset, end)?;
        while let Some(record) = reader.next_sound()? {
            let (offset, size) = (record.offset, record.frame.size as u64);
            let events = decode(partition, record.frame, record.payload(), None)
                .map_err(|error| damaged(partition, segment, offset, error.to_string()))?;
            cursor.offset = offset + size;
            if !take(events) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Where readers that go through old segments will read on: without it each step would begin at the
/// front of a segment.
#[derive(Debug)]
pub(super) struct Cursors(Cache<(Partition, Seq), Cursor>);

impl Cursors {
    pub(super) fn new() -> Self {
        Self(Cache::new(CURSORS_MAX))
    }

    /// Whole appends with events after `after`, about `n_max` events, from the segments; of one that
    /// `after` lies in, what is behind it.
    pub(super) fn appends(
        &self,
        files: &Files,
        partition: Partition,
        spans: &Spans,
        after: Seq,
        n_max: usize,
    ) -> Result<Vec<Vec<Arc<Recorded>>>, LogError> {
        let known = self.0.remove(&(partition, after)).map(|(_, cursor)| cursor);
        let mut cursor = match known {
            Some(cursor) => cursor,
            None => self.find(files, partition, spans, after)?,
        };
        let (mut n_events, mut appends) = (0, Vec::new());
        read_from(files, partition, spans, &mut cursor, |mut append| {
            append.retain(|event| event.seq > after);
            n_events += append.len();
            if !append.is_empty() {
                appends.push(append);
            }
            n_events < n_max
        })?;
        if let Some(last) = appends.last().and_then(|append: &Vec<Arc<Recorded>>| append.last()) {
            self.0.insert((partition, last.seq), cursor);
        }
        Ok(appends)
    }

    /// Looks for the record that holds the place after `after`, without decoding those before.
    fn find(
        &self,
        files: &Files,
        partition: Partition,
        spans: &Spans,
        after: Seq,
    ) -> Result<Cursor, LogError> {
        let mut cursor = Cursor::before(spans, Seq(after.0 + 1));
        let Some(span) = spans.from(cursor.segment).next() else {
            return Ok(cursor);
        };
        let mut reader = files.records(partition, span)?;
        while let Some(record) = reader.next_sound()? {
            if record.frame.last_seq() > after.0 {
                break;
            }
            cursor.offset = record.offset + record.frame.size as u64;
        }
        Ok(cursor)
    }
}
