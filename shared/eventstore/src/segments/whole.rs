//! Segments that are made and read as a whole, elsewhere than in a data folder: those of an archive.
//!
//! They are what the writer of a log would have written, byte for byte in form: whoever knows the one
//! reads the other.

use std::sync::Arc;

use tongban_kernel::{Hash, Partition, Recorded, Seq};

use super::digest::SegmentDigest;
use super::draft::{Draft, Hint};
use super::files::{RawRecord, damaged};
use super::frame::{self, FRAME_HEADER_BYTES, Parsed, parse};
use super::header::{HEADER_BYTES, Header};
use super::record::{Decoded, decode_stamped};
use super::recover::check_header;
use super::tail::Head;
use crate::{AppendError, LogError, RecordedAppend, Token};

/// What a segment begins with: its place, and what it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentPlace {
    /// The generation of the log.
    pub generation: u32,
    /// The partition.
    pub partition: Partition,
    /// The place of its first event.
    pub first_seq: Seq,
    /// The first place of the segment before it; 0 before the first.
    pub prev_first_seq: Seq,
    /// The digest of the segment before it; zero before the first.
    pub prev_digest: Hash,
}

impl SegmentPlace {
    fn header(self) -> Header {
        let Self { generation, partition, first_seq, prev_first_seq, prev_digest } = self;
        Header { generation, partition, first_seq, prev_first_seq, prev_hash: prev_digest }
    }
}

/// A segment while it is made.
#[derive(Debug)]
pub struct SegmentWriter {
    bytes: Vec<u8>,
    digest: SegmentDigest,
    head: Seq,
}

/// A segment that is whole.
#[derive(Debug)]
pub struct WholeSegment {
    /// The file.
    pub bytes: Vec<u8>,
    /// By which the next one names it.
    pub digest: Hash,
    /// The place of its last event.
    pub last_seq: Seq,
}

impl SegmentWriter {
    /// Begins a segment.
    pub fn begin(place: SegmentPlace) -> Self {
        let bytes = place.header().to_bytes();
        let head = Seq(place.first_seq.0.saturating_sub(1));
        Self { bytes: bytes.to_vec(), digest: SegmentDigest::of_header(&bytes), head }
    }

    /// Bytes so far.
    pub fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Adds an append, which keeps its place.
    ///
    /// # Errors
    /// When it does not follow the one before it, or is larger than any.
    pub fn add(&mut self, append: &RecordedAppend) -> Result<(), AppendError> {
        let events = append.events();
        if events[0].seq.0 != self.head.0 + 1 {
            let rule = "it follows the append before it in its partition";
            return Err(AppendError::Invalid { rule });
        }
        let mut draft = Draft::recorded(append, self.head, |_| Ok(Hint::default()))?;
        for (write, events) in draft.writes.iter_mut().zip(append.writes()) {
            let token = Token { revision: events[0].revision - 1, seq: Seq(0) };
            write.end = Head { token, hash: events[0].prev_hash };
        }
        let start = self.bytes.len();
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        // As if each had been synced before the next was written: nothing in it can be unfinished.
        let n_events = narrow(events.len());
        frame::begin(&mut self.bytes, narrow(start), n_events, self.head.0 + 1);
        draft.stamp(self.head, events[0].recorded_at, &mut self.bytes);
        frame::finish(&mut self.bytes, start);
        let (frame, payload) = self.bytes[start..].split_at(FRAME_HEADER_BYTES);
        self.digest.written(frame);
        self.digest.written(&payload[draft.body.len()..]);
        self.head = Seq(self.head.0 + u64::from(n_events));
        Ok(())
    }

    /// The segment.
    pub fn finish(self) -> WholeSegment {
        WholeSegment { digest: self.digest.hash(), bytes: self.bytes, last_seq: self.head }
    }
}

/// What a segment holds.
#[derive(Debug)]
pub struct SegmentContent {
    /// The events of each append, in order.
    pub appends: Vec<Vec<Arc<Recorded>>>,
    /// By which the next one names it.
    pub digest: Hash,
    /// The place of its last event.
    pub last_seq: Seq,
}

/// Reads a segment that must stand in this place.
///
/// # Errors
/// [`LogError::Damaged`] names the byte from which on it is not what it must be.
pub fn read_segment(place: SegmentPlace, bytes: &[u8]) -> Result<SegmentContent, LogError> {
    let SegmentPlace { partition, first_seq: segment, .. } = place;
    let bad = |offset: usize, what: &str| damaged(partition, segment, offset as u64, what);
    let Some(header) = Header::parse(bytes) else {
        return Err(bad(0, "the header does not check"));
    };
    check_header(header, place.generation, partition, segment, place.prev_first_seq)?;
    if header.prev_hash != place.prev_digest {
        return Err(bad(0, "the segment before it was changed"));
    }
    let mut digest = SegmentDigest::of_header(&bytes[..HEADER_BYTES]);
    let (mut at, mut appends) = (HEADER_BYTES, Vec::new());
    let mut head = segment.0.saturating_sub(1);
    while at < bytes.len() {
        let frame = match parse(&bytes[at..]) {
            Parsed::Frame(frame) => frame,
            Parsed::Needs(_) => return Err(bad(at, "a record is cut off")),
            Parsed::Bad(what) => return Err(bad(at, what)),
        };
        if frame.first_seq != head + 1 {
            return Err(bad(at, "a record does not follow the one before it"));
        }
        let record = RawRecord { offset: at as u64, frame, bytes: &bytes[at..at + frame.size] };
        let Decoded { events, stamp } = decode_stamped(partition, frame, record.payload(), None)
            .map_err(|error| bad(at, &error.to_string()))?;
        digest.record(&record, stamp);
        appends.push(events);
        head = frame.last_seq();
        at += frame.size;
    }
    Ok(SegmentContent { appends, digest: digest.hash(), last_seq: Seq(head) })
}
