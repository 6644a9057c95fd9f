mod named;

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tongban_eventstore::segments::{Options, SegmentLog, VerifyProgress, VerifyReport};
use tongban_kernel::{EventId, Recorded, Text};
use tongban_vault::{MaterialId, Materials, MaterialsError};
use uuid::Uuid;

pub(super) use self::named::Fields;
use super::Listener;
use crate::app::{App, DataDir};
use crate::refusal::OrRefuse as _;

pub use self::named::event_schemas;

/// Missing materials that are named one by one: where a whole folder is gone, a list of all helps
/// nobody.
const MISSING_NAMED_MAX: usize = 1_000;

/// What checking the data found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Verified {
    /// Whether everything checks.
    pub sound: bool,
    /// Events that check.
    pub n_events: u64,
    /// Streams whose chains hold.
    pub n_streams: usize,
    /// Segments.
    pub n_segments: usize,
    /// What does not check.
    pub faults: Vec<Fault>,
    /// Unfinished ends that opening the log cuts off: what a power cut leaves.
    pub unfinished: Vec<Fault>,
    /// Files that were handed in.
    pub n_materials: usize,
    /// Materials whose content is not what their name says.
    pub damaged_materials: Vec<String>,
    /// Materials that events name and that are not stored.
    pub n_missing_materials: usize,
    /// The first 1,000 of them.
    pub missing_materials: Vec<MissingMaterial>,
}

/// A material that is not stored, and the first event that names it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingMaterial {
    /// The material: SHA-256 of its content.
    pub material: MaterialId,
    /// The case it was handed in for.
    pub case: Uuid,
    /// The event.
    pub event: EventId,
}

/// A place that does not check.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fault {
    /// File of the segment.
    pub segment: String,
    /// Byte in it.
    pub offset: u64,
    /// What does not check.
    pub what: String,
}

pub(super) async fn run(app: &App, listener: &Listener) -> Result<Verified> {
    let log = Arc::clone(app.kept.folder()?);
    let materials = Arc::clone(&app.platform.materials);
    let heard = listener.clone();
    let check = move || {
        verified(&materials, &heard, |named| {
            Ok(log.verify(|event| named.look(event), |progress| say(&heard, progress))?)
        })
    };
    tokio::task::spawn_blocking(check).await?
}

/// Checks log and materials in a folder that nobody need be able to open for writing.
///
/// Blocks: call it where that does no harm.
///
/// # Errors
/// When it holds no log, or files cannot be read.
pub fn verify_folder(data: &DataDir, listener: &Listener) -> Result<Verified> {
    let dir = data.log();
    verified(&Materials::as_it_is(&data.materials()), listener, |named| {
        let progress = |progress| say(listener, progress);
        SegmentLog::verify_dir(&dir, &Options::default(), |event| named.look(event), progress)
            .or_refuse(|| {
                let dir = dir.display();
                Text::new(format!("无法核对 {dir}"), format!("{dir} cannot be checked"))
            })
    })
}

/// What the events of the log name of the materials, beside what is stored.
struct Named<'a> {
    fields: Fields,
    materials: &'a Materials,
    /// Sorted: 32 bytes for each, and nothing for those that events name.
    stored: &'a [MaterialId],
    missing: HashSet<MaterialId>,
    first_missing: Vec<MissingMaterial>,
    /// The first look into the store that failed: what is missing is not known then.
    failed: Option<MaterialsError>,
}

impl Named<'_> {
    fn look(&mut self, event: &Recorded) {
        for material in self.fields.named_in(&event.data) {
            // One that came after the list was made is stored all the same.
            if self.stored.binary_search(&material).is_ok() {
                continue;
            }
            let is_stored = self.materials.is_stored(material).unwrap_or_else(|error| {
                self.failed.get_or_insert(error);
                false
            });
            if is_stored || !self.missing.insert(material) {
                continue;
            }
            if self.first_missing.len() < MISSING_NAMED_MAX {
                let (case, event) = (event.meta.correlation, event.id);
                self.first_missing.push(MissingMaterial { material, case, event });
            }
        }
    }
}

/// Checks the log, shown event by event to see which materials it names, and then every material.
fn verified(
    materials: &Materials,
    listener: &Listener,
    check_log: impl FnOnce(&mut Named<'_>) -> Result<VerifyReport>,
) -> Result<Verified> {
    // Where none was ever handed in there may be no folder; where one should be, all are missing.
    let mut stored = if materials.is_there() { materials.ids()? } else { Vec::new() };
    stored.sort_unstable();
    let mut named = Named {
        fields: Fields::of_events(),
        materials,
        stored: &stored,
        missing: HashSet::new(),
        first_missing: Vec::new(),
        failed: None,
    };
    let report = check_log(&mut named)?;
    if let Some(error) = named.failed {
        return Err(error.into());
    }
    let (n_missing, missing) = (named.missing.len(), named.first_missing);
    let n_all = stored.len() as u64;
    let mut damaged = Vec::new();
    for (n_done, id) in (1..).zip(&stored) {
        if let Err(error) = materials.read_blocking(*id) {
            damaged.push(format!("{id}: {error}"));
        }
        listener.say("materials", n_done, Some(n_all));
    }
    Ok(Verified {
        sound: report.faults.is_empty() && damaged.is_empty() && n_missing == 0,
        n_events: report.n_events,
        n_streams: report.n_streams,
        n_segments: report.n_segments,
        faults: report.faults.into_iter().map(fault).collect(),
        unfinished: report.unfinished.into_iter().map(fault).collect(),
        n_materials: stored.len(),
        damaged_materials: damaged,
        n_missing_materials: n_missing,
        missing_materials: missing,
    })
}

fn fault(fault: tongban_eventstore::segments::Fault) -> Fault {
    Fault { segment: fault.segment, offset: fault.offset, what: fault.what }
}

fn say(listener: &Listener, progress: VerifyProgress) {
    listener.say("log", progress.n_bytes, Some(progress.n_bytes_all));
}
