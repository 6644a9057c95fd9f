//! Checks a whole log: every byte that a reader may ever be served.

use std::path::Path;
use std::sync::Arc;

use tongban_kernel::{Hash, Partition, Recorded, Seq};

use super::digest::SegmentDigest;
use super::disk::Disk;
use super::files::{Files, Met, damaged};
use super::frame::proves_synced;
use super::header::HEADER_END;
use super::manifest::Manifest;
use super::record::{Decoded, decode_stamped};
use super::recover::check_header;
use super::spans::{Span, Spans, segment_name};
use crate::{ChainCheck, LogError};

/// How far a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifyProgress {
    /// Bytes checked.
    pub n_bytes: u64,
    /// Bytes to check.
    pub n_bytes_all: u64,
    /// Events checked.
    pub n_events: u64,
}

/// Something that does not check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// File name of the segment.
    pub segment: String,
    /// Where in it.
    pub offset: u64,
    /// What does not check.
    pub what: String,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Events that check.
    pub n_events: u64,
    /// Streams met.
    pub n_streams: usize,
    /// Segments met.
    pub n_segments: usize,
    /// What does not check; empty for a sound log.
    pub faults: Vec<Fault>,
    /// The unfinished ends of last segments: what a power cut leaves, and what opening cuts off.
    pub unfinished: Vec<Fault>,
}

/// Checks a data folder that nobody need have opened.
pub(super) fn verify_dir(
    dir: &Path,
    disk: &Arc<dyn Disk>,
    look: impl FnMut(&Recorded),
    progress: impl FnMut(VerifyProgress),
) -> Result<VerifyReport, LogError> {
    let files = Files::new(Arc::clone(disk), dir);
    let manifest = Manifest::load(&files)?.ok_or_else(|| LogError::Unusable {
        path: dir.display().to_string(),
        reason: "it holds no log".to_owned(),
    })?;
    let mut parts = Vec::new();
    for partition in manifest.partitions() {
        let mut spans = Vec::new();
        for first_seq in files.list(partition)? {
            let end = files.size(partition, first_seq)?;
            let end = u32::try_from(end)
                .map_err(|_| damaged(partition, first_seq, end, "it is longer than any"))?;
            spans.push(Span { first_seq, end });
        }
        match spans.pop() {
            Some(last) => parts.push((partition, Spans::new(spans, last))),
            None => {
                let what = "the partition has no segment";
                return Err(damaged(partition, Seq(1), 0, what));
            }
        }
    }
    verify(&files, manifest.generation, parts, look, progress)
}

/// Checks the named part of each partition.
pub(super) fn verify(
    files: &Files,
    generation: u32,
    parts: Vec<(Partition, Spans)>,
    mut look: impl FnMut(&Recorded),
    mut progress: impl FnMut(VerifyProgress),
) -> Result<VerifyReport, LogError> {
    let bytes = |(_, spans): &(_, Spans)| spans.iter().map(|span| u64::from(span.end)).sum::<u64>();
    let n_bytes_all = parts.iter().map(bytes).sum();
    let mut n_bytes = 0;
    let mut report = VerifyReport::default();
    for (partition, spans) in parts {
        let mut check = Check {
            files,
            generation,
            partition,
            last: spans.last().first_seq,
            before: Seq(0),
            hash_before: Hash::ZERO,
            next_seq: 1,
            chains: ChainCheck::default(),
            look: &mut look,
            report: &mut report,
        };
        for span in spans.iter() {
            check.segment(span)?;
            n_bytes += u64::from(span.end);
            let n_events = check.report.n_events;
            progress(VerifyProgress { n_bytes, n_bytes_all, n_events });
        }
        let n_streams = check.chains.n_streams();
        report.n_streams += n_streams;
    }
    Ok(report)
}

/// One partition while it is checked.
struct Check<'a> {
    files: &'a Files,
    generation: u32,
    partition: Partition,
    /// The segment that may end unfinished.
    last: Seq,
    before: Seq,
    hash_before: Hash,
    next_seq: u64,
    chains: ChainCheck,
    /// Shown every event that can be decoded, whether its place and chain check or not.
    look: &'a mut dyn FnMut(&Recorded),
    report: &'a mut VerifyReport,
}

impl Check<'_> {
    fn segment(&mut self, span: Span) -> Result<(), LogError> {
        self.report.n_segments += 1;
        let segment = span.first_seq;
        match self.files.header(self.partition, segment)? {
            None => self.fault(segment, 0, "the header does not check"),
            Some(header) => {
                let is_sound =
                    check_header(header, self.generation, self.partition, segment, self.before);
                if let Err(LogError::Damaged { what, .. }) = is_sound {
                    self.fault(segment, 0, what);
                } else if header.prev_hash != self.hash_before {
                    self.fault(segment, 0, "the segment before it was changed");
                }
            }
        }
        if segment.0 != self.next_seq {
            let what = format!("it begins at {segment} where {} must stand", self.next_seq);
            self.fault(segment, 0, what);
            self.next_seq = segment.0;
        }
        let mut header = self.files.reader(self.partition, segment, 0, u64::from(HEADER_END))?;
        let mut digest = SegmentDigest::of_header(header.rest()?);
        self.records(span, &mut digest)?;
        self.before = segment;
        self.hash_before = digest.hash();
        Ok(())
    }

    fn records(&mut self, span: Span, digest: &mut SegmentDigest) -> Result<(), LogError> {
        let segment = span.first_seq;
        let mut reader = self.files.records(self.partition, span)?;
        loop {
            match reader.next()? {
                Met::End => return Ok(()),
                Met::Record(record) => {
                    if record.frame.first_seq != self.next_seq {
                        let what = format!(
                            "a record begins at {} where {} must stand",
                            record.frame.first_seq, self.next_seq
                        );
                        self.fault(segment, record.offset, what);
                    }
                    self.next_seq = record.frame.last_seq() + 1;
                    let (frame, payload) = (record.frame, record.payload());
                    match decode_stamped(self.partition, frame, payload, None) {
                        Ok(Decoded { events, stamp }) => {
                            digest.record(&record, stamp);
                            self.events(segment, record.offset, &events);
                        }
                        Err(error) => self.fault(segment, record.offset, error.to_string()),
                    }
                }
                Met::Bad(what) => {
                    let offset = reader.offset();
                    let rest = reader.rest()?;
                    let from = u32::try_from(offset).unwrap_or(u32::MAX);
                    if segment == self.last && !proves_synced(rest, from, self.next_seq) {
                        let segment = segment_name(self.partition, segment);
                        let what = what.to_owned();
                        self.report.unfinished.push(Fault { segment, offset, what });
                    } else {
                        self.fault(segment, offset, what);
                    }
                    return Ok(());
                }
            }
        }
    }

    fn events(&mut self, segment: Seq, offset: u64, events: &[Arc<Recorded>]) {
        for event in events {
            self.report.n_events += 1;
            (self.look)(event);
            if let Err(broken) = self.chains.follow(event) {
                self.fault(segment, offset, broken.to_string());
            }
        }
    }

    fn fault(&mut self, segment: Seq, offset: u64, what: impl Into<String>) {
        let segment = segment_name(self.partition, segment);
        self.report.faults.push(Fault { segment, offset, what: what.into() });
    }
}
