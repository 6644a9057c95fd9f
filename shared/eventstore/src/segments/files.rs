//! The files of a log: found, opened, read.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use quick_cache::sync::Cache;
use tongban_kernel::{Partition, Recorded, Seq, StreamId};

use super::disk::{Access, Disk, DiskFile, read_full};
use super::frame::{FRAME_HEADER_BYTES, Frame, Parsed, parse};
use super::header::{HEADER_BYTES, HEADER_END, Header};
use super::record::decode;
use super::spans::{Span, first_seq_of, folder, segment_name};
use super::tail::Place;
use crate::LogError;

/// Segments kept open for readers.
const OPEN_MAX: usize = 64;
/// Sequential readers read this much at once.
const READ_BYTES: usize = 256 << 10;

/// The data folder.
pub(super) struct Files {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) dir: PathBuf,
    open: Cache<(Partition, Seq), Arc<dyn DiskFile>>,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// The error of a call to the operating system.
pub(super) fn io_error(action: &'static str, path: &Path, source: io::Error) -> LogError {
    LogError::Io { action, path: path.display().to_string(), source }
}

/// Bytes of a segment that do not check.
pub(super) fn damaged(
    partition: Partition,
    segment: Seq,
    offset: u64,
    what: impl Into<String>,
) -> LogError {
    LogError::Damaged { segment: segment_name(partition, segment), offset, what: what.into() }
}

impl Files {
    pub(super) fn new(disk: Arc<dyn Disk>, dir: &Path) -> Self {
        Self { disk, dir: dir.to_owned(), open: Cache::new(OPEN_MAX) }
    }

    pub(super) fn path_of(&self, partition: Partition, segment: Seq) -> PathBuf {
        self.dir.join(segment_name(partition, segment))
    }

    /// A segment, to read.
    pub(super) fn segment(
        &self,
        partition: Partition,
        segment: Seq,
    ) -> Result<Arc<dyn DiskFile>, LogError> {
        self.open.get_or_insert_with(&(partition, segment), || {
            let path = self.path_of(partition, segment);
            let file = self.disk.open(&path, Access::Read);
            file.map(Arc::from).map_err(|error| io_error("open", &path, error))
        })
    }

    /// The segments of a partition, oldest first.
    pub(super) fn list(&self, partition: Partition) -> Result<Vec<Seq>, LogError> {
        let dir = self.dir.join(folder(partition));
        let names = self.disk.list(&dir).map_err(|error| io_error("list", &dir, error))?;
        let mut segments: Vec<Seq> = names.iter().filter_map(|name| first_seq_of(name)).collect();
        segments.sort_unstable();
        Ok(segments)
    }

    /// What a segment says of itself; none where that does not check.
    pub(super) fn header(
        &self,
        partition: Partition,
        segment: Seq,
    ) -> Result<Option<Header>, LogError> {
        let mut bytes = [0; HEADER_BYTES];
        let n_read = self.read(partition, segment, 0, &mut bytes)?;
        Ok(Header::parse(&bytes[..n_read]))
    }

    /// The events of the record at `place`; where `only` names a stream, those of this one.
    pub(super) fn record(
        &self,
        partition: Partition,
        place: Place,
        only: Option<StreamId>,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        let offset = u64::from(place.offset);
        let is_none = |what: &str| damaged(partition, place.segment, offset, what);
        let mut bytes = vec![0; place.size as usize];
        let n_read = self.read(partition, place.segment, offset, &mut bytes)?;
        match parse(&bytes[..n_read]) {
            Parsed::Frame(frame) if frame.size == bytes.len() => {
                decode(partition, frame, &bytes[FRAME_HEADER_BYTES..], only)
                    .map_err(|error| is_none(&error.to_string()))
            }
            Parsed::Frame(_) | Parsed::Needs(_) => Err(is_none("a record is cut off")),
            Parsed::Bad(what) => Err(is_none(what)),
        }
    }

    /// How long a segment is, with whatever stands at its end.
    pub(super) fn size(&self, partition: Partition, segment: Seq) -> Result<u64, LogError> {
        let size = self.segment(partition, segment)?.size();
        size.map_err(|error| io_error("read", &self.path_of(partition, segment), error))
    }

    /// Forgets a segment that has another name now.
    pub(super) fn forget(&self, partition: Partition, segment: Seq) {
        self.open.remove(&(partition, segment));
    }

    fn read(
        &self,
        partition: Partition,
        segment: Seq,
        offset: u64,
        bytes: &mut [u8],
    ) -> Result<usize, LogError> {
        read_full(&*self.segment(partition, segment)?, bytes, offset)
            .map_err(|error| io_error("read", &self.path_of(partition, segment), error))
    }

    /// Reads the records of a segment one after the other, from `offset` to `end`.
    pub(super) fn reader(
        &self,
        partition: Partition,
        segment: Seq,
        offset: u64,
        end: u64,
    ) -> Result<SegmentReader, LogError> {
        Ok(SegmentReader {
            file: self.segment(partition, segment)?,
            path: self.path_of(partition, segment),
            partition,
            segment,
            window: Vec::new(),
            window_at: offset,
            at: 0,
            end,
        })
    }

    /// Reads the records of a segment, from the first to the last.
    pub(super) fn records(
        &self,
        partition: Partition,
        span: Span,
    ) -> Result<SegmentReader, LogError> {
        self.reader(partition, span.first_seq, u64::from(HEADER_END), u64::from(span.end))
    }
}

/// Reads a segment from front to back.
#[derive(Debug)]
pub(super) struct SegmentReader {
    file: Arc<dyn DiskFile>,
    path: PathBuf,
    partition: Partition,
    segment: Seq,
    window: Vec<u8>,
    /// Where in the segment the window begins.
    window_at: u64,
    /// Where in the window the next record begins.
    at: usize,
    end: u64,
}

/// What a reader met.
#[derive(Debug)]
pub(super) enum Met<'a> {
    /// A record, whose checksum fits.
    Record(RawRecord<'a>),
    /// The end.
    End,
    /// Bytes that are no record.
    Bad(&'static str),
}

/// A record, not decoded.
#[derive(Debug)]
pub(super) struct RawRecord<'a> {
    pub(super) offset: u64,
    pub(super) frame: Frame,
    /// With its header.
    pub(super) bytes: &'a [u8],
}

impl RawRecord<'_> {
    /// Where it lies.
    pub(super) fn place(&self, segment: Seq) -> Place {
        let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Place { segment, offset: narrow(self.offset), size: narrow(self.frame.size as u64) }
    }

    /// What stands before its payload.
    pub(super) fn frame_header(&self) -> &[u8] {
        &self.bytes[..FRAME_HEADER_BYTES]
    }

    /// What it holds, encoded.
    pub(super) fn payload(&self) -> &[u8] {
        &self.bytes[FRAME_HEADER_BYTES..]
    }
}

impl SegmentReader {
    /// Where the next record begins.
    pub(super) fn offset(&self) -> u64 {
        self.window_at + self.at as u64
    }

    /// Reads on. After [`Met::Bad`] and [`Met::End`] it stays where it is.
    pub(super) fn next(&mut self) -> Result<Met<'_>, LogError> {
        let mut needed = FRAME_HEADER_BYTES;
        let frame = loop {
            self.fill(needed)?;
            let bytes = &self.window[self.at..];
            match parse(bytes) {
                Parsed::Frame(frame) => break frame,
                Parsed::Needs(more) if bytes.len() >= needed => needed = more,
                Parsed::Needs(_) if bytes.is_empty() => return Ok(Met::End),
                Parsed::Needs(_) => return Ok(Met::Bad("a record is cut off")),
                Parsed::Bad(what) => return Ok(Met::Bad(what)),
            }
        };
        let (offset, start) = (self.offset(), self.at);
        self.at += frame.size;
        let bytes = &self.window[start..self.at];
        Ok(Met::Record(RawRecord { offset, frame, bytes }))
    }

    /// Reads the next record of a part of the log in which everything checks; none at the end.
    pub(super) fn next_sound(&mut self) -> Result<Option<RawRecord<'_>>, LogError> {
        let (partition, segment, offset) = (self.partition, self.segment, self.offset());
        match self.next()? {
            Met::Record(record) => Ok(Some(record)),
            Met::End => Ok(None),
            Met::Bad(what) => Err(damaged(partition, segment, offset, what)),
        }
    }

    /// All bytes from the next record to the end.
    pub(super) fn rest(&mut self) -> Result<&[u8], LogError> {
        let rest = self.end.saturating_sub(self.offset());
        self.fill(usize::try_from(rest).unwrap_or(usize::MAX))?;
        Ok(&self.window[self.at..])
    }

    /// Reads until the window holds `needed` bytes from the next record on, or the end is reached.
    fn fill(&mut self, needed: usize) -> Result<(), LogError> {
        let held = self.window.len() - self.at;
        if held >= needed {
            return Ok(());
        }
        self.window.drain(..self.at);
        self.window_at += self.at as u64;
        self.at = 0;
        let from = self.window_at + held as u64;
        let left = usize::try_from(self.end.saturating_sub(from)).unwrap_or(usize::MAX);
        let wanted = left.min(READ_BYTES.max(needed - held));
        self.window.resize(held + wanted, 0);
        let n_read = read_full(&*self.file, &mut self.window[held..], from)
            .map_err(|error| io_error("read", &self.path, error))?;
        self.window.truncate(held + n_read);
        Ok(())
    }
}
