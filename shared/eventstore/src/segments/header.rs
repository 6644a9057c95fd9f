//! The beginning of a segment: what log it belongs to and what it follows.

use crc32fast::hash as crc32;
use tongban_kernel::{Hash, Partition, Seq};

use super::frame::{u32_at, u64_at};

/// The format that this program writes, and the newest that it reads.
pub(super) const FORMAT: u32 = 1;
/// Bytes of a header.
pub(super) const HEADER_BYTES: usize = 72;
/// Where the first record of a segment begins.
pub(super) const HEADER_END: u32 = 72;
const MAGIC: [u8; 8] = *b"TB-SEGM\n";

/// What a segment says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) generation: u32,
    pub(super) partition: Partition,
    /// The place of the segment's first event, and its file name.
    pub(super) first_seq: Seq,
    /// The first place of the segment before it; 0 before the first. A segment that is missing is
    /// noticed without reading the others.
    pub(super) prev_first_seq: Seq,
    /// The [digest](super::digest) of the segment before it.
    pub(super) prev_hash: Hash,
}

impl Header {
    pub(super) fn to_bytes(self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..12].copy_from_slice(&FORMAT.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.generation.to_le_bytes());
        bytes[16..20].copy_from_slice(&u32::from(self.partition.0).to_le_bytes());
        bytes[20..28].copy_from_slice(&self.first_seq.0.to_le_bytes());
        bytes[28..36].copy_from_slice(&self.prev_first_seq.0.to_le_bytes());
        bytes[36..68].copy_from_slice(&self.prev_hash.0);
        let crc = crc32(&bytes[..68]);
        bytes[68..].copy_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// Reads a header; answers none where the bytes are none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.first_chunk::<HEADER_BYTES>()?;
        let is_sound = bytes.starts_with(&MAGIC)
            && u32_at(bytes, 8) == FORMAT
            && crc32(&bytes[..68]) == u32_at(bytes, 68);
        let mut prev_hash = Hash::ZERO;
        prev_hash.0.copy_from_slice(&bytes[36..68]);
        is_sound.then_some(Self {
            generation: u32_at(bytes, 12),
            partition: Partition(u16::try_from(u32_at(bytes, 16)).ok()?),
            first_seq: Seq(u64_at(bytes, 20)),
            prev_first_seq: Seq(u64_at(bytes, 28)),
            prev_hash,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Header = Header {
        generation: 3,
        partition: Partition(5),
        first_seq: Seq(1_000),
        prev_first_seq: Seq(1),
        prev_hash: Hash([7; 32]),
    };

    #[test]
    fn a_header_is_read_as_it_was_written() {
        assert_eq!(Header::parse(&HEADER.to_bytes()), Some(HEADER));
    }

    #[test]
    fn no_flipped_bit_and_no_cut_passes() {
        let bytes = HEADER.to_bytes();
        for bit in 0..HEADER_BYTES * 8 {
            let mut flipped = bytes;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Header::parse(&flipped), None, "bit {bit}");
        }
        assert_eq!(Header::parse(&bytes[..HEADER_BYTES - 1]), None);
    }
}
