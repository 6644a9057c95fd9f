use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_eventstore::RecordedAppend;
use tongban_eventstore::archive::{Seal, SealedSegment, Unsound, Why, parse};
use tongban_kernel::{EventId, Partition, Seq, Text};
use tongban_vault::{MaterialId, MaterialsError, ReadError, Wrapping};
use uuid::Uuid;

use super::beside;
use super::place::{ArchiveAt, Place};
use super::reading::{self, Visit};
use crate::operations::verify::Fields;
use crate::operations::{Listener, MissingMaterial};

/// What checking an archive found.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArchiveVerified {
    /// Whether everything checks.
    pub sound: bool,
    /// Seals.
    pub n_seals: u64,
    /// The last seal of which everything checks, and up to which it can be brought back.
    pub last_sound: u64,
    /// When the last seal was made.
    pub sealed_at: Option<Timestamp>,
    /// Events that check.
    pub n_events: u64,
    /// Streams whose chains hold.
    pub n_streams: usize,
    /// Segments.
    pub n_segments: usize,
    /// What does not check.
    pub faults: Vec<ArchiveFault>,
    /// Files that were handed in, and that events name.
    pub n_materials: usize,
    /// Those of them that are not there.
    pub missing_materials: Vec<MissingMaterial>,
    /// Those whose content is another.
    pub damaged_materials: Vec<MaterialId>,
    /// Whether keys and accounts lie in it in clear.
    pub is_in_clear: bool,
    /// Files of the log that no seal names: what an archiver leaves that is killed, or is just putting
    /// there. They do no harm.
    pub n_left: usize,
}

/// A file of an archive that does not check.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArchiveFault {
    /// The file.
    pub file: String,
    /// Of a segment, its partition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partition: Option<Partition>,
    /// Of a segment, the places of its first and last event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<(Seq, Seq)>,
    /// Both named, and what is wrong, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl From<Unsound> for ArchiveFault {
    fn from(unsound: Unsound) -> Self {
        let Text { zh, en } = unsound.text();
        let partition = unsound.range.map(|(partition, ..)| partition);
        let events = unsound.range.map(|(_, first, last)| (first, last));
        Self { file: unsound.file, partition, events, zh, en }
    }
}

/// Checks every seal, segment, event and chain of an archive, every file that events name, and what is
/// needed to read them; without a key of its own, of what is under one only whether it is what was
/// sealed.
///
/// # Errors
/// When the archive cannot be read.
pub async fn verify_archive(archive: &ArchiveAt, listener: &Listener) -> Result<ArchiveVerified> {
    let spool = tempfile::tempdir()?;
    let (place, numbers) = reading::open(archive, spool.path()).await?;
    let n_seals = numbers.last().copied().unwrap_or_default();
    // First what an archiver at work takes away, and adds.
    let files = place.objects.names("log").await?;
    let (n_seals, newest, fault) = check_beside(&place, n_seals).await?;
    let mut looking = Looking::default();
    let read = reading::read(&place, n_seals, listener, &mut looking).await?;
    looking.faults.extend(fault);
    let n_materials = looking.named.len();
    let (missing, damaged) = check_materials(&place, looking.named, listener).await?;
    let sound = looking.faults.is_empty() && missing.is_empty() && damaged.is_empty();
    Ok(ArchiveVerified {
        sound,
        n_seals,
        last_sound: read.n_sound,
        sealed_at: newest.as_ref().map(|seal| seal.sealed_at),
        n_events: looking.n_events,
        n_streams: read.n_streams,
        n_segments: read.n_segments,
        faults: looking.faults,
        n_materials,
        missing_materials: missing,
        damaged_materials: damaged,
        is_in_clear: newest.is_some_and(|seal| !seal.is_wrapped),
        n_left: files.iter().filter(|file| !looking.sealed.contains(*file)).count(),
    })
}

/// Looks at the keys and accounts of the newest seal; answers its number, the seal where it is one, and
/// what is wrong with them. An archiver that is at work takes those of older seals away: where some are
/// missing, and there is a newer seal by now, it is that one's.
pub(super) async fn check_beside(
    place: &Place,
    mut newest: u64,
) -> Result<(u64, Option<Seal>, Option<ArchiveFault>)> {
    loop {
        let bytes = place.objects.get(&Seal::name(newest)).await?.unwrap_or_default();
        // One that is none is told when the archive is read.
        let Ok(seal) = parse(&bytes) else { return Ok((newest, None, None)) };
        let as_it_is = Seal { is_wrapped: false, ..seal.clone() };
        let read = beside::read(&as_it_is, &place.objects, &Wrapping::clear()).await?;
        let Err((file, why)) = read else { return Ok((newest, Some(seal), None)) };
        let now = place.seals().await?.last().copied().unwrap_or_default();
        if matches!(why, Why::Missing) && now > newest {
            newest = now;
            continue;
        }
        return Ok((newest, Some(seal), Some(Unsound::of(&file, why).into())));
    }
}

/// What events name: the case and the event that was the first to.
type Named = BTreeMap<MaterialId, (Uuid, EventId)>;

async fn check_materials(
    place: &Place,
    named: Named,
    listener: &Listener,
) -> Result<(Vec<MissingMaterial>, Vec<MaterialId>)> {
    let (materials, heard) = (place.materials.clone(), listener.clone());
    let checking = tokio::task::spawn_blocking(move || {
        let n_all = named.len() as u64;
        let (mut missing, mut damaged) = (Vec::new(), Vec::new());
        for (n_done, (material, (case, event))) in (1..).zip(named) {
            heard.go_on()?;
            match materials.read_blocking(material) {
                Ok(_) => {}
                Err(ReadError::Unknown { .. }) => {
                    missing.push(MissingMaterial { material, case, event });
                }
                Err(ReadError::Damaged { .. }) => damaged.push(material),
                Err(error) => return Err(MaterialsError::from(error).into()),
            }
            heard.say("materials", n_done, Some(n_all));
        }
        anyhow::Ok((missing, damaged))
    });
    checking.await?
}

struct Looking {
    fields: Fields,
    /// The files of segments that seals name.
    sealed: BTreeSet<String>,
    n_events: u64,
    named: Named,
    faults: Vec<ArchiveFault>,
}

impl Default for Looking {
    fn default() -> Self {
        let (named, faults) = (Named::new(), Vec::new());
        let sealed = BTreeSet::new();
        Self { fields: Fields::of_events(), sealed, n_events: 0, named, faults }
    }
}

impl Visit for Looking {
    async fn seal(&mut self, seal: &Seal) -> Result<()> {
        self.sealed.extend(seal.segments.iter().map(|segment| segment.file.name.clone()));
        Ok(())
    }

    async fn appends(&mut self, _: &SealedSegment, appends: Vec<RecordedAppend>) -> Result<()> {
        for event in appends.iter().flat_map(RecordedAppend::events) {
            self.n_events += 1;
            for material in self.fields.named_in(&event.data) {
                self.named.entry(material).or_insert((event.meta.correlation, event.id));
            }
        }
        Ok(())
    }

    fn unsound(&mut self, unsound: Unsound, _: u64) -> Result<()> {
        self.faults.push(unsound.into());
        Ok(())
    }
}
