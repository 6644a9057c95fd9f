use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Result;
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tongban_eventstore::Movable;
use tongban_eventstore::archive::{
    End, FORMAT, PartitionWriter, Seal, SealedSegment, parse, ready,
};
use tongban_eventstore::jetstream::{self, JetStreamLog, SyncProof};
use tongban_kernel::{Clock, Hash, Partition, Seq, Text};
use tongban_readmodel::ReaderPlace;
use tongban_vault::{MaterialId, MaterialsError, Objects, ReadError, Wrapping};

use super::beside;
use super::place::{ArchiveAt, Place};
use crate::app::{Begin, Beside, Cluster, DataDir};
use crate::operations::moving::hash_at;
use crate::operations::verify::Fields;
use crate::refusal::{OrRefuse as _, Refusal};

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

/// An office that is archived.
pub struct Source {
    pub(crate) log: Box<dyn Movable>,
    pub(crate) beside: Beside,
}

impl Source {
    /// An office at servers, whose processes go on. `data` is a folder for files on their way.
    ///
    /// # Errors
    /// When servers or database do not answer, or hold no office.
    pub async fn at_servers(
        cluster: &Cluster,
        data: &DataDir,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        // It is only read.
        let options = jetstream::Options { sync: SyncProof::Unchecked, ..cluster.log.clone() };
        let log = Box::new(JetStreamLog::open_existing(options).await?);
        let database = cluster.connect().await?;
        let beside = Beside::at_servers(cluster, &database, data, clock, Begin::Anew).await?;
        if beside.state.reader_places().await?.is_empty() {
            return Err(Refusal::of(
                "该数据库中没有通办的数据；请核对 --database",
                "no office was ever run on this database; look at --database again",
            ));
        }
        Ok(Self { log, beside })
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
    wrapping: Wrapping,
    clock: Arc<dyn Clock>,
    fields: Arc<Fields>,
    limits: Limits,
    /// Unlike that of every other run: no two write files of one name.
    run: String,
    pub(super) last: Last,
    scratch: TempDir,
}

/// The last seal, or what stands for it before the first.
pub(super) struct Last {
    pub(super) number: u64,
    hash: Hash,
    pub(super) ends: Vec<End>,
    readers: Vec<Seq>,
    beside: Vec<String>,
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
        Ok(Self { source, place, wrapping, clock, fields, limits, run, last, scratch })
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
        if !put_first(objects, &Seal::name(number), bytes.into()).await? {
            return Err(Refusal::of(
                "另一归档进程正在写入同一归档；只能运行一个",
                "another process archives into the same place; only one may",
            ));
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

    /// From where readers can go on, in each partition, when this is the last seal.
    fn readers(&self, places: &[ReaderPlace], is_whole: bool) -> Vec<Seq> {
        if !is_whole {
            return self.last.readers.clone();
        }
        let of = |partition: Partition| {
            let places = places.iter().filter(move |place| place.partition == partition);
            places.map(|place| place.seq).min().unwrap_or_default()
        };
        (0..self.source.log.n_partitions()).map(|partition| of(Partition(partition))).collect()
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

impl Last {
    /// Finds the last seal, and looks whether it is of this log.
    async fn of(place: &Place, log: &dyn Movable) -> Result<Self> {
        let numbers = place.seals().await?;
        let Some(number) = numbers.last().copied() else {
            let n_partitions = usize::from(log.n_partitions());
            return Ok(Self {
                number: 0,
                hash: Hash::ZERO,
                ends: vec![End::default(); n_partitions],
                readers: vec![Seq(0); n_partitions],
                beside: Vec::new(),
            });
        };
        if let Some(missing) = (1..).zip(&numbers).find_map(|(n, found)| (n != *found).then_some(n))
        {
            let name = Seal::name(missing);
            return Err(Refusal::of(
                format!("缺少 {name}；请用 tongban archive verify 核对，并另建归档"),
                format!(
                    "{name} is missing; look with tongban archive verify, and begin another archive"
                ),
            ));
        }
        let name = Seal::name(number);
        let bytes = place.objects.get(&name).await?.unwrap_or_default();
        let Ok(seal) = parse(&bytes) else {
            return Err(Refusal::of(
                format!("{name} 已损坏；请用 tongban archive verify 核对，并另建归档"),
                format!(
                    "{name} is damaged; look with tongban archive verify, and begin another archive"
                ),
            ));
        };
        check_log(&seal, log).await?;
        let hash = Hash::of(&[&bytes]);
        Ok(Self::after(seal, hash))
    }

    fn after(seal: Seal, hash: Hash) -> Self {
        Self {
            number: seal.number,
            hash,
            ends: seal.ends,
            readers: seal.readers,
            beside: seal.beside.into_iter().map(|file| file.name).collect(),
        }
    }
}

/// Looks whether the log goes on where the archive ends.
async fn check_log(seal: &Seal, log: &dyn Movable) -> Result<()> {
    let mut is_ours =
        (seal.generation, seal.n_partitions) == (log.generation(), log.n_partitions());
    for (partition, end) in (0..).map(Partition).zip(&seal.ends) {
        is_ours &= end.head == Seq(0) || hash_at(log, partition, end.head).await? == Some(end.hash);
    }
    if is_ours {
        return Ok(());
    }
    Err(Refusal::of(
        "归档属于另一日志，或日志由较旧的副本恢复而来；请为现有日志另建归档（--to）",
        "it is of another log, or the log was restored from an older copy; begin another archive for \
         this log (--to)",
    ))
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
