//! Comparing, filling, and comparing again.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};
use tongban_kernel::{Partition, Seq};

use super::error::CopyError;
use super::feed::{Feed, Group};
use super::reader::Reader;
use crate::{Movable, RecordedAppend};

/// Groups of partitions that are worked on at once.
const AT_ONCE: usize = 4;
/// Events and bytes that are collected for a partition before they are recorded.
const TOGETHER_EVENTS: usize = 2_000;
const TOGETHER_BYTES: usize = 4 << 20;
/// Bytes that are collected for all partitions of a group.
const COLLECTED_BYTES_MAX: usize = 64 << 20;

/// What a copy is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Finding out what the target has.
    Compare,
    /// Recording what it lacks.
    Copy,
    /// Checking that both are the same.
    Verify,
}

/// How far a copy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub step: Step,
    /// Events of the source that it has dealt with.
    pub done: u64,
    /// Events of the source when the copy began.
    pub of: u64,
}

/// Two logs that are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// Their events.
    pub n_events: u64,
    /// Their streams.
    pub n_streams: usize,
    /// The events that the target had not.
    pub n_new: u64,
    /// Partitions of the source.
    pub n_partitions_before: u16,
    /// Partitions of the target.
    pub n_partitions: u16,
}

/// Records in the target whatever of the source it has not, and compares both from beginning to end.
///
/// The source must not grow meanwhile, and nobody else may write to the target. Broken off at any
/// point, it is simply begun again.
///
/// # Errors
/// [`CopyError::Foreign`] before anything is recorded, when the target holds what the source does
/// not; [`CopyError::Source`] names an event that was changed; otherwise what cannot be read or
/// recorded.
pub async fn copy(
    source: &dyn Movable,
    target: &dyn Movable,
    tell: &(dyn Fn(Progress) + Sync),
) -> Result<Copied, CopyError> {
    begin(source, target, tell).await?.finish().await
}

/// Finds out what the target has. Nothing is recorded yet: what events need can be put beside them
/// first.
///
/// # Errors
/// [`CopyError::Foreign`] when the target holds what the source does not; otherwise what cannot be
/// read.
pub async fn begin<'a>(
    source: &'a dyn Movable,
    target: &'a dyn Movable,
    tell: &'a (dyn Fn(Progress) + Sync),
) -> Result<Begun<'a>, CopyError> {
    let work = Work { source, target, tell, of: n_events(source) };
    let counter = &Counter::new(Step::Compare);
    let there = work.groups().map(|group| work.compare(group, counter));
    let there = there.buffered(AT_ONCE).map_ok(|compared| compared.ends).try_collect().await?;
    Ok(Begun { work, there })
}

/// A copy of which is known what the target has.
pub struct Begun<'a> {
    work: Work<'a>,
    /// Where the partitions of each group end.
    there: Vec<BTreeMap<Partition, Seq>>,
}

impl Begun<'_> {
    /// Records what the target lacks, and compares both from beginning to end.
    ///
    /// # Errors
    /// As [`copy`].
    pub async fn finish(self) -> Result<Copied, CopyError> {
        let Self { work, there } = self;
        let counter = &Counter::new(Step::Copy);
        let n_new = work
            .groups()
            .zip(stream::iter(there))
            .map(|(group, ends)| work.fill(group, ends, counter))
            .buffered(AT_ONCE)
            .try_fold(0, async |sum, n_new| Ok(sum + n_new))
            .await?;
        let counter = &Counter::new(Step::Verify);
        let n_streams = work
            .groups()
            .map(|group| work.compare(group, counter))
            .buffered(AT_ONCE)
            .try_fold(0, async |sum, Compared { n_streams, .. }| Ok(sum + n_streams))
            .await?;
        Ok(Copied {
            n_events: counter.done.load(Ordering::Relaxed),
            n_streams,
            n_new,
            n_partitions_before: work.source.n_partitions(),
            n_partitions: work.target.n_partitions(),
        })
    }
}

/// Whether a log that was copied has more events by now than the copy: somebody writes to it.
///
/// # Errors
/// When it cannot be read.
pub async fn has_grown(source: &dyn Movable, copied: &Copied) -> Result<bool, CopyError> {
    for partition in (0..source.n_partitions()).map(Partition) {
        // What is known of the end may be old: the log itself is asked.
        let end = *source.head(partition).borrow();
        let more = source.appends(partition, end, 1).await.map_err(CopyError::ReadSource)?;
        if !more.is_empty() {
            return Ok(true);
        }
    }
    Ok(n_events(source) != copied.n_events)
}

fn n_events(log: &dyn Movable) -> u64 {
    (0..log.n_partitions()).map(|partition| log.head(Partition(partition)).borrow().0).sum()
}

struct Work<'a> {
    source: &'a dyn Movable,
    target: &'a dyn Movable,
    tell: &'a (dyn Fn(Progress) + Sync),
    of: u64,
}

struct Counter {
    step: Step,
    done: AtomicU64,
}

impl Counter {
    fn new(step: Step) -> Self {
        Self { step, done: AtomicU64::new(0) }
    }
}

/// What was found of a group in the target.
struct Compared {
    /// Where its partitions end.
    ends: BTreeMap<Partition, Seq>,
    n_streams: usize,
}

impl Work<'_> {
    fn groups(&self) -> impl Stream<Item = Group> + use<> {
        stream::iter(Group::all(self.source.n_partitions(), self.target.n_partitions()))
    }

    fn count(&self, counter: &Counter, append: &RecordedAppend) {
        let n_events = append.events().len() as u64;
        let done = counter.done.fetch_add(n_events, Ordering::Relaxed) + n_events;
        (self.tell)(Progress { step: counter.step, done, of: self.of });
    }

    /// Follows source and target side by side: to the end of what the target holds, or, to verify, to
    /// the end of both.
    async fn compare(&self, group: Group, counter: &Counter) -> Result<Compared, CopyError> {
        let n_target = self.target.n_partitions();
        let mut feed = Feed::new(self.source, group, n_target);
        let held = group.partitions(n_target).map(|p| (p, Reader::new(self.target, p)));
        let mut held: BTreeMap<_, _> = held.collect();
        while counter.step == Step::Verify || has_more(&mut held).await? {
            let Some((partition, append)) = feed.next().await? else { break };
            let Some(reader) = held.get_mut(&partition) else { continue };
            let place = Seq(reader.seen.0 + 1);
            match next(reader).await? {
                Some(there) if there.is_same(&append) && there.events()[0].seq == place => {}
                Some(there) => return Err(CopyError::foreign(&there)),
                None if counter.step == Step::Verify => return Err(CopyError::lacks(&append)),
                None => {}
            }
            self.count(counter, &append);
        }
        for reader in held.values_mut() {
            if let Some(there) = next(reader).await? {
                return Err(CopyError::foreign(&there));
            }
        }
        let ends = held.into_iter().map(|(partition, reader)| (partition, reader.seen));
        Ok(Compared { ends: ends.collect(), n_streams: feed.n_streams() })
    }

    /// Records what comes behind the ends of a group; answers how many events.
    async fn fill(
        &self,
        group: Group,
        ends: BTreeMap<Partition, Seq>,
        counter: &Counter,
    ) -> Result<u64, CopyError> {
        let mut feed = Feed::new(self.source, group, self.target.n_partitions());
        let open = |(partition, end)| (partition, Collected::behind(end));
        let mut collected: BTreeMap<_, _> = ends.into_iter().map(open).collect();
        let (mut n_new, mut n_bytes) = (0, 0);
        while let Some((partition, append)) = feed.next().await? {
            self.count(counter, &append);
            let Some(of_partition) = collected.get_mut(&partition) else { continue };
            if of_partition.is_there_already(&append) {
                continue;
            }
            n_new += append.events().len() as u64;
            n_bytes += append.n_bytes();
            of_partition.add(append);
            if of_partition.is_enough() {
                n_bytes -= of_partition.n_bytes;
                of_partition.record(self.target, partition).await?;
            } else if n_bytes > COLLECTED_BYTES_MAX {
                n_bytes = 0;
                self.record_all(&mut collected).await?;
            }
        }
        self.record_all(&mut collected).await?;
        Ok(n_new)
    }

    async fn record_all(
        &self,
        collected: &mut BTreeMap<Partition, Collected>,
    ) -> Result<(), CopyError> {
        for (partition, of_partition) in collected {
            of_partition.record(self.target, *partition).await?;
        }
        Ok(())
    }
}

async fn has_more(held: &mut BTreeMap<Partition, Reader<'_>>) -> Result<bool, CopyError> {
    for reader in held.values_mut() {
        if reader.peek().await.map_err(CopyError::ReadTarget)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The next append of the target.
async fn next(reader: &mut Reader<'_>) -> Result<Option<RecordedAppend>, CopyError> {
    reader.peek().await.map_err(CopyError::ReadTarget)?;
    reader.take().map(RecordedAppend::new).transpose().map_err(CopyError::Target)
}

/// What is to be recorded in a partition of the target.
struct Collected {
    /// The end of the partition.
    end: Seq,
    /// Events of the source that have come by.
    seen: u64,
    appends: Vec<RecordedAppend>,
    n_events: usize,
    n_bytes: usize,
}

impl Collected {
    fn behind(end: Seq) -> Self {
        Self { end, seen: 0, appends: Vec::new(), n_events: 0, n_bytes: 0 }
    }

    fn is_there_already(&mut self, append: &RecordedAppend) -> bool {
        self.seen += append.events().len() as u64;
        self.seen <= self.end.0
    }

    fn add(&mut self, append: RecordedAppend) {
        self.n_events += append.events().len();
        self.n_bytes += append.n_bytes();
        self.appends.push(append);
    }

    fn is_enough(&self) -> bool {
        self.n_events >= TOGETHER_EVENTS || self.n_bytes >= TOGETHER_BYTES
    }

    async fn record(
        &mut self,
        target: &dyn Movable,
        partition: Partition,
    ) -> Result<(), CopyError> {
        let recorded = target.append_recorded(partition, self.end, &self.appends).await;
        recorded.map_err(CopyError::Record)?;
        self.end.0 += self.n_events as u64;
        (self.n_events, self.n_bytes) = (0, 0);
        self.appends.clear();
        Ok(())
    }
}
