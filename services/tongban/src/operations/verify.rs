use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use tongban_eventstore::segments::{Options, SegmentLog, VerifyProgress, VerifyReport};
use tongban_vault::Materials;

use super::Listener;
use crate::app::{App, DataDir};

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
    let (log, heard) = (Arc::clone(&app.log), listener.clone());
    let check = move || log.verify(|progress| say(&heard, progress));
    let report = tokio::task::spawn_blocking(check).await??;
    let mut verified = verified(report);
    let (materials, heard) = (Arc::clone(&app.platform.materials), listener.clone());
    tokio::task::spawn_blocking(move || {
        verified.add(&materials, &heard)?;
        Ok(verified)
    })
    .await?
}

/// Checks log and materials in a folder that nobody need be able to open for writing.
///
/// Blocks: call it where that does no harm.
///
/// # Errors
/// When it holds no log, or files cannot be read.
pub fn verify_folder(data: &DataDir, listener: &Listener) -> Result<Verified> {
    let dir = data.log();
    let report = SegmentLog::verify_dir(&dir, &Options::default(), |p| say(listener, p))
        .with_context(|| format!("{} cannot be checked", Path::new(&dir).display()))?;
    let mut verified = verified(report);
    if data.materials().exists() {
        verified.add(&Materials::as_it_is(&data.materials()), listener)?;
    }
    Ok(verified)
}

impl Verified {
    /// Checks every material too.
    fn add(&mut self, materials: &Materials, listener: &Listener) -> Result<()> {
        let ids = materials.ids()?;
        self.n_materials = ids.len();
        let n_all = ids.len() as u64;
        for (n_done, id) in (1..).zip(ids) {
            if let Err(error) = materials.read_blocking(id) {
                self.damaged_materials.push(format!("{id}: {error}"));
            }
            listener.say("materials", n_done, Some(n_all));
        }
        self.sound &= self.damaged_materials.is_empty();
        Ok(())
    }
}

fn say(listener: &Listener, progress: VerifyProgress) {
    listener.say("log", progress.n_bytes, Some(progress.n_bytes_all));
}

fn verified(report: VerifyReport) -> Verified {
    let fault = |fault: tongban_eventstore::segments::Fault| Fault {
        segment: fault.segment,
        offset: fault.offset,
        what: fault.what,
    };
    Verified {
        sound: report.faults.is_empty(),
        n_events: report.n_events,
        n_streams: report.n_streams,
        n_segments: report.n_segments,
        faults: report.faults.into_iter().map(fault).collect(),
        unfinished: report.unfinished.into_iter().map(fault).collect(),
        n_materials: 0,
        damaged_materials: Vec::new(),
    }
}
