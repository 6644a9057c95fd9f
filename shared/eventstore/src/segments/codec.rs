//! How records are spelled: numbers as LEB128 varints, texts and data with their length before them,
//! ids and hashes as they are.

/// Appends to bytes.
pub(super) trait Encode {
    fn put_varint(&mut self, number: u64);
    fn put_bytes(&mut self, bytes: &[u8]);
}

impl Encode for Vec<u8> {
    fn put_varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.push(number.to_le_bytes()[0]);
    }

    fn put_bytes(&mut self, bytes: &[u8]) {
        self.put_varint(bytes.len() as u64);
        self.extend_from_slice(bytes);
    }
}

/// Bytes that are no record, though their checksum fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record cannot be decoded: {0}")]
pub(super) struct NoRecord(pub(super) &'static str);

/// Takes from the front of bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoder<'a>(pub(super) &'a [u8]);

impl<'a> Decoder<'a> {
    pub(super) fn varint(&mut self) -> Result<u64, NoRecord> {
        let mut number = 0_u64;
        for shift in (0..u64::BITS).step_by(7) {
            let [byte] = self.array()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(NoRecord("a number is too long"))
    }

    /// A number of a type narrower than a varint's.
    pub(super) fn narrow<T: TryFrom<u64>>(&mut self) -> Result<T, NoRecord> {
        T::try_from(self.varint()?).map_err(|_| NoRecord("a number is too large"))
    }

    /// The number of things that follow, each of at least a byte.
    pub(super) fn count(&mut self) -> Result<usize, NoRecord> {
        let count = self.narrow()?;
        if count > self.0.len() { Err(NoRecord("it is cut off")) } else { Ok(count) }
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], NoRecord> {
        let n_bytes = self.narrow()?;
        let (bytes, rest) = self.0.split_at_checked(n_bytes).ok_or(NoRecord("it is cut off"))?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, NoRecord> {
        std::str::from_utf8(self.bytes()?).map_err(|_| NoRecord("a text is not UTF-8"))
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], NoRecord> {
        let (array, rest) = self.0.split_first_chunk().ok_or(NoRecord("it is cut off"))?;
        self.0 = rest;
        Ok(*array)
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<(), NoRecord> {
        if self.0.is_empty() { Ok(()) } else { Err(NoRecord("bytes are left over")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_taken_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            bytes.put_varint(number);
        }
        bytes.put_bytes("受理".as_bytes());
        bytes.extend_from_slice(&[7; 16]);
        let mut decoder = Decoder(&bytes);
        for number in numbers {
            assert_eq!(decoder.varint(), Ok(number));
        }
        assert_eq!(decoder.text(), Ok("受理"));
        assert!(decoder.end().is_err());
        assert_eq!(decoder.array(), Ok([7; 16]));
        assert_eq!(decoder.end(), Ok(()));
    }

    #[test]
    fn bytes_that_are_cut_off_or_out_of_range_are_refused() {
        let cut = NoRecord("it is cut off");
        assert_eq!(Decoder(&[0x80]).varint(), Err(cut));
        assert_eq!(Decoder(&[5, 1, 2]).bytes(), Err(cut));
        assert_eq!(Decoder(&[1, 2, 3]).array::<4>(), Err(cut));
        assert_eq!(Decoder(&[9, 0]).count(), Err(cut));
        assert_eq!(Decoder(&[0xff; 11]).varint(), Err(NoRecord("a number is too long")));
        assert_eq!(Decoder(&[0x80, 2]).narrow::<u8>(), Err(NoRecord("a number is too large")));
        assert_eq!(Decoder(&[1, 0xff]).text(), Err(NoRecord("a text is not UTF-8")));
    }
}
