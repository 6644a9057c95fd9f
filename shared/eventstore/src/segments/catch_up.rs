//! Indexes what stands in the log and not in the index.

use tongban_kernel::{Hash, Partition, Recorded, Seq};

use super::files::{Files, RawRecord, damaged};
use super::index::{Index, IndexFault, Mark};
use super::record::decode;
use super::spans::Spans;
use super::tail::{Entry, Place, StreamRecord};
use crate::LogError;

/// sled is fed in sorted batches of about this many records: each batch writes and flushes what it
/// touches once, on the disk that the log is synced to.
pub(super) const INDEX_BATCH: usize = 32_768;

/// Why the index cannot catch up.
#[derive(Debug, thiserror::Error)]
pub(super) enum CatchUpError {
    /// The log cannot be read.
    #[error("the log cannot be read")]
    Log(#[from] LogError),
    /// The index cannot be written.
    #[error("the index cannot be written")]
    Index(#[from] IndexFault),
}

impl CatchUpError {
    /// As the log's own error.
    pub(super) fn into_log_error(self, files: &Files) -> LogError {
        match self {
            Self::Log(error) => error,
            Self::Index(fault) => Self::unusable(files, &fault),
        }
    }

    pub(super) fn unusable(files: &Files, fault: &IndexFault) -> LogError {
        LogError::Unusable {
            path: files.dir.join(INDEX_FOLDER).display().to_string(),
            reason: format!("{fault}; nothing is lost, for it is made anew from the log"),
        }
    }
}

/// The folder of the index, below the data folder.
pub(super) const INDEX_FOLDER: &str = "index";

/// Whether the index' mark is a fact of this log.
fn is_sound(files: &Files, partition: Partition, spans: &Spans, mark: Mark) -> bool {
    let Mark { seq, place, hash } = mark;
    let is_inside = spans.iter().any(|span| {
        span.first_seq == place.segment
            && u64::from(place.offset) + u64::from(place.size) <= u64::from(span.end)
    });
    is_inside
        && files
            .record(partition, place, None)
            .is_ok_and(|events| events.last().is_some_and(|e| e.seq == seq && e.hash == hash))
}

/// Brings to an index what it does not hold of a partition up to the place `upto`; answers the
/// number of records. One that is not of this log is a fault.
pub(super) fn from_mark(
    files: &Files,
    to: &Index,
    partition: Partition,
    spans: &Spans,
    upto: Seq,
) -> Result<u64, CatchUpError> {
    let mark = to.mark(partition)?;
    if mark.is_some_and(|mark| !is_sound(files, partition, spans, mark)) {
        return Err(IndexFault::Nonsense("what this log does not").into());
    }
    index(files, to, partition, spans, mark, upto)
}

/// Indexes the records after `mark` up to the place `upto`; answers their number.
fn index(
    files: &Files,
    index: &Index,
    partition: Partition,
    spans: &Spans,
    mark: Option<Mark>,
    upto: Seq,
) -> Result<u64, CatchUpError> {
    let mut batch = Batch { index, partition, entries: Vec::new(), mark: None, n_records: 0 };
    let indexed = mark.map_or(Seq(0), |mark| mark.seq);
    if indexed >= upto {
        return Ok(0);
    }
    for span in spans.from(Seq(indexed.0 + 1)) {
        let mut reader = match mark {
            Some(Mark { place, .. }) if place.segment == span.first_seq => {
                let offset = u64::from(place.offset) + u64::from(place.size);
                files.reader(partition, span.first_seq, offset, u64::from(span.end))?
            }
            Some(_) | None => files.records(partition, span)?,
        };
        while let Some(record) = reader.next_sound()? {
            if record.frame.first_seq > upto.0 {
                return batch.finish();
            }
            batch.add(span.first_seq, &record)?;
        }
    }
    batch.finish()
}

struct Batch<'a> {
    index: &'a Index,
    partition: Partition,
    entries: Vec<Entry>,
    mark: Option<Mark>,
    n_records: u64,
}

impl Batch<'_> {
    fn add(&mut self, segment: Seq, record: &RawRecord<'_>) -> Result<(), CatchUpError> {
        let place = record.place(segment);
        let events = decode(self.partition, record.frame, record.payload(), None)
            .map_err(|error| damaged(self.partition, segment, record.offset, error.to_string()))?;
        let last_seq = Seq(record.frame.last_seq());
        for of_stream in events.chunk_by(|a, b| a.stream == b.stream) {
            self.entries.extend(entry(last_seq, place, of_stream));
        }
        let hash = events.last().map_or(Hash::ZERO, |last| last.hash);
        self.mark = Some(Mark { seq: last_seq, place, hash });
        self.n_records += 1;
        if self.entries.len() >= INDEX_BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), CatchUpError> {
        if let Some(mark) = self.mark.take() {
            self.index.add(self.partition, std::mem::take(&mut self.entries), mark)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<u64, CatchUpError> {
        self.flush()?;
        Ok(self.n_records)
    }
}

/// A record as one of its streams sees it.
fn entry(last_seq: Seq, place: Place, events: &[std::sync::Arc<Recorded>]) -> Option<Entry> {
    let (first, last) = (events.first()?, events.last()?);
    let (first_revision, last_revision) = (first.revision, last.revision);
    let record = StreamRecord { first_revision, last_revision, place };
    Some(Entry { last_seq, stream: first.stream, record })
}
