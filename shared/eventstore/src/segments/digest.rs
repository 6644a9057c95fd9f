//! The hash by which a segment is named in the one that follows it.
//!
//! It covers the segment's header and of every record the frame and the stamp. The stamp holds the
//! hash of each event, which covers all that the event says, and the frame the checksum of the rest:
//! an event that was changed, left out, added or moved changes it, and the content, hashed once by
//! whoever appended it, is not hashed again by the one thread that writes for all.

use sha2::{Digest, Sha256};
use tongban_kernel::Hash;

use super::files::RawRecord;

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct SegmentDigest(Sha256);

impl SegmentDigest {
    /// Of a segment without records.
    pub(super) fn of_header(header: &[u8]) -> Self {
        Self(Sha256::new_with_prefix(header))
    }

    /// Takes in a record that was read, and its stamp.
    pub(super) fn record(&mut self, record: &RawRecord<'_>, stamp: &[u8]) {
        self.0.update(record.frame_header());
        self.0.update(stamp);
    }

    /// Takes in what was written: frame and stamp of each record, one after the other.
    pub(super) fn written(&mut self, frames_and_stamps: &[u8]) {
        self.0.update(frames_and_stamps);
    }

    /// The hash so far.
    pub(super) fn hash(&self) -> Hash {
        Hash(self.0.clone().finalize().into())
    }
}
