//! What is done with a partition when its log is opened: its end is found and made sound.

use std::sync::Arc;

use jiff::Timestamp;
use tongban_kernel::{Hash, Partition, Seq};

use super::digest::SegmentDigest;
use super::disk::{Access, DiskFile};
use super::files::{Files, Met, damaged, io_error};
use super::frame::proves_synced;
use super::header::{HEADER_END, Header};
use super::record::stamp;
use super::spans::{Span, Spans, folder, segment_name};
use super::tail::Place;
use crate::LogError;

const TORN: &str = "torn";

/// The end of a segment that was not on disk when the power went: cut off, nothing of it had been
/// acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TornTail {
    /// The segment.
    pub segment: String,
    /// Where it was cut.
    pub offset: u64,
    /// Number of bytes cut off.
    pub n_bytes: u64,
    /// The file, below the data folder, in which they are kept.
    pub kept_in: String,
}

/// The end of a partition: where the next record goes.
#[derive(Debug)]
pub(super) struct End {
    pub(super) file: Arc<dyn DiskFile>,
    /// Of the last segment so far.
    pub(super) digest: SegmentDigest,
    pub(super) head: Seq,
    /// When the newest event was recorded; the earliest instant where there is none.
    pub(super) recorded_at: Timestamp,
    pub(super) spans: Spans,
}

/// A partition whose end is sound.
#[derive(Debug)]
pub(super) struct Recovered {
    pub(super) end: End,
    pub(super) torn: Vec<TornTail>,
}

/// Makes the next segment of a partition, and returns when it is on disk.
pub(super) fn create_segment(
    files: &Files,
    header: Header,
) -> std::io::Result<(Arc<dyn DiskFile>, SegmentDigest)> {
    let path = files.path_of(header.partition, header.first_seq);
    let bytes = header.to_bytes();
    let file = files.disk.create(&path)?;
    file.write_all_at(&bytes, 0)?;
    file.sync_data()?;
    files.disk.sync_dir(path.parent().unwrap_or(&files.dir))?;
    Ok((Arc::from(file), SegmentDigest::of_header(&bytes)))
}

/// Finds the end of a partition. Reads all of its last segment, and of the others their headers.
pub(super) fn recover(
    files: &Files,
    generation: u32,
    partition: Partition,
) -> Result<Recovered, LogError> {
    let mut torn = Vec::new();
    let mut segments = check_headers(files, generation, partition, &mut torn)?;
    let Some(last) = segments.pop() else {
        return Ok(Recovered { end: first_segment(files, generation, partition)?, torn });
    };
    let mut scan = scan(files, partition, last)?;
    let path = files.path_of(partition, last);
    let file = files.disk.open(&path, Access::Write);
    let file = file.map_err(|error| io_error("open", &path, error))?;
    if let Some(cut) = scan.cut.take() {
        torn.push(keep_aside(files, partition, last, &cut)?);
        file.truncate(cut.offset).map_err(|error| io_error("cut", &path, error))?;
    }
    // What a killed process wrote is there, but perhaps not on disk; from now on it is served.
    let dir = files.dir.join(folder(partition));
    let synced = file.sync_data().and_then(|()| files.disk.sync_dir(&dir));
    synced.map_err(|error| io_error("sync", &path, error))?;
    let span = Span { first_seq: last, end: scan.end };
    let spans = Spans::new(sealed_spans(files, partition, &segments)?, span);
    let newest = match scan.newest {
        None => newest_before(files, partition, &spans)?,
        newest => newest,
    };
    let recorded_at = match newest {
        Some(place) => recorded_at(files, partition, place)?,
        None => Timestamp::MIN,
    };
    let file = Arc::from(file);
    let end = End { file, digest: scan.digest, head: scan.head, recorded_at, spans };
    Ok(Recovered { end, torn })
}

/// Checks that every segment says what its name says and follows the one before it; answers them,
/// oldest first. A last one that was never finished is put aside.
fn check_headers(
    files: &Files,
    generation: u32,
    partition: Partition,
    torn: &mut Vec<TornTail>,
) -> Result<Vec<Seq>, LogError> {
    let mut segments = files.list(partition)?;
    let mut before = Seq(0);
    for segment in segments.clone() {
        let is_last = segments.last() == Some(&segment);
        match files.header(partition, segment)? {
            Some(header) => check_header(header, generation, partition, segment, before)?,
            None if is_last && is_unfinished(files, partition, segment)? => {
                torn.push(put_aside(files, partition, segment)?);
                segments.pop();
            }
            None => return Err(damaged(partition, segment, 0, "the header does not check")),
        }
        before = segment;
    }
    Ok(segments)
}

/// Checks what a segment says of itself.
pub(super) fn check_header(
    header: Header,
    generation: u32,
    partition: Partition,
    segment: Seq,
    before: Seq,
) -> Result<(), LogError> {
    let is_ours = header.generation == generation
        && header.partition == partition
        && header.first_seq == segment;
    if !is_ours {
        return Err(damaged(partition, segment, 0, "it belongs to another place"));
    }
    if header.prev_first_seq != before || (before == Seq(0)) != (segment == Seq(1)) {
        let missing = segment_name(partition, header.prev_first_seq);
        let what = format!("the segment {missing}, which it follows, is missing");
        return Err(damaged(partition, segment, 0, what));
    }
    Ok(())
}

/// Whether a segment without a header is one whose making was interrupted: records are written only
/// after the header is on disk.
fn is_unfinished(files: &Files, partition: Partition, segment: Seq) -> Result<bool, LogError> {
    let size = files.size(partition, segment)?;
    let mut reader = files.reader(partition, segment, 0, size)?;
    Ok(!proves_synced(reader.rest()?, 0, segment.0))
}

fn first_segment(files: &Files, generation: u32, partition: Partition) -> Result<End, LogError> {
    let first_seq = Seq(1);
    let prev = (Seq(0), Hash::ZERO);
    let header =
        Header { generation, partition, first_seq, prev_first_seq: prev.0, prev_hash: prev.1 };
    let created = create_segment(files, header);
    let (file, digest) =
        created.map_err(|error| io_error("make", &files.path_of(partition, first_seq), error))?;
    let spans = Spans::new(Vec::new(), Span { first_seq, end: HEADER_END });
    Ok(End { file, digest, head: Seq(0), recorded_at: Timestamp::MIN, spans })
}

/// What stands in the last segment.
struct Scan {
    digest: SegmentDigest,
    head: Seq,
    newest: Option<Place>,
    end: u32,
    cut: Option<Cut>,
}

struct Cut {
    offset: u64,
    bytes: Vec<u8>,
}

fn scan(files: &Files, partition: Partition, segment: Seq) -> Result<Scan, LogError> {
    let size = files.size(partition, segment)?;
    let mut header = files.reader(partition, segment, 0, u64::from(HEADER_END))?;
    let digest = SegmentDigest::of_header(header.rest()?);
    let head = Seq(segment.0 - 1);
    let mut scan = Scan { digest, head, newest: None, end: HEADER_END, cut: None };
    let mut reader = files.reader(partition, segment, u64::from(HEADER_END), size)?;
    let what = loop {
        match reader.next()? {
            Met::Record(record) if record.frame.first_seq == scan.head.0 + 1 => {
                let place = record.place(segment);
                let stamp = stamp(record.payload()).map_err(|error| {
                    damaged(partition, segment, record.offset, error.to_string())
                })?;
                scan.digest.record(&record, stamp);
                scan.head = Seq(record.frame.last_seq());
                scan.newest = Some(place);
                scan.end = place.offset + place.size;
            }
            Met::Record(_) => {
                let what = "a record does not follow the one before it";
                return Err(damaged(partition, segment, u64::from(scan.end), what));
            }
            Met::End => return Ok(scan),
            Met::Bad(what) => break what,
        }
    };
    // The bytes from here were lost with the power, and are cut off; unless a record behind them
    // says that they had been on disk: then they are damaged.
    let (offset, bytes) = (reader.offset(), reader.rest()?);
    if proves_synced(bytes, scan.end, scan.head.0 + 1) {
        return Err(damaged(partition, segment, offset, what));
    }
    scan.cut = Some(Cut { offset, bytes: bytes.to_vec() });
    Ok(scan)
}

fn sealed_spans(
    files: &Files,
    partition: Partition,
    sealed: &[Seq],
) -> Result<Vec<Span>, LogError> {
    let span = |segment: &Seq| {
        let size = files.size(partition, *segment)?;
        let end = u32::try_from(size);
        let end = end.map_err(|_| damaged(partition, *segment, size, "it is longer than any"))?;
        Ok(Span { first_seq: *segment, end })
    };
    sealed.iter().map(span).collect()
}

/// The last record before a last segment that has only just begun.
fn newest_before(
    files: &Files,
    partition: Partition,
    spans: &Spans,
) -> Result<Option<Place>, LogError> {
    let Some(span) = spans.iter().rev().nth(1) else {
        return Ok(None);
    };
    let mut reader = files.records(partition, span)?;
    let mut newest = None;
    while let Some(record) = reader.next_sound()? {
        newest = Some(record.place(span.first_seq));
    }
    Ok(newest)
}

fn recorded_at(files: &Files, partition: Partition, place: Place) -> Result<Timestamp, LogError> {
    let events = files.record(partition, place, None)?;
    Ok(events.last().map_or(Timestamp::MIN, |event| event.recorded_at))
}

/// Writes bytes that are about to be cut off to a file of their own.
fn keep_aside(
    files: &Files,
    partition: Partition,
    segment: Seq,
    cut: &Cut,
) -> Result<TornTail, LogError> {
    let Cut { offset, bytes } = cut;
    let name = aside_name(files, partition, segment, *offset)?;
    let path = files.dir.join(&name);
    let kept = files.disk.create(&path).and_then(|file| {
        file.write_all_at(bytes, 0)?;
        file.sync_data()?;
        files.disk.sync_dir(&files.dir.join(TORN))
    });
    kept.map_err(|error| io_error("write", &path, error))?;
    let segment = segment_name(partition, segment);
    Ok(TornTail { segment, offset: *offset, n_bytes: bytes.len() as u64, kept_in: name })
}

/// Moves a whole file aside.
fn put_aside(files: &Files, partition: Partition, segment: Seq) -> Result<TornTail, LogError> {
    let name = aside_name(files, partition, segment, 0)?;
    let n_bytes = files.size(partition, segment)?;
    let (from, to) = (files.path_of(partition, segment), files.dir.join(&name));
    let moved = files.disk.rename(&from, &to).and_then(|()| {
        files.disk.sync_dir(&files.dir.join(TORN))?;
        files.disk.sync_dir(&files.dir.join(folder(partition)))
    });
    moved.map_err(|error| io_error("move", &from, error))?;
    files.forget(partition, segment);
    Ok(TornTail { segment: segment_name(partition, segment), offset: 0, n_bytes, kept_in: name })
}

/// A name that is not taken: the same segment may be torn at the same place again.
fn aside_name(
    files: &Files,
    partition: Partition,
    segment: Seq,
    offset: u64,
) -> Result<String, LogError> {
    let dir = files.dir.join(TORN);
    let taken = files.disk.create_dir(&dir).and_then(|()| files.disk.list(&dir));
    let n = taken.map_err(|error| io_error("list", &dir, error))?.len();
    Ok(format!("{TORN}/{n:04}-{}-{:020}-{offset}.bytes", folder(partition), segment.0))
}
