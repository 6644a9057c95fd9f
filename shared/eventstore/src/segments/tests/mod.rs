use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tongban_kernel::{EventId, Partition, Recorded, Seq};

use super::{OpenReport, Options, SegmentLog};
use crate::contract::{Engine, append_of, case};
use crate::{Append, AppendError, Appended, ChainCheck, Expected, Log, LogError, Token};

mod damage;
mod failing_disk;
mod index;
mod kill;
mod lookup;
mod opening;
mod power;
mod scan;
mod sim_disk;

/// Opens empty logs, each in a folder of its own, with segments so small that every test fills some.
#[derive(Default)]
struct Segments(Mutex<Vec<TempDir>>);

impl Engine for Segments {
    async fn open(&self, n_partitions: u16) -> Arc<dyn Log> {
        let dir = tempfile::tempdir().unwrap();
        let options = Options { n_partitions, ..small_segments() };
        let (log, _) = SegmentLog::open(dir.path(), options).unwrap();
        self.0.lock().unwrap().push(dir);
        Arc::new(log)
    }
}

crate::contract::suite!(Segments::default());

fn small_segments() -> Options {
    Options { segment_bytes_max: 4 << 10, ..Options::default() }
}

fn open(dir: &Path, options: &Options) -> (SegmentLog, OpenReport) {
    SegmentLog::open(dir, options.clone()).unwrap()
}

fn refused(dir: &Path, options: &Options) -> LogError {
    SegmentLog::open(dir, options.clone()).map(|_| ()).unwrap_err()
}

/// Appends `n` events to the stream of the given case, wherever it ends.
async fn append(log: &SegmentLog, of_case: u128, n: usize) -> Result<Appended, AppendError> {
    let read = log.read(case(of_case), 0).await.unwrap();
    let expected = read.last().map_or(Expected::NoStream, |last| Expected::At(Token::of(last)));
    let command = u128::from(expected.revision()) << 64 | of_case;
    log.append(append_of(case(of_case), expected, command, n)).await
}

async fn scan_all(log: &SegmentLog) -> Result<Vec<Arc<Recorded>>, LogError> {
    let mut all: Vec<Arc<Recorded>> = Vec::new();
    loop {
        let after = all.last().map_or(Seq(0), |last| last.seq);
        let batch = log.scan(Partition(0), after, 500).await?;
        if batch.is_empty() {
            return Ok(all);
        }
        all.extend(batch);
    }
}

/// Checks a log after a crash: everything acknowledged is there, every stream is whole, every
/// append is there as a whole or not at all, and nothing on disk is damaged.
async fn check(log: &SegmentLog, acknowledged: &[EventId]) -> Result<(), String> {
    let events = scan_all(log).await.map_err(|error| error.to_string())?;
    let mut chains = ChainCheck::default();
    let mut n_of_append: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    let mut ids = std::collections::HashSet::new();
    for event in &events {
        chains.follow(event).map_err(|broken| broken.to_string())?;
        ids.insert(event.id);
        let wanted = std::str::from_utf8(&event.data).map_err(|error| error.to_string())?;
        let wanted = wanted.parse().map_err(|_| format!("event {} is not ours", event.id))?;
        n_of_append.entry(event.meta.command).or_insert((0, wanted)).0 += 1;
    }
    if let Some((command, (n, of))) = n_of_append.iter().find(|(_, (n, wanted))| n != wanted) {
        return Err(format!("{n} of the {of} events of command {command} are there"));
    }
    let n_lost = acknowledged.iter().filter(|id| !ids.contains(id)).count();
    if n_lost > 0 {
        return Err(format!("{n_lost} acknowledged events are lost"));
    }
    for stream in events.iter().map(|event| event.stream).collect::<std::collections::BTreeSet<_>>()
    {
        let read = log.read(stream, 0).await.map_err(|error| error.to_string())?;
        let scanned: Vec<_> = events.iter().filter(|event| event.stream == stream).collect();
        if !read.iter().eq(scanned) {
            return Err(format!("stream {stream} is read as another than it is scanned"));
        }
    }
    let faults = log.verify(|_| (), |_| ()).map_err(|error| error.to_string())?.faults;
    if faults.is_empty() { Ok(()) } else { Err(format!("{faults:?}")) }
}

/// An append to several streams of one partition, whose data say of how many events it is, so that
/// half of one would be noticed.
fn marked(streams: &[(u128, Expected)], command: u128) -> Append {
    let mut whole = append_of(case(0), Expected::NoStream, command, 1);
    whole.writes.clear();
    for (n, expected) in streams {
        whole.writes.extend(append_of(case(*n), *expected, command, 2).writes);
    }
    let n_events: usize = whole.writes.iter().map(|write| write.events.len()).sum();
    for event in whole.writes.iter_mut().flat_map(|write| &mut write.events) {
        event.data = n_events.to_string().into();
    }
    whole
}

/// Writes without end, from several writers at once, each to its own streams and one in three
/// appends to two at once; hands the ids of everything acknowledged to `acknowledged`.
async fn write_until_it_fails(
    log: Arc<SegmentLog>,
    seed: u128,
    acknowledged: impl Fn(&[EventId]) + Clone + Send + 'static,
) {
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..4_u128 {
        let (log, acknowledged) = (Arc::clone(&log), acknowledged.clone());
        writers.spawn(async move {
            for round in 0_u128.. {
                let (first, second) = (10 * writer + round % 3, 10 * writer + 5);
                let numbers = if round % 3 == 0 { vec![first, second] } else { vec![first] };
                let mut streams = Vec::new();
                for n in numbers {
                    let Ok(read) = log.read(case(n), 0).await else { return };
                    let expected = read.last().map(|last| Expected::At(Token::of(last)));
                    streams.push((n, expected.unwrap_or(Expected::NoStream)));
                }
                let wanted = marked(&streams, seed << 64 | writer << 32 | round);
                let events = wanted.writes.iter().flat_map(|write| &write.events);
                let ids: Vec<_> = events.map(|event| event.id).collect();
                match log.append(wanted).await {
                    Ok(_) => acknowledged(&ids),
                    Err(_) => return,
                }
            }
        });
    }
    writers.join_all().await;
}

/// A small generator of numbers, the same for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}
