use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use bytes::Bytes;
use futures_util::FutureExt as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};
use tongban_eventstore::archive::{End, FORMAT, PartitionWriter, Seal, SealedSegment, ready};
use tongban_kernel::{Clock, Hash, Partition, Seq, Text};
use tongban_pgkit::Claim;
use tongban_readmodel::{Database, ReaderPlace};
use tongban_vault::{MaterialId, MaterialsError, Objects, ReadError, Wrapping};

use super::beside;
use super::last::Last;
use super::place::{ArchiveAt, Place};
use super::source::Source;
use crate::app::DataDir;
use crate::operations::verify::Fields;
use crate::refusal::{OrRefuse as _, Refusal};

/// How long one that died may seem to be at work: its machine may be gone without a word.
const DEAD_WITHIN: Duration = Duration::from_secs(30);
const CLAIMED_EVERY: Duration = Duration::from_millis(250);

/// How much goes into a file, and into a seal.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes after which another segment is begun.
    pub segment_bytes: usize,
    /// Events after which a seal is made though there are more: a long history that is archived for
    /// the first time is taken up where it stopped.
    pub seal_events: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { segment_bytes: 16 << 20, seal_events: 200_000 }
    }
}

/// A seal that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Its number.
    pub number: u64,
    /// Events that it adds.
    pub n_new: u64,
    /// Events of the archive with it.
    pub n_events: u64,
    /// Whether everything is archived that was recorded before it was begun.
    pub is_whole: bool,
    /// Files that its events name, and that could not be copied: they are missing or damaged at their
    /// source.
    pub n_lost_materials: usize,
    /// When it was made.
    pub sealed_at: Timestamp,
}

/// Makes seals of one office in one archive.
pub struct Archiver {
    pub(super) source: Source,
    place: Place,
    alone: Option<Claim>,
    wrapping: Wrapping,
    clock: Arc<dyn Clock>,
    fields: Arc<Fields>,
    limits: Limits,
    /// Unlike that of every other run: no two write files of one name.
    run: String,
    pub(super) last: Last,
    scratch: TempDir,
}

impl Archiver {
    /// Opens an archive, which is made if there is none, to go on behind its last seal.
    ///
    /// # Errors
    /// When it cannot be used, is damaged at its end, or is of another log.
    pub async fn open(
        source: Source,
        archive: &ArchiveAt,
        wrapping: Wrapping,
        clock: Arc<dyn Clock>,
        limits: Limits,
    ) -> Result<Self> {
        let alone = match &source.database {
            Some(database) => Some(claim(database, archive).await?),
            None => None,
        };
        let scratch = tempfile::tempdir()?;
        let place = archive.open(&scratch.path().join("spool")).await?;
        let last = Last::of(&place, &*source.log).await.or_refuse(|| {
            Text::new(
                format!("无法续写归档 {archive}"),
                format!("cannot go on with the archive {archive}"),
            )
        })?;
        let fields = Arc::new(Fields::of_events());
        let run = format!("{:016x}", rand::random::<u64>());
        Ok(Self { source, place, alone, wrapping, clock, fields, limits, run, last, scratch })
    }

    /// Makes the next seal, of what was recorded since the last one and perhaps nothing.
    ///
    /// # Errors
    /// When a server does not answer, or another archiver has made it; what was begun is of no
    /// consequence then.
    pub async fn seal(&mut self) -> Result<Made> {
        let number = self.last.number + 1;
        let room = tempfile::tempdir_in(self.scratch.path())?;
        let copy = DataDir::at(room.path())?;
        // Before the log: how far readers are must not be further than what came of it.
        let places = beside::copy_state(&self.source.beside.state, &self.clock, &copy).await?;
        let log = self.log(&places).await?;
        // After the log: keys and files are durable before the event that needs them.
        let n_lost_materials = self.copy_materials(&log.named).await?;
        beside::copy_rest(&self.source.beside, &copy).await?;
        let prefix = beside::prefix(number, &self.run);
        let objects = &self.place.objects;
        let beside = beside::archive(&copy, objects, &self.wrapping, &prefix).await?;
        let seal = Seal {
            format: FORMAT,
            number,
            prev: self.last.hash,
            sealed_at: self.clock.now(),
            generation: self.source.log.generation(),
            n_partitions: self.source.log.n_partitions(),
            readers: self.readers(&places, log.is_whole),
            segments: log.segments,
            ends: log.ends,
            is_whole: log.is_whole,
            beside,
            is_wrapped: self.wrapping.is_under_key(),
        };
        let bytes = seal.to_bytes()?;
        let hash = Hash::of(&[&bytes]);
        let is_taken = |claim: &Claim| claim.taken().now_or_never().is_some();
        // Whatever a lease is worth: the name of a seal is taken once.
        let name = Seal::name(number);
        if self.alone.as_ref().is_some_and(is_taken)
            || !put_first(&self.place.objects, &name, bytes.into()).await?
        {
            return Err(another_archives());
        }
        let n_new = seal.segments.iter().map(SealedSegment::n_events).sum();
        let (n_events, is_whole, sealed_at) = (seal.n_events(), seal.is_whole, seal.sealed_at);
        let made = Made { number, n_new, n_events, is_whole, n_lost_materials, sealed_at };
        let before = std::mem::replace(&mut self.last, Last::after(seal, hash));
        self.remove_old(number, &before.beside).await?;
        Ok(made)
    }

    /// Puts the segments into the archive that make the log whole to where it ended, or further.
    async fn log(&self, places: &[ReaderPlace]) -> Result<Logged> {
        let log = &*self.source.log;
        let mut logged = Logged { is_whole: true, ..Logged::default() };
        let mut n_left = self.limits.seal_events;
        for (partition, end) in (0..).map(Partition).zip(&self.last.ends) {
            let of_readers = places.iter().filter(|place| place.partition == partition);
            let of_readers = of_readers.map(|place| place.seq).max().unwrap_or_default();
            let target = of_readers.max(*log.head(partition).borrow());
            let mut writer = PartitionWriter::behind(*end, log.generation(), partition);
            while writer.head() < target && n_left > 0 {
                let before = writer.head();
                for append in ready(log, partition, before).await? {
                    let events = append.events().iter();
                    logged.named.extend(events.flat_map(|event| self.fields.named_in(&event.data)));
                    writer.add(&append)?;
                    if writer.n_bytes() >= self.limits.segment_bytes {
                        self.put_segment(&mut writer, &mut logged.segments).await?;
                    }
                }
                if writer.head() == before {
                    return Err(reads_beyond(partition, target));
                }
                n_left = n_left.saturating_sub(writer.head().0 - before.0);
            }
            self.put_segment(&mut writer, &mut logged.segments).await?;
            logged.is_whole &= writer.head() >= target;
            logged.ends.push(writer.end());
        }
        Ok(logged)
    }

    async fn put_segment(
        &self,
        writer: &mut PartitionWriter,
        segments: &mut Vec<SealedSegment>,
    ) -> Result<()> {
        if let Some((segment, bytes)) = writer.take() {
            put(&self.place.objects, &segment.file.name, bytes.into()).await?;
            segments.push(segment);
        }
        Ok(())
    }

    /// Copies files that events name; answers how many could not be, for what is lost at its source
    /// must not keep the rest from being archived.
    async fn copy_materials(&self, named: &BTreeSet<MaterialId>) -> Result<usize> {
        let from = Arc::clone(&self.source.beside.materials);
        let to = Arc::clone(&self.place.materials);
        let named = named.clone();
        let copying = tokio::task::spawn_blocking(move || {
            let mut n_lost = 0;
            for id in named {
                match from.copy_one_into(&to, id) {
                    Ok(_) => {}
                    Err(MaterialsError::Read(
                        error @ (ReadError::Unknown { .. } | ReadError::Damaged { .. }),
                    )) => {
                        tracing::error!(%error, "a material that an event names is not archived");
                        n_lost += 1;
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok(n_lost)
        });
        Ok(copying.await??)
    }

    /// From where readers go on when this is the last seal.
    fn readers(&self, places: &[ReaderPlace], is_whole: bool) -> BTreeMap<String, Vec<Seq>> {
        if !is_whole {
            return self.last.readers.clone();
        }
        let nowhere = vec![Seq(0); usize::from(self.source.log.n_partitions())];
        let mut readers = BTreeMap::new();
        for ReaderPlace { reader, partition, seq, .. } in places {
            let of: &mut Vec<Seq> =
                readers.entry(reader.clone()).or_insert_with(|| nowhere.clone());
            if let Some(at) = of.get_mut(usize::from(partition.0)) {
                *at = *seq;
            }
        }
        readers
    }

    /// Removes what lay beside the log in older seals, and what runs left that were cut off: keys of
    /// persons who were erased since must not outlive them there. Those of the seal before stay, should
    /// the newest not be readable.
    async fn remove_old(&self, number: u64, before: &[String]) -> Result<()> {
        for name in self.place.objects.names("beside").await? {
            let is_past = beside::number_of(&name).is_some_and(|of| of <= number);
            if is_past && !before.contains(&name) && !self.last.beside.contains(&name) {
                self.place.objects.remove(&name).await?;
            }
        }
        Ok(())
    }
}

/// What of the log goes into a seal.
#[derive(Default)]
struct Logged {
    segments: Vec<SealedSegment>,
    ends: Vec<End>,
    named: BTreeSet<MaterialId>,
    is_whole: bool,
}

/// Claims the archive among the processes that share the database.
async fn claim(database: &Database, archive: &ArchiveAt) -> Result<Claim> {
    let (name, until) = (format!("archive {archive}"), Instant::now() + DEAD_WITHIN);
    loop {
        if let Some(claim) = Claim::of(database.options(), &name).await? {
            return Ok(claim);
        }
        if Instant::now() >= until {
            return Err(another_archives());
        }
        sleep(CLAIMED_EVERY).await;
    }
}

fn another_archives() -> anyhow::Error {
    Refusal::of(
        "另一归档进程正在写入同一归档；只能运行一个",
        "another process archives into the same place; only one may",
    )
}

fn reads_beyond(partition: Partition, target: Seq) -> anyhow::Error {
    Refusal::of(
        format!(
            "分区 {partition} 的日志不及读取进度（第 {target} 号）；数据库与日志不属于同一机构"
        ),
        format!(
            "readers are at {target} of partition {partition}, which its log has not; database and \
             log are not of one office"
        ),
    )
}

/// Keeps a file of a name that nobody else has.
pub(super) async fn put(objects: &Objects, name: &str, content: Bytes) -> Result<()> {
    if put_first(objects, name, content).await? {
        return Ok(());
    }
    Err(Refusal::of(
        format!("{name} 已存在，内容不同"),
        format!("{name} is there, with other content"),
    ))
}

/// Keeps a file unless another is there; answers whether it is. One that is there just so may be ours:
/// an answer can get lost.
async fn put_first(objects: &Objects, name: &str, content: Bytes) -> Result<bool> {
    if objects.put_new(name, content.clone()).await? {
        return Ok(true);
    }
    Ok(objects.get(name).await?.is_some_and(|there| there == content))
}
