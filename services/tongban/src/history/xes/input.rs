use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use flate2::read::MultiGzDecoder;
use memchr::memchr_iter;
use quick_xml::encoding::{DecodingReader, DetectedEncoding, detect_encoding};

use super::XesError;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// An XML declaration is shorter than this.
const DECLARATION_BYTES_MAX: usize = 256;
const BUFFER_BYTES: usize = 64 * 1024;

/// The bytes of a log as UTF-8: unpacked, decoded, its lines counted, and no more than
/// [`Input::PART_BYTES_MAX`] between two marks.
pub(super) struct Input {
    inner: Box<dyn Read + Send>,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    n_newlines: u64,
    since_mark_bytes: u64,
}

impl Input {
    /// One trace, or one element outside of traces, is kept in memory whole; a real one takes
    /// kilobytes.
    pub(super) const PART_BYTES_MAX: u64 = 256 * 1024 * 1024;

    /// Looks at the first bytes to find out how the file is packed and encoded.
    pub(super) fn open(source: impl Read + Send + 'static) -> Result<Self, XesError> {
        let (magic, source) = peek(source, GZIP_MAGIC.len()).map_err(XesError::read_at_start)?;
        let plain: Box<dyn Read + Send> = if magic == GZIP_MAGIC {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, source)))
        } else {
            Box::new(source)
        };
        let (head, plain) = peek(plain, DECLARATION_BYTES_MAX).map_err(XesError::read_at_start)?;
        Ok(Self {
            inner: decoded(&head, plain)?,
            buffer: vec![0; BUFFER_BYTES].into_boxed_slice(),
            start: 0,
            end: 0,
            n_newlines: 0,
            since_mark_bytes: 0,
        })
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.n_newlines + 1
    }

    /// Begins a new part.
    pub(super) fn mark(&mut self) {
        self.since_mark_bytes = 0;
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let n_bytes = available.read(into)?;
        self.consume(n_bytes);
        Ok(n_bytes)
    }
}

impl BufRead for Input {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since_mark_bytes > Self::PART_BYTES_MAX {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        if self.start == self.end {
            self.start = 0;
            self.end = self.inner.read(&mut self.buffer)?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, n_bytes: usize) {
        let used = &self.buffer[self.start..self.start + n_bytes];
        self.n_newlines += memchr_iter(b'\n', used).count() as u64;
        self.since_mark_bytes += n_bytes as u64;
        self.start += n_bytes;
    }
}

type Peeked<R> = io::Chain<Cursor<Vec<u8>>, R>;

/// The first bytes, and a reader that still has them.
fn peek<R: Read>(mut source: R, bytes_max: usize) -> io::Result<(Vec<u8>, Peeked<R>)> {
    let mut head = Vec::with_capacity(bytes_max);
    source.by_ref().take(bytes_max as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Cursor::new(head).chain(source)))
}

/// UTF-8 passes through as it is; the parser checks it. Everything else that a declaration may
/// name is decoded: office systems still write GB 18030.
fn decoded(
    head: &[u8],
    plain: impl Read + Send + 'static,
) -> Result<Box<dyn Read + Send>, XesError> {
    let wide = matches!(
        detect_encoding(head),
        Some(
            DetectedEncoding::Utf16LeLike
                | DetectedEncoding::Utf16LeBom
                | DetectedEncoding::Utf16BeLike
                | DetectedEncoding::Utf16BeBom
        )
    );
    if wide {
        return Ok(Box::new(DecodingReader::new(BufReader::new(plain))));
    }
    let Some(label) = declared_encoding(head) else { return Ok(Box::new(plain)) };
    let encoding = Encoding::for_label(label.as_bytes())
        .filter(|encoding| encoding.is_ascii_compatible())
        .ok_or(XesError::UnknownEncoding { label })?;
    if encoding == UTF_8 {
        return Ok(Box::new(plain));
    }
    let mut decoder = DecodingReader::new(BufReader::new(plain));
    decoder.set_encoding(encoding);
    Ok(Box::new(decoder))
}

/// The encoding that the XML declaration names, if there is one.
fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let (declaration, _) =
        head.trim_start_matches('\u{feff}').strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (label, _) = value[1..].split_once(quote)?;
    Some(label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        let mut text = String::new();
        Input::open(Cursor::new(bytes.to_vec())).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_file_of_an_older_office_system_is_decoded() {
        let xml = r#"<?xml version="1.0" encoding="GB18030"?><log a="受理"/>"#;
        let (bytes, ..) = encoding_rs::GB18030.encode(xml);
        assert_eq!(read(&bytes), xml);
    }

    #[test]
    fn utf_16_is_recognised_by_its_first_bytes() {
        let xml = "<?xml version='1.0'?><log a='受理'/>";
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(xml.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read(&bytes), xml);
    }

    #[test]
    fn an_encoding_that_nobody_knows_is_refused() {
        let bytes = b"<?xml version='1.0' encoding='klingon'?><log/>".to_vec();
        let refused = Input::open(Cursor::new(bytes)).err().unwrap();
        assert!(matches!(refused, XesError::UnknownEncoding { label } if label == "klingon"));
    }

    #[test]
    fn lines_are_counted_by_what_was_consumed() {
        let mut input = Input::open(Cursor::new(b"a\nb\nc".to_vec())).unwrap();
        assert_eq!(input.line(), 1);
        input.fill_buf().unwrap();
        input.consume(3);
        assert_eq!(input.line(), 2);
        input.consume(1);
        assert_eq!(input.line(), 3);
    }

    #[test]
    fn a_part_that_never_ends_is_refused() {
        let mut input = Input::open(io::repeat(b'a')).unwrap();
        let refused = io::copy(&mut input, &mut io::sink()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::FileTooLarge);
    }
}
