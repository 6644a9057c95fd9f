//! Every byte of every segment is cut off or changed once. What was lost with the power is cut off,
//! kept and reported; anything else is named with its segment and place, and never served.

use std::path::PathBuf;

use super::super::disk::{Access, read_full};
use super::super::files::{Files, Met};
use super::super::header::HEADER_END;
use super::super::recover::{Recovered, recover};
use super::super::spans::Span;
use super::super::verify::verify_dir;
use super::*;
use crate::moving::{CopyError, copy};
use crate::{ChainBreak, NoAppend};
use sim_disk::SimDisk;

type Bytes = BTreeMap<PathBuf, Vec<u8>>;

const PARTITION: Partition = Partition(0);
const GENERATION: u32 = 1;

/// A log of a few segments, and its files.
struct Sample {
    dir: TempDir,
    files: Bytes,
    segments: Vec<Seq>,
}

impl Sample {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let disk = SimDisk::default();
        let options = Options {
            segment_bytes_max: 1_500,
            disk: Arc::new(disk.clone()),
            ..Options::default()
        };
        let (log, _) = open(dir.path(), &options);
        for n in 0..9 {
            append(&log, n % 3, 1).await.unwrap();
        }
        drop(log);
        let segments = Files::new(Arc::new(disk.clone()), dir.path()).list(PARTITION).unwrap();
        assert!(segments.len() >= 3, "{segments:?}");
        Self { dir, files: disk.files(), segments }
    }

    fn path(&self, segment: Seq) -> PathBuf {
        Files::new(Arc::new(SimDisk::default()), self.dir.path()).path_of(PARTITION, segment)
    }

    fn last(&self) -> Seq {
        *self.segments.last().unwrap()
    }

    /// The files with one of them changed.
    fn with(&self, segment: Seq, change: impl FnOnce(&mut Vec<u8>)) -> Files {
        let mut files = self.files.clone();
        change(files.get_mut(&self.path(segment)).unwrap());
        Files::new(Arc::new(SimDisk::with_files(&files)), self.dir.path())
    }

    /// Where each record of a segment begins, and at last where it ends.
    fn offsets(&self, segment: Seq) -> Vec<u64> {
        let files = self.with(segment, |_| ());
        let end = u32::try_from(files.size(PARTITION, segment).unwrap()).unwrap();
        let mut reader = files.records(PARTITION, Span { first_seq: segment, end }).unwrap();
        let mut offsets = vec![reader.offset()];
        while let Met::Record(_) = reader.next().unwrap() {
            offsets.push(reader.offset());
        }
        offsets
    }
}

/// The beginning of the record that holds a byte.
fn record_of(offsets: &[u64], byte: usize) -> u64 {
    offsets.iter().copied().filter(|offset| *offset <= byte as u64).max().unwrap_or(0)
}

fn recovered(files: &Files) -> Result<Recovered, LogError> {
    recover(files, GENERATION, PARTITION)
}

/// The faults of the whole log, as segment and place.
fn faults(files: &Files) -> Vec<(String, u64)> {
    let report = verify_dir(&files.dir, &files.disk, |_| (), |_| ()).unwrap();
    report.faults.into_iter().map(|fault| (fault.segment, fault.offset)).collect()
}

fn name(segment: Seq) -> String {
    format!("p00/{:020}.seg", segment.0)
}

#[tokio::test]
async fn an_end_that_was_cut_off_anywhere_is_cut_kept_and_reported() {
    let sample = Sample::new().await;
    let last = sample.last();
    let offsets = sample.offsets(last);
    let whole = &sample.files[&sample.path(last)];
    for size in HEADER_END as usize..whole.len() {
        let files = sample.with(last, |bytes| bytes.truncate(size));
        let Recovered { end, torn } = recovered(&files).unwrap();
        let cut_at = record_of(&offsets, size);
        assert_eq!(u64::from(end.spans.last().end), cut_at);
        assert_eq!(files.size(PARTITION, last).unwrap(), cut_at);
        if cut_at == size as u64 {
            assert_eq!(torn, [], "cut between two records, {size} bytes are a whole log");
            continue;
        }
        let [torn] = &torn[..] else { panic!("{torn:?}") };
        assert_eq!((&torn.segment, torn.offset), (&name(last), cut_at));
        let kept = kept_bytes(&files, &torn.kept_in);
        assert_eq!(kept, whole[usize::try_from(cut_at).unwrap()..size]);
        assert_eq!(torn.n_bytes, kept.len() as u64);
        assert_eq!(faults(&files), [], "what is left is sound");
    }
}

fn kept_bytes(files: &Files, name: &str) -> Vec<u8> {
    let file = files.disk.open(&files.dir.join(name), Access::Read).unwrap();
    let mut bytes = vec![0; usize::try_from(file.size().unwrap()).unwrap()];
    read_full(&*file, &mut bytes, 0).unwrap();
    bytes
}

#[tokio::test]
async fn a_segment_whose_making_was_interrupted_is_put_aside() {
    let sample = Sample::new().await;
    let last = sample.last();
    for size in 0..HEADER_END as usize {
        let files = sample.with(last, |bytes| bytes.truncate(size));
        let Recovered { end, torn } = recovered(&files).unwrap();
        assert_eq!(end.head, Seq(last.0 - 1));
        assert_eq!((torn[0].offset, torn[0].n_bytes), (0, size as u64));
        assert_eq!(kept_bytes(&files, &torn[0].kept_in), sample.files[&sample.path(last)][..size]);
    }
}

#[tokio::test]
async fn a_changed_bit_in_the_last_segment_is_never_served() {
    let sample = Sample::new().await;
    let last = sample.last();
    let offsets = sample.offsets(last);
    let (last_record, n_bytes) = (offsets[offsets.len() - 2], offsets[offsets.len() - 1]);
    for byte in 0..usize::try_from(n_bytes).unwrap() {
        let files = sample.with(last, |bytes| bytes[byte] ^= 1 << (byte % 8));
        let offset = record_of(&offsets, byte);
        match recovered(&files) {
            // A last record that does not check is one that the power cut left unfinished.
            Ok(recovered) => {
                assert_eq!(offset, last_record, "byte {byte}");
                assert_eq!(recovered.torn[0].offset, last_record);
                assert_eq!(u64::from(recovered.end.spans.last().end), last_record);
            }
            Err(LogError::Damaged { segment, offset: named, .. }) => {
                assert_ne!(offset, last_record, "byte {byte}");
                assert_eq!((segment, named), (name(last), offset), "byte {byte}");
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn a_changed_bit_in_an_earlier_segment_is_named_with_its_place() {
    let sample = Sample::new().await;
    let earlier = sample.segments[1];
    let offsets = sample.offsets(earlier);
    let n_bytes = sample.files[&sample.path(earlier)].len();
    for byte in 0..n_bytes {
        let files = sample.with(earlier, |bytes| bytes[byte] ^= 1 << (byte % 8));
        let offset = record_of(&offsets, byte);
        let faults = faults(&files);
        assert!(faults.contains(&(name(earlier), offset)), "byte {byte}: {faults:?}");
        // The next segment knows the hash of the one before it.
        assert!(faults.contains(&(name(sample.segments[2]), 0)), "byte {byte}: {faults:?}");
    }
}

#[tokio::test]
async fn a_segment_that_is_cut_missing_or_of_another_place_is_named() {
    let sample = Sample::new().await;
    let [first, second, third] = sample.segments[..3] else { panic!("three segments") };
    let cut = sample.with(second, |bytes| bytes.truncate(bytes.len() - 1));
    assert!(faults(&cut).iter().any(|(segment, _)| *segment == name(second)));
    let mut files = sample.files.clone();
    files.remove(&sample.path(second));
    let missing = Files::new(Arc::new(SimDisk::with_files(&files)), sample.dir.path());
    let error = recovered(&missing).unwrap_err();
    let LogError::Damaged { segment, what, .. } = error else { panic!("{error}") };
    assert_eq!(segment, name(third));
    assert!(what.contains(&name(second)), "{what}");
    assert!(faults(&missing).contains(&(name(third), 0)));
    let other = sample.files[&sample.path(first)].clone();
    let swapped = sample.with(second, |bytes| *bytes = other);
    let error = recovered(&swapped).unwrap_err();
    assert!(matches!(error, LogError::Damaged { segment, .. } if segment == name(second)));
}

/// Changes the data of a record, and its checksum with it.
fn change_note(bytes: &mut [u8], offset: u64) {
    let frame = &mut bytes[usize::try_from(offset).unwrap()..];
    let size = 24 + usize::try_from(super::super::frame::u32_at(frame, 0)).unwrap();
    let at = frame.windows(6).position(|text| text == "note\":".as_bytes()).unwrap();
    frame[at] = b'N';
    super::super::frame::finish(&mut frame[..size], 0);
}

#[tokio::test]
async fn a_record_that_was_changed_with_its_checksum_breaks_its_streams_chain() {
    let sample = Sample::new().await;
    let earlier = sample.segments[1];
    let offset = sample.offsets(earlier)[0];
    let files = sample.with(earlier, |bytes| change_note(bytes, offset));
    let report = verify_dir(&files.dir, &files.disk, |_| (), |_| ()).unwrap();
    let changed = report.faults.iter().find(|fault| fault.offset == offset).unwrap();
    assert_eq!(changed.segment, name(earlier));
    assert!(changed.what.contains("was changed after it was recorded"), "{}", changed.what);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_was_changed_with_its_checksum_is_named_and_moves_nowhere() {
    let sample = Sample::new().await;
    let earlier = sample.segments[1];
    let offset = sample.offsets(earlier)[0];
    let files = sample.with(earlier, |bytes| change_note(bytes, offset));
    let options = Options { disk: Arc::clone(&files.disk), ..Options::default() };
    let (log, _) = open(&files.dir, &options);
    let changed = log.scan(PARTITION, Seq(earlier.0 - 1), 1).await.unwrap()[0].id;
    let dir = tempfile::tempdir().unwrap();
    let (target, _) = open(dir.path(), &Options::default());
    let error = copy(&log, &target, &|_| ()).await.unwrap_err();
    assert!(
        matches!(
            &error,
            CopyError::Source(NoAppend::Broken(ChainBreak::Content { id, .. })) if *id == changed
        ),
        "{error:?}"
    );
    assert!(*target.head(PARTITION).borrow() < earlier, "nothing of it was recorded");
}

#[tokio::test]
async fn damage_met_while_reading_is_named_and_the_rest_is_served() {
    let sample = Sample::new().await;
    let earlier = sample.segments[1];
    let offset = usize::try_from(sample.offsets(earlier)[0]).unwrap();
    let damaged = sample.with(earlier, |bytes| bytes[offset + 40] ^= 1);
    let options =
        Options { segment_bytes_max: 1_500, disk: Arc::clone(&damaged.disk), ..Options::default() };
    // The index is sound, so opening reads the last segment only.
    let (log, _) = open(sample.dir.path(), &options);
    let is_named = |error: &LogError| {
        matches!(error, LogError::Damaged { segment, offset: named, .. }
            if *segment == name(earlier) && *named == offset as u64)
    };
    let (mut n_served, mut n_refused) = (0, 0);
    for n in 0..3 {
        match log.read(case(n), 0).await {
            Ok(events) => n_served += events.len(),
            Err(error) => {
                assert!(is_named(&error), "{error}");
                n_refused += 1;
            }
        }
    }
    assert_eq!((n_served, n_refused), (6, 1));
    let mut after = Seq(0);
    let error = loop {
        match log.scan(PARTITION, after, 1).await {
            Ok(events) => after = events.last().unwrap().seq,
            Err(error) => break error,
        }
    };
    assert!(is_named(&error), "{error}");
    assert_eq!(after, Seq(earlier.0 - 1), "everything before the damage is served");
}
