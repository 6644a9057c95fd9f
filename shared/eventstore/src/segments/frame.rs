//! One record on disk: `length u32 | crc u32 | synced_to u32 | n_events u32 | first_seq u64 |
//! payload`, little endian; the checksum covers everything but itself.

use crc32fast::Hasher;

/// Bytes before the payload.
pub(super) const FRAME_HEADER_BYTES: usize = 24;
/// No payload is longer: a greater length is no length.
pub(super) const PAYLOAD_BYTES_MAX: usize = 16 << 20;

/// A record whose checksum fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    /// How far the segment was known to be on disk when the record was written: what lies before
    /// and does not check is damage, what lies behind may have been lost with the power.
    pub(super) synced_to: u32,
    pub(super) n_events: u32,
    /// The place of the record's first event.
    pub(super) first_seq: u64,
    /// Bytes on disk; those after the header are the payload.
    pub(super) size: usize,
}

/// What stands at a place where a record may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parsed {
    /// A record.
    Frame(Frame),
    /// Too few bytes to tell; so many are needed.
    Needs(usize),
    /// No record.
    Bad(&'static str),
}

/// Reads the record at the beginning of `bytes`.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    let Some((header, rest)) = bytes.split_first_chunk::<FRAME_HEADER_BYTES>() else {
        return Parsed::Needs(FRAME_HEADER_BYTES);
    };
    let payload_bytes = u32_at(header, 0) as usize;
    if payload_bytes == 0 || payload_bytes > PAYLOAD_BYTES_MAX {
        return Parsed::Bad("the length of a record is none");
    }
    let size = FRAME_HEADER_BYTES + payload_bytes;
    let Some(payload) = rest.get(..payload_bytes) else {
        return Parsed::Needs(size);
    };
    if checksum(header, payload) != u32_at(header, 4) {
        return Parsed::Bad("the checksum of a record does not fit");
    }
    let (synced_to, n_events) = (u32_at(header, 8), u32_at(header, 12));
    if n_events == 0 {
        return Parsed::Bad("a record has no events");
    }
    Parsed::Frame(Frame { synced_to, n_events, first_seq: u64_at(header, 16), size })
}

impl Frame {
    /// The place of the record's last event.
    pub(super) fn last_seq(self) -> u64 {
        self.first_seq + u64::from(self.n_events) - 1
    }
}

/// Begins a record at the end of `out` and answers where; [`finish`] fills in what depends on the
/// payload.
pub(super) fn begin(out: &mut Vec<u8>, synced_to: u32, n_events: u32, first_seq: u64) -> usize {
    let start = out.len();
    out.extend_from_slice(&[0; 8]);
    out.extend_from_slice(&synced_to.to_le_bytes());
    out.extend_from_slice(&n_events.to_le_bytes());
    out.extend_from_slice(&first_seq.to_le_bytes());
    start
}

/// Completes the record that begins at `start` and ends with `out`; answers its bytes on disk.
pub(super) fn finish(out: &mut [u8], start: usize) -> u32 {
    // An append has at most a few megabytes: no length is cut short.
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let frame = &mut out[start..];
    let payload_bytes = narrow(frame.len().saturating_sub(FRAME_HEADER_BYTES));
    frame[..4].copy_from_slice(&payload_bytes.to_le_bytes());
    if let Some((header, payload)) = frame.split_first_chunk::<FRAME_HEADER_BYTES>() {
        let crc = checksum(header, payload);
        frame[4..8].copy_from_slice(&crc.to_le_bytes());
    }
    narrow(frame.len())
}

fn checksum(header: &[u8; FRAME_HEADER_BYTES], payload: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&header[..4]);
    hasher.update(&header[8..]);
    hasher.update(payload);
    hasher.finalize()
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|word| word.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|word| word.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// Whether a record stands somewhere in `bytes` (which begin at `offset` of their segment) that was
/// written after the bytes at `offset` were known to be on disk.
///
/// `next_seq` is the first place that such a record may hold. Places are compared before checksums,
/// so that the search touches almost no payload twice.
pub(super) fn proves_synced(bytes: &[u8], offset: u32, next_seq: u64) -> bool {
    let seqs = next_seq..=next_seq + bytes.len() as u64;
    (0..bytes.len().saturating_sub(FRAME_HEADER_BYTES)).any(|at| {
        u32_at(bytes, at + 8) > offset
            && seqs.contains(&u64_at(bytes, at + 16))
            && matches!(parse(&bytes[at..]), Parsed::Frame(_))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(synced_to: u32, first_seq: u64, payload: &[u8]) -> Vec<u8> {
        let mut out = vec![7; 3];
        let start = begin(&mut out, synced_to, 2, first_seq);
        out.extend_from_slice(payload);
        assert_eq!(finish(&mut out, start) as usize, out.len() - 3);
        out.split_off(3)
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let bytes = framed(72, 9, b"payload");
        let frame = Frame { synced_to: 72, n_events: 2, first_seq: 9, size: bytes.len() };
        assert_eq!(parse(&bytes), Parsed::Frame(frame));
        assert!(bytes.ends_with(b"payload"));
        assert_eq!(frame.last_seq(), 10);
    }

    #[test]
    fn a_cut_record_asks_for_more_and_never_passes() {
        let bytes = framed(72, 9, b"payload");
        for n in 0..bytes.len() {
            assert!(matches!(parse(&bytes[..n]), Parsed::Needs(needed) if needed > n), "{n}");
        }
    }

    #[test]
    fn no_flipped_bit_passes() {
        let bytes = framed(72, 9, b"payload");
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!matches!(parse(&flipped), Parsed::Frame(_)), "bit {bit}");
        }
    }

    #[test]
    fn only_a_record_of_a_later_batch_proves_that_the_bytes_before_were_on_disk() {
        let mut bytes = vec![0; 40];
        bytes.extend(framed(500, 12, b"of the same batch"));
        assert!(!proves_synced(&bytes, 500, 10));
        bytes.extend(framed(600, 13, b"of a later batch"));
        assert!(proves_synced(&bytes, 500, 10));
        assert!(!proves_synced(&bytes, 500, 14), "a place that was taken before");
    }
}
