use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use serde::Serialize;
use tongban_eventstore::segments::{Options, SegmentLog, VerifyProgress, VerifyReport};

use super::Listener;
use crate::app::{App, DataDir};

/// What checking the data found.
#[derive(Debug, Serialize)]
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
    /// Materials whose content is not what their name says.
    pub damaged_materials: Vec<String>,
}

/// A place that does not check.
#[derive(Debug, Serialize)]
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
    let materials = &app.platform.materials;
    let ids = materials.ids()?;
    let n_all = ids.len() as u64;
    for (n_done, id) in (1..).zip(ids) {
        if let Err(error) = materials.read(id).await {
            verified.damaged_materials.push(format!("{id}: {error}"));
        }
        listener.say("materials", n_done, Some(n_all));
    }
    verified.sound &= verified.damaged_materials.is_empty();
    Ok(verified)
}

/// Checks the log in a folder that nobody need be able to open for writing.
///
/// # Errors
/// When it holds no log, or files cannot be read.
pub fn verify_folder(data: &DataDir, listener: &Listener) -> Result<Verified> {
    let dir = data.log();
    let report = SegmentLog::verify_dir(&dir, &Options::default(), |p| say(listener, p))
        .with_context(|| format!("{} cannot be checked", Path::new(&dir).display()))?;
    Ok(verified(report))
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
        damaged_materials: Vec::new(),
    }
}
