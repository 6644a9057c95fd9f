use tongban_kernel::{Partition, Seq};

use super::*;
use crate::contract::{append_of, case};
use crate::segments::{Options, SegmentLog};
use crate::{Expected, Log as _, Token};

/// Two seals of a log of two partitions: as files, the second with one segment or more for each.
struct Sealed {
    log: SegmentLog,
    seals: Vec<Vec<u8>>,
    files: Vec<(SealedSegment, Vec<u8>)>,
    _dir: tempfile::TempDir,
}

const SEGMENT_BYTES: usize = 4_000;

async fn write(log: &SegmentLog, cases: std::ops::Range<u128>) {
    for n in cases {
        log.append(append_of(case(n), Expected::NoStream, n, 3)).await.unwrap();
        let last = log.read(case(n), 2).await.unwrap().remove(0);
        let next = append_of(case(n), Expected::At(Token::of(&last)), 1 << 80 | n, 2);
        log.append(next).await.unwrap();
    }
}

async fn sealed() -> Sealed {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { n_partitions: 2, generation: 7, ..Options::default() };
    let log = SegmentLog::open(dir.path(), options).unwrap().0;
    let mut sealed = Sealed { log, seals: Vec::new(), files: Vec::new(), _dir: dir };
    for cases in [0..10, 10..60] {
        write(&sealed.log, cases).await;
        sealed.seal().await;
    }
    sealed
}

impl Sealed {
    async fn seal(&mut self) {
        let before = self.seals.last().map(|bytes| parse(bytes).unwrap());
        let mut segments = Vec::new();
        let mut ends = Vec::new();
        for partition in [Partition(0), Partition(1)] {
            let end = before.as_ref().map(|seal| seal.ends[usize::from(partition.0)]);
            let mut writer = PartitionWriter::behind(end.unwrap_or_default(), 7, partition);
            loop {
                let appends = ready(&self.log, partition, writer.head()).await.unwrap();
                for append in &appends {
                    writer.add(append).unwrap();
                    if writer.n_bytes() > SEGMENT_BYTES {
                        segments.extend(writer.take());
                    }
                }
                if appends.is_empty() {
                    break;
                }
            }
            segments.extend(writer.take());
            ends.push(writer.end());
        }
        let seal = Seal {
            format: FORMAT,
            number: self.seals.len() as u64 + 1,
            prev: self
                .seals
                .last()
                .map_or(Default::default(), |seal| tongban_kernel::Hash::of(&[seal])),
            sealed_at: "2026-11-26T08:00:00Z".parse().unwrap(),
            generation: 7,
            n_partitions: 2,
            segments: segments.iter().map(|(segment, _)| segment.clone()).collect(),
            ends,
            is_whole: true,
            readers: std::iter::once(("policy".to_owned(), vec![Seq(1), Seq(0)])).collect(),
            lost_materials: Default::default(),
            beside: Vec::new(),
            is_wrapped: false,
        };
        self.seals.push(seal.to_bytes().unwrap());
        self.files.extend(segments);
    }

    /// All that an archive of these files says.
    fn read(&self) -> Result<Vec<crate::RecordedAppend>, Unsound> {
        let mut follower = Follower::default();
        let mut all = Vec::new();
        for bytes in &self.seals {
            for segment in follower.seal(bytes)?.segments {
                let there =
                    self.files.iter().find(|(known, _)| known.file.name == segment.file.name);
                all.extend(follower.segment(&segment, there.map(|(_, bytes)| &bytes[..]))?);
            }
        }
        Ok(all)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_says_what_the_log_says() {
    let sealed = sealed().await;
    assert!(sealed.files.len() > 6, "segments end when they are full: {}", sealed.files.len());
    let read = sealed.read().unwrap();
    for partition in [Partition(0), Partition(1)] {
        let there = read.iter().flat_map(|append| append.events().iter().cloned());
        let there: Vec<_> = there.filter(|event| event.partition == partition).collect();
        assert_eq!(there, sealed.log.scan(partition, Seq(0), usize::MAX).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_flipped_bit_passes() {
    let mut sealed = sealed().await;
    for index in 0..sealed.files.len() {
        let n_bytes = sealed.files[index].1.len();
        for bit in [300, n_bytes * 8 - 1] {
            sealed.files[index].1[bit / 8] ^= 1 << (bit % 8);
            let unsound = sealed.read().unwrap_err();
            let segment = &sealed.files[index].0;
            assert_eq!(unsound.file, segment.file.name);
            assert_eq!(unsound.range, Some((segment.partition, segment.first, segment.last)));
            assert!(matches!(unsound.why, Why::Altered), "{unsound}");
            sealed.files[index].1[bit / 8] ^= 1 << (bit % 8);
        }
    }
    for number in 0..2 {
        // Every byte of a line costs a reading of all: some of each part of it.
        for byte in (0..sealed.seals[number].len()).step_by(101) {
            sealed.seals[number][byte] ^= 1;
            assert_eq!(sealed.read().unwrap_err().file, Seal::name(number as u64 + 1), "{byte}");
            sealed.seals[number][byte] ^= 1;
        }
    }
    assert!(sealed.read().is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_exchanged_or_out_of_order_is_named() {
    let mut sealed = sealed().await;
    let (segment, bytes) = sealed.files.remove(3);
    let unsound = sealed.read().unwrap_err();
    assert!(matches!(unsound.why, Why::Missing), "{unsound}");
    let text = unsound.text();
    let range = format!("events {} to {} of partition", segment.first, segment.last);
    assert!(text.en.contains(&segment.file.name) && text.en.contains(&range), "{}", text.en);
    assert!(text.zh.contains(&segment.file.name) && text.zh.contains("缺失"), "{}", text.zh);
    sealed.files.insert(3, (segment, bytes));

    let second = sealed.seals.remove(1);
    let first = std::mem::replace(&mut sealed.seals[0], second.clone());
    assert!(matches!(sealed.read().unwrap_err().why, Why::SealChain), "the first is missing");
    sealed.seals = vec![first.clone(), first.clone(), second.clone()];
    assert!(matches!(sealed.read().unwrap_err().why, Why::SealChain), "one stands twice");

    // A seal that was written anew to fit a changed segment does not fit the event's own hash.
    sealed.seals = vec![first, second];
    let mut seal = parse(&sealed.seals[1]).unwrap();
    seal.segments.pop();
    sealed.seals[1] = seal.to_bytes().unwrap();
    assert!(matches!(sealed.read().unwrap_err().why, Why::Ends));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_segment_that_was_changed_together_with_its_seal_is_found_by_its_events() {
    let mut sealed = sealed().await;
    let mut seal = parse(&sealed.seals[1]).unwrap();
    let last = sealed.files.len() - 1;
    let (segment, bytes) = &mut sealed.files[last];
    // The data of an event, with the checksum of its record put right.
    let at = bytes.windows(4).rposition(|four| four == b"data").unwrap_or(bytes.len() - 200);
    bytes[at] ^= 1;
    let place = crate::segments::SegmentPlace {
        generation: 7,
        partition: segment.partition,
        first_seq: segment.first,
        prev_first_seq: Seq(0),
        prev_digest: Default::default(),
    };
    assert!(crate::segments::read_segment(place, bytes).is_err());
    segment.file = ArchivedFile::of(segment.file.name.clone(), bytes);
    *seal.segments.last_mut().unwrap() = segment.clone();
    sealed.seals[1] = seal.to_bytes().unwrap();
    assert!(matches!(sealed.read().unwrap_err().why, Why::Segment(_) | Why::Events(_)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_of_a_newer_program_is_told_apart_from_a_damaged_one() {
    let mut sealed = sealed().await;
    let mut seal = parse(&sealed.seals[0]).unwrap();
    seal.format = 2;
    sealed.seals[0] = seal.to_bytes().unwrap();
    assert!(matches!(sealed.read().unwrap_err().why, Why::NewerFormat(2)));
}
