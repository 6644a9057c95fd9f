use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_eventstore::archive::{Seal, SealedSegment, Unsound, parse};
use tongban_eventstore::segments::{Options, SegmentLog};
use tongban_eventstore::{Movable as _, RecordedAppend};
use tongban_kernel::{Clock, Partition, Seq, SystemClock, Text};
use tongban_readmodel::{ReaderPlace, StateStore};
use tongban_vault::{MaterialId, Materials, Secret, Wrapping};

use super::beside::{self, Opened};
use super::materials;
use super::place::{ArchiveAt, Place};
use super::reading::{self, Read, Visit};
use crate::app::DataDir;
use crate::operations::moving::{hash_at, items_of};
use crate::operations::unfinished::Unfinished;
use crate::operations::verify::Fields;
use crate::operations::{Listener, folder};
use crate::refusal::{OrRefuse as _, Refusal};

/// Up to where an archive is brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The last seal.
    Last,
    /// The last seal that was made at this time or before.
    Time(Timestamp),
    /// The seal of this number.
    Seal(u64),
}

impl FromStr for Until {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(number) = text.parse() {
            return Ok(Self::Seal(number));
        }
        text.parse().map(Self::Time).map_err(|_| {
            "write a time like 2026-11-26T09:00:00+08:00, or the number of a seal".to_owned()
        })
    }
}

/// An office that was brought back from an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The archive.
    pub from: String,
    /// The seal up to which it was brought back.
    pub seal: u64,
    /// The newest seal of the archive.
    pub n_seals: u64,
    /// When that seal was made.
    pub sealed_at: Timestamp,
    /// Events.
    pub n_events: u64,
    /// Streams.
    pub n_streams: usize,
    /// Files that were handed in.
    pub n_materials: usize,
    /// Files that events name, and that the archive has not, or not whole.
    pub lost_materials: Vec<MaterialId>,
    /// The generation of the new log: what clients remember of the old one must not be taken for
    /// places of this one.
    pub generation: u32,
    /// Partitions.
    pub n_partitions: u16,
    /// What an earlier attempt had left that was cut off, where there was such a folder: it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<PathBuf>,
}

/// Brings an archive back into a folder that is empty or not there. Everything is checked before it
/// stands where it can be served.
///
/// # Errors
/// When the archive cannot be read, or a part of it does not check: it is named, with the last seal
/// up to which all is sound. The target is then as it was.
pub async fn restore_archive(
    archive: &ArchiveAt,
    to: &Path,
    until: Until,
    wrapping: &Wrapping,
    listener: &Listener,
) -> Result<Restored> {
    folder::check_empty(to)?;
    let spool = tempfile::tempdir()?;
    let (place, numbers) = reading::open(archive, spool.path()).await?;
    let n_seals = numbers.last().copied().unwrap_or_default();
    let last = wanted(&place, &numbers, until).await?;
    let to = &std::path::absolute(to)?;
    let unfinished = Unfinished::begin(to, "restoring")?;
    let data = DataDir::at(unfinished.path())?;
    let (beside, newest) = newest_beside(&place, &numbers, last, wrapping).await?;
    beside::write(&beside, data.path())?;
    // A new one: accounts are as they were at the seal, and who was shut out since must not come back
    // with the session that they had.
    data.token_secret(&Secret::random())?;
    let mut restoring = Restoring::new(&data, &place, archive)?;
    let read = reading::read(&place, last, listener, &mut restoring).await?;
    let Some(seal) = restoring.seal.take() else { return Err(archive.is_none()) };
    let log = restoring.log.take().or_refuse(|| Text::new("归档为空", "the archive is empty"))?;
    restore_readers(&data, &log, &seal, newest.number == seal.number).await?;
    drop(log);
    let (path, heard) = (data.path().to_owned(), listener.clone());
    tokio::task::spawn_blocking(move || folder::seal(&path, &heard)).await??;
    if to.exists() {
        std::fs::remove_dir(to)?;
    }
    unfinished.finish(to)?;
    Ok(restored(archive, n_seals, &seal, &read, restoring, unfinished.removed()))
}

fn restored(
    archive: &ArchiveAt,
    n_seals: u64,
    seal: &Seal,
    read: &Read,
    restoring: Restoring<'_>,
    removed: Option<PathBuf>,
) -> Restored {
    Restored {
        from: archive.to_string(),
        seal: seal.number,
        n_seals,
        sealed_at: seal.sealed_at,
        n_events: seal.n_events(),
        n_streams: read.n_streams,
        n_materials: restoring.n_materials,
        lost_materials: restoring.lost.into_iter().collect(),
        generation: seal.generation + 1,
        n_partitions: seal.n_partitions,
        removed,
    }
}

/// The number of the seal that is wanted.
async fn wanted(place: &Place, numbers: &[u64], until: Until) -> Result<u64> {
    let n_seals = numbers.last().copied().unwrap_or_default();
    match until {
        Until::Last => Ok(n_seals),
        Until::Seal(number) if (1..=n_seals).contains(&number) => Ok(number),
        Until::Seal(number) => Err(Refusal::of(
            format!("没有第 {number} 次封存；归档共有 {n_seals} 次"),
            format!("there is no seal {number}; the archive has {n_seals}"),
        )),
        Until::Time(time) => {
            for number in numbers.iter().rev() {
                let bytes = place.objects.get(&Seal::name(*number)).await?.unwrap_or_default();
                // One that cannot be read is told when the archive is read.
                if parse(&bytes).is_ok_and(|seal| seal.sealed_at <= time) {
                    return Ok(*number);
                }
            }
            Err(Refusal::of(
                format!("{time} 之前没有封存"),
                format!("nothing was sealed at {time} or before"),
            ))
        }
    }
}

/// The newest keys, accounts and checkpoints that can be read: newer than the log they may be, older
/// not. Only those of the last two seals are in an archive.
async fn newest_beside(
    place: &Place,
    numbers: &[u64],
    last: u64,
    wrapping: &Wrapping,
) -> Result<(Vec<Opened>, Seal)> {
    let mut why_not = None;
    for number in numbers.iter().rev().take_while(|number| **number >= last).take(2) {
        let bytes = place.objects.get(&Seal::name(*number)).await?.unwrap_or_default();
        let seal = match parse(&bytes) {
            Ok(seal) => seal,
            Err(why) => {
                why_not.get_or_insert(Unsound::of_seal(*number, why));
                continue;
            }
        };
        match beside::read(&seal, &place.objects, wrapping).await? {
            Ok(opened) => return Ok((opened, seal)),
            Err((file, why)) => drop(why_not.get_or_insert(Unsound::of(&file, why))),
        }
    }
    let why_not = why_not.map_or_else(|| Text::new("", ""), |unsound| unsound.text());
    let before = last.saturating_sub(1);
    Err(Refusal::of(
        format!(
            "归档中的密钥、账号与读取进度不可用：{}；可试 --until {before}，恢复到前一次封存",
            why_not.zh
        ),
        format!(
            "keys, accounts and checkpoints of the archive cannot be used: {}; --until {before} may \
             bring it back up to the seal before",
            why_not.en
        ),
    ))
}

/// Puts readers where they were at this seal.
async fn restore_readers(
    data: &DataDir,
    log: &SegmentLog,
    seal: &Seal,
    is_newest: bool,
) -> Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (kept, scratch) = (data.path().join("readers.db"), tempfile::tempdir_in(data.path())?);
    let (old, new) = (scratch.path().join("old"), scratch.path().join("new"));
    std::fs::create_dir(&old)?;
    std::fs::rename(&kept, old.join("readers.db"))?;
    let from = StateStore::open(&old, Arc::clone(&clock)).await?;
    let to = StateStore::open(&new, clock).await?;
    // Those that were refused later are of events that the log has not.
    let mut items = items_of(&from).await?;
    items.retain(|item| is_newest || item.first_seen_at <= seal.sealed_at);
    to.adopt_items(&items).await?;
    let mut places = Vec::new();
    for (reader, at) in &seal.readers {
        for (partition, seq) in (0..).map(Partition).zip(at) {
            let hash = hash_at(log, partition, *seq).await?;
            places.push(ReaderPlace { reader: reader.clone(), partition, seq: *seq, hash });
        }
    }
    to.adopt_places(&places).await?;
    Ok(to.backup(&kept).await?)
}

/// A folder that is being filled.
struct Restoring<'a> {
    data: &'a DataDir,
    place: &'a Place,
    archive: &'a ArchiveAt,
    materials: Arc<Materials>,
    fields: Fields,
    log: Option<SegmentLog>,
    seal: Option<Seal>,
    named: BTreeSet<MaterialId>,
    n_materials: usize,
    lost: BTreeSet<MaterialId>,
}

impl<'a> Restoring<'a> {
    fn new(data: &'a DataDir, place: &'a Place, archive: &'a ArchiveAt) -> Result<Self> {
        Ok(Self {
            data,
            place,
            archive,
            materials: Arc::new(Materials::open(&data.materials())?),
            fields: Fields::of_events(),
            log: None,
            seal: None,
            named: BTreeSet::new(),
            n_materials: 0,
            lost: BTreeSet::new(),
        })
    }

    /// Copies the files that were named since.
    async fn copy_materials(&mut self) -> Result<()> {
        let named = std::mem::take(&mut self.named);
        let copied = materials::copy(&self.place.materials, &self.materials, named).await?;
        self.n_materials += copied.n_new;
        self.lost.extend(copied.lost());
        Ok(())
    }
}

impl Visit for Restoring<'_> {
    async fn seal(&mut self, seal: &Seal) -> Result<()> {
        if self.log.is_none() {
            let options = Options {
                generation: seal.generation + 1,
                n_partitions: seal.n_partitions,
                ..Options::default()
            };
            let dir = self.data.log();
            let open = move || SegmentLog::open(&dir, options);
            self.log = Some(tokio::task::spawn_blocking(open).await??.0);
        }
        self.seal = Some(seal.clone());
        Ok(())
    }

    async fn appends(
        &mut self,
        segment: &SealedSegment,
        appends: Vec<RecordedAppend>,
    ) -> Result<()> {
        let Some(log) = &self.log else { return Ok(()) };
        let behind = Seq(segment.first.0 - 1);
        log.append_recorded(segment.partition, behind, &appends).await?;
        let events = appends.iter().flat_map(RecordedAppend::events);
        self.named.extend(events.flat_map(|event| self.fields.named_in(&event.data)));
        self.copy_materials().await
    }

    fn unsound(&mut self, unsound: Unsound, n_sound: u64) -> Result<()> {
        let (Text { zh, en }, archive) = (unsound.text(), self.archive);
        if n_sound == 0 {
            return Err(Refusal::of(
                format!("归档 {archive} 自始即已损坏，未恢复任何内容：{zh}"),
                format!(
                    "the archive {archive} is damaged from its beginning, and nothing was restored: \
                     {en}"
                ),
            ));
        }
        Err(Refusal::of(
            format!(
                "归档 {archive} 已损坏，未恢复任何内容：{zh}；此前的内容完好，                 恢复到第 {n_sound} 次封存：--until {n_sound}（其后的事件将丢失）"
            ),
            format!(
                "the archive {archive} is damaged, and nothing was restored: {en}; what stands before \
                 is sound, and --until {n_sound} brings it back up to seal {n_sound}, without the \
                 events behind it"
            ),
        ))
    }
}
