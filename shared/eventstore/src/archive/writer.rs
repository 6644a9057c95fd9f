//! The segments of a partition, from where the archive ends.

use tongban_kernel::{Hash, Partition, Seq};

use super::seal::{ArchivedFile, End, SealedSegment};
use crate::segments::{SegmentPlace, SegmentWriter, WholeSegment};
use crate::{AppendError, LogError, Movable, NoAppend, RecordedAppend};

/// Events read at once.
const EVENTS_AT_ONCE: usize = 1_000;

/// The next appends of a partition behind `after`, each checked to be what was recorded.
///
/// # Errors
/// When the log cannot be read, or holds an event that was changed.
pub async fn ready(
    log: &dyn Movable,
    partition: Partition,
    after: Seq,
) -> Result<Vec<RecordedAppend>, ReadyError> {
    let appends = log.appends(partition, after, EVENTS_AT_ONCE).await?;
    Ok(appends.into_iter().map(RecordedAppend::new).collect::<Result<_, _>>()?)
}

/// Why appends are not archived.
#[derive(Debug, thiserror::Error)]
pub enum ReadyError {
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] LogError),
    /// They are not what was recorded.
    #[error(transparent)]
    Broken(#[from] NoAppend),
}

/// Makes the segments of one partition, one after the other.
#[derive(Debug)]
pub struct PartitionWriter {
    generation: u32,
    partition: Partition,
    end: End,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    writer: SegmentWriter,
    first: Seq,
    first_hash: Hash,
    last_hash: Hash,
}

impl PartitionWriter {
    /// Goes on behind where the archive ends.
    pub fn behind(end: End, generation: u32, partition: Partition) -> Self {
        Self { generation, partition, end, open: None }
    }

    /// Where the next event goes behind.
    pub fn head(&self) -> Seq {
        self.end.head
    }

    /// Where the partition ends with the segments that were taken.
    pub fn end(&self) -> End {
        self.end
    }

    /// Bytes of the segment that is being made.
    pub fn n_bytes(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.writer.n_bytes())
    }

    /// Adds an append.
    ///
    /// # Errors
    /// When it does not follow.
    pub fn add(&mut self, append: &RecordedAppend) -> Result<(), AppendError> {
        let events = append.events();
        let (first, last) = (&events[0], &events[events.len() - 1]);
        let open = self.open.get_or_insert_with(|| {
            let place = SegmentPlace {
                generation: self.generation,
                partition: self.partition,
                first_seq: first.seq,
                prev_first_seq: self.end.segment,
                prev_digest: self.end.digest,
            };
            let writer = SegmentWriter::begin(place);
            Open { writer, first: first.seq, first_hash: first.hash, last_hash: Hash::ZERO }
        });
        if first.seq.0 != self.end.head.0 + 1 {
            let rule = "it follows the append before it in its partition";
            return Err(AppendError::Invalid { rule });
        }
        open.writer.add(append)?;
        open.last_hash = last.hash;
        (self.end.head, self.end.hash) = (last.seq, last.hash);
        Ok(())
    }

    /// Takes the segment that was being made, if anything is in it, with its file.
    pub fn take(&mut self) -> Option<(SealedSegment, Vec<u8>)> {
        let Open { writer, first, first_hash, last_hash } = self.open.take()?;
        let WholeSegment { bytes, digest, last_seq: last } = writer.finish();
        let name = SealedSegment::name(self.partition, first, Hash::of(&[&bytes]));
        let file = ArchivedFile::of(name, &bytes);
        (self.end.segment, self.end.digest) = (first, digest);
        let partition = self.partition;
        Some((SealedSegment { file, partition, first, last, first_hash, last_hash, digest }, bytes))
    }
}
