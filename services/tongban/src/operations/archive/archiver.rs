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
use tongban_eventstore::archive::{FORMAT, Seal, SealedSegment, Unsound, parse};
use tongban_kernel::{Clock, Hash, Seq, Text};
use tongban_pgkit::Claim;
use tongban_readmodel::{Database, ReaderPlace};
use tongban_vault::{MaterialId, Objects, Wrapping};

use super::beside;
use super::last::Last;
use super::materials;
use super::place::{ArchiveAt, Place};
use super::source::Source;
use crate::app::DataDir;
use crate::operations::verify::Fields;
use crate::refusal::{OrRefuse as _, Refusal, text_of};

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

/// How seals are made.
pub struct Sealing {
    /// What keys are wrapped under in the archive.
    pub wrapping: Wrapping,
    /// What time seals show.
    pub clock: Arc<dyn Clock>,
    /// How much goes into them.
    pub limits: Limits,
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
    /// Files that events of the archive name and that it has not: they were missing or damaged at
    /// their source each time that a seal was made.
    pub n_lost_materials: usize,
    /// When it was made.
    pub sealed_at: Timestamp,
}

impl Made {
    pub(super) fn of(seal: &Seal) -> Self {
        Self {
            number: seal.number,
            n_new: seal.segments.iter().map(SealedSegment::n_events).sum(),
            n_events: seal.n_events(),
            is_whole: seal.is_whole,
            n_lost_materials: seal.lost_materials.len(),
            sealed_at: seal.sealed_at,
        }
    }
}

/// Makes seals of one office in one archive.
pub struct Archiver {
    pub(super) source: Source,
    pub(super) place: Place,
    alone: Option<Claim>,
    pub(super) sealing: Sealing,
    pub(super) fields: Arc<Fields>,
    pub(super) last: Last,
    /// Seals of the next number that were sent to the archive: one may be there without our knowing.
    tried: Vec<Hash>,
    /// Where what is no longer needed has not been removed: what lies beside the log in the seal
    /// before the last, which stays.
    untidy: Option<Vec<String>>,
    scratch: TempDir,
}

impl Archiver {
    /// Opens an archive, which is made if there is none, to go on behind its last seal.
    ///
    /// # Errors
    /// When it cannot be used, is damaged at its end, or is of another log.
    pub async fn open(source: Source, archive: &ArchiveAt, sealing: Sealing) -> Result<Self> {
        let alone = match &source.database {
            Some(database) => Some(claim(database, archive).await?),
            None => None,
        };
        let scratch = tempfile::tempdir()?;
        let place = archive.open(&scratch.path().join("spool")).await?;
        let opened = Self::at(source, place, alone, sealing, scratch).await;
        opened.or_refuse(|| {
            Text::new(
                format!("无法续写归档 {archive}"),
                format!("cannot go on with the archive {archive}"),
            )
        })
    }

    pub(super) async fn at(
        source: Source,
        place: Place,
        alone: Option<Claim>,
        sealing: Sealing,
        scratch: TempDir,
    ) -> Result<Self> {
        let last = Last::of(&place, &*source.log).await?;
        let fields = Arc::new(Fields::of_events());
        let (tried, untidy) = (Vec::new(), None);
        Ok(Self { source, place, alone, sealing, fields, last, tried, untidy, scratch })
    }

    /// The last seal, if there is any.
    pub fn last(&self) -> Option<&Made> {
        self.last.made.as_ref()
    }

    /// Makes the next seal, of what was recorded since the last one and perhaps nothing.
    ///
    /// # Errors
    /// When a server does not answer, or another archiver has made it; what was begun is of no
    /// consequence then.
    pub async fn seal(&mut self) -> Result<Made> {
        let made = match self.standing().await? {
            Some(made) => made,
            None => self.make().await?,
        };
        self.tidy_or_tell().await;
        Ok(made)
    }

    async fn make(&mut self) -> Result<Made> {
        let number = self.last.number + 1;
        let room = tempfile::tempdir_in(self.scratch.path())?;
        let copy = DataDir::at(room.path())?;
        // Before the log: how far readers are must not be further than what came of it.
        let places =
            beside::copy_state(&self.source.beside.state, &self.sealing.clock, &copy).await?;
        let log = self.log(&places).await?;
        // After the log: keys and files are durable before the event that needs them.
        let lost = self.copy_materials(log.named).await?;
        beside::copy_rest(&self.source.beside, &copy).await?;
        let objects = &self.place.objects;
        let beside = beside::archive(&copy, objects, &self.sealing.wrapping, number).await?;
        self.take(Seal {
            format: FORMAT,
            number,
            prev: self.last.hash,
            sealed_at: self.sealing.clock.now(),
            generation: self.source.log.generation(),
            n_partitions: self.source.log.n_partitions(),
            readers: self.readers(&places, log.is_whole),
            segments: log.segments,
            ends: log.ends,
            is_whole: log.is_whole,
            lost_materials: lost.iter().map(MaterialId::to_string).collect(),
            beside,
            is_wrapped: self.sealing.wrapping.is_under_key(),
        })
        .await
    }

    /// Takes the name of a seal, whose number is the next.
    async fn take(&mut self, seal: Seal) -> Result<Made> {
        let is_taken = |claim: &Claim| claim.taken().now_or_never().is_some();
        // Whatever a lease is worth: the name of a seal is taken once.
        if self.alone.as_ref().is_some_and(is_taken) {
            return Err(another_archives());
        }
        let bytes: Bytes = seal.to_bytes()?.into();
        let hash = Hash::of(&[&bytes]);
        self.tried.push(hash);
        match self.place.objects.put_new(&Seal::name(seal.number), bytes).await {
            Ok(true) => Ok(self.stands(seal, hash)),
            Ok(false) => self.standing().await?.ok_or_else(another_archives),
            // It may be there even so: an answer can get lost.
            Err(error) => self.standing().await?.ok_or_else(|| error.into()),
        }
    }

    /// Goes on behind the next seal where one of those that were tried turns out to be there.
    async fn standing(&mut self) -> Result<Option<Made>> {
        if self.tried.is_empty() {
            return Ok(None);
        }
        let number = self.last.number + 1;
        let Some(bytes) = self.place.objects.get(&Seal::name(number)).await? else {
            return Ok(None);
        };
        let hash = Hash::of(&[&bytes]);
        if !self.tried.contains(&hash) {
            return Err(another_archives());
        }
        let seal = parse(&bytes).map_err(|why| Unsound::of_seal(number, why))?;
        Ok(Some(self.stands(seal, hash)))
    }

    fn stands(&mut self, seal: Seal, hash: Hash) -> Made {
        let made = Made::of(&seal);
        let before = std::mem::replace(&mut self.last, Last::after(seal, hash));
        self.tried.clear();
        self.untidy = Some(before.beside);
        made
    }

    /// Copies files that events name, and those that earlier ones named and that were lost: whoever
    /// brings one back to its source has it archived. Answers those that are lost now, which must not
    /// keep the rest from being archived.
    async fn copy_materials(&self, named: BTreeSet<MaterialId>) -> Result<BTreeSet<MaterialId>> {
        let (n_named, known) = (named.len(), &self.last.lost);
        let ids = named.union(known).copied().collect();
        let (from, to) = (&self.source.beside.materials, &self.place.materials);
        let copied = materials::copy(from, to, ids).await?;
        if self.last.number == 0 && n_named > 0 && copied.unknown.len() == n_named {
            return Err(no_material_is_there(n_named));
        }
        let lost = copied.lost();
        for material in lost.difference(known) {
            tracing::error!(%material, "a material that an event names is not archived");
        }
        for material in known.difference(&lost) {
            tracing::info!(%material, "a material that was lost is archived");
        }
        Ok(lost)
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
    pub(super) async fn tidy(&mut self) -> Result<()> {
        let Some(before) = &self.untidy else { return Ok(()) };
        for name in self.place.objects.names("beside").await? {
            let is_past = beside::number_of(&name).is_some_and(|of| of <= self.last.number);
            if is_past && !before.contains(&name) && !self.last.beside.contains(&name) {
                self.place.objects.remove(&name).await?;
            }
        }
        self.untidy = None;
        Ok(())
    }

    /// The same; where it fails the seal stands all the same, and it is tried again.
    pub(super) async fn tidy_or_tell(&mut self) {
        if let Err(error) = self.tidy().await {
            let error = text_of(&error).en;
            tracing::warn!(error, "keys of older seals are not removed yet, it is tried again");
        }
    }
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

fn no_material_is_there(n_named: usize) -> anyhow::Error {
    Refusal::of(
        format!("事件引用的 {n_named} 份材料在 --materials 处一份也没有；请核对 --materials"),
        format!(
            "events name {n_named} materials, and none of them is where --materials says; look at it \
             again"
        ),
    )
}

/// Keeps a file of a name that nobody else has. One that is there just so is ours: an answer can get
/// lost.
pub(super) async fn put(objects: &Objects, name: &str, content: Bytes) -> Result<()> {
    if objects.put_new(name, content.clone()).await?
        || objects.get(name).await?.is_some_and(|there| there == content)
    {
        return Ok(());
    }
    Err(Refusal::of(
        format!("{name} 已存在，内容不同"),
        format!("{name} is there, with other content"),
    ))
}
