mod named;

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tongban_eventstore::segments::{Options, SegmentLog, VerifyProgress, VerifyReport};
use tongban_kernel::{EventId, Recorded, Text};
use tongban_vault::{MaterialId, Materials, MaterialsError};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) use self::named::Fields;
use super::Listener;
use crate::app::{DataDir, Kept};
use crate::refusal::OrRefuse as _;

pub use self::named::event_schemas;

/// What does not check and is named one by one, of each kind: where a whole folder is gone, a list of
/// all helps nobody.
const NAMED_MAX: usize = 1_000;

/// The first of many, and how many there are.
struct First<T> {
    n: usize,
    named: Vec<T>,
}

impl<T> First<T> {
    fn none() -> Self {
        Self { n: 0, named: Vec::new() }
    }

    fn push(&mut self, one: T) {
        self.n += 1;
        if self.named.len() < NAMED_MAX {
            self.named.push(one);
        }
    }
}

impl<T> FromIterator<T> for First<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut first = Self::none();
        all.into_iter().for_each(|one| first.push(one));
        first
    }
}

/// What checking the data found.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Verified {
    /// Whether everything checks.
    pub sound: bool,
    /// Events that check.
    pub n_events: u64,
    /// Streams whose chains hold.
    pub n_streams: usize,
    /// Segments.
    pub n_segments: usize,
    /// Places that do not check.
    pub n_faults: usize,
    /// The first 1,000 of them.
    pub faults: Vec<Fault>,
    /// Unfinished ends that opening the log cuts off: what a power cut leaves.
    pub unfinished: Vec<Fault>,
    /// Files that were handed in.
    pub n_materials: usize,
    /// Materials whose content is not what their name says.
    pub n_damaged_materials: usize,
    /// The first 1,000 of them.
    pub damaged_materials: Vec<String>,
    /// Materials that events name and that are not stored.
    pub n_missing_materials: usize,
    /// The first 1,000 of them.
    pub missing_materials: Vec<MissingMaterial>,
}

/// A material that is not stored, and the first event that names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MissingMaterial {
    /// The material: SHA-256 of its content.
    #[schema(value_type = String)]
    pub material: MaterialId,
    /// The case it was handed in for.
    pub case: Uuid,
    /// The event.
    #[schema(value_type = Uuid)]
    pub event: EventId,
}

/// A place that does not check.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// File of the segment.
    pub segment: String,
    /// Byte in it.
    pub offset: u64,
    /// What does not check.
    pub what: String,
}

/// Checks log and materials of a process that works.
///
/// # Errors
/// When the log lies at servers, or files cannot be read.
pub async fn verify_office(
    kept: &Kept,
    materials: &Arc<Materials>,
    listener: &Listener,
) -> Result<Verified> {
    let (log, materials) = (Arc::clone(kept.folder()?), Arc::clone(materials));
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
    first_missing: First<MissingMaterial>,
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
            let (case, event) = (event.meta.correlation, event.id);
            self.first_missing.push(MissingMaterial { material, case, event });
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
        first_missing: First::none(),
        failed: None,
    };
    let report = check_log(&mut named)?;
    if let Some(error) = named.failed {
        return Err(error.into());
    }
    let missing = named.first_missing;
    let n_all = stored.len() as u64;
    let mut damaged = First::none();
    for (n_done, id) in (1..).zip(&stored) {
        if let Err(error) = materials.read_blocking(*id) {
            damaged.push(format!("{id}: {error}"));
        }
        listener.say("materials", n_done, Some(n_all));
    }
    let faults: First<_> = report.faults.into_iter().map(fault).collect();
    Ok(Verified {
        sound: faults.n == 0 && damaged.n == 0 && missing.n == 0,
        n_events: report.n_events,
        n_streams: report.n_streams,
        n_segments: report.n_segments,
        n_faults: faults.n,
        faults: faults.named,
        unfinished: report.unfinished.into_iter().map(fault).collect(),
        n_materials: stored.len(),
        n_damaged_materials: damaged.n,
        damaged_materials: damaged.named,
        n_missing_materials: missing.n,
        missing_materials: missing.named,
    })
}

fn fault(fault: tongban_eventstore::segments::Fault) -> Fault {
    Fault { segment: fault.segment, offset: fault.offset, what: fault.what }
}

fn say(listener: &Listener, progress: VerifyProgress) {
    listener.say("log", progress.n_bytes, Some(progress.n_bytes_all));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_much_does_not_check_the_first_are_named_and_all_are_counted() {
        let first: First<_> = (0..NAMED_MAX + 5).collect();
        assert_eq!((first.n, first.named.len()), (NAMED_MAX + 5, NAMED_MAX));
        assert_eq!((first.named.first(), first.named.last()), (Some(&0), Some(&(NAMED_MAX - 1))));
    }
}
