//! How a log is opened.

use std::path::Path;
use std::sync::Arc;

use tongban_kernel::Partition;
use tracing::warn;

use super::catch_up::{self, CatchUpError, INDEX_FOLDER};
use super::disk::{Disk, RealDisk};
use super::files::{Files, io_error};
use super::index::Index;
use super::manifest::Manifest;
use super::recover::{End, Recovered, TornTail, recover};
use crate::LogError;

/// A segment has no more bytes than this, whatever the options say: places in it have 32 bits.
pub(super) const SEGMENT_BYTES_MAX: u32 = 1 << 30;

/// How a log is kept.
#[derive(Clone, Debug)]
pub struct Options {
    /// The generation of a new log: another one than that of the log it is copied from, where the
    /// number of partitions is another; one that is there keeps its own.
    pub generation: u32,
    /// The number of partitions of a new log, a power of two; one that is there keeps its own.
    pub n_partitions: u16,
    /// A segment that has reached this is followed by another; at most 1 GiB.
    pub segment_bytes_max: u32,
    /// Appends that may wait, per partition; beyond them [`Busy`](crate::AppendError::Busy).
    pub queue_max: usize,
    /// Ends of streams kept in memory, per partition.
    pub head_cache_max: usize,
    /// Memory for the newest events, per partition.
    pub recent_bytes_max: usize,
    /// Where segments are kept. The lock and the index are always on the machine's own.
    pub disk: Arc<dyn Disk>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            generation: 1,
            n_partitions: 1,
            segment_bytes_max: 64 << 20,
            queue_max: 4_096,
            head_cache_max: 65_536,
            recent_bytes_max: 32 << 20,
            disk: Arc::new(RealDisk),
        }
    }
}

/// What was found when the log was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReport {
    /// The unfinished ends that were cut off.
    pub torn: Vec<TornTail>,
    /// What became of the index.
    pub index: IndexReport,
}

/// What became of the index when the log was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexReport {
    /// It held everything.
    Sound,
    /// It lay back, as after a crash or when it is an older copy, and caught up.
    CaughtUp {
        /// Number of appends.
        n_appends: u64,
    },
    /// It was made anew.
    Rebuilt {
        /// Why.
        reason: String,
        /// Number of appends.
        n_appends: u64,
    },
}

/// A log whose files are sound.
pub(super) struct Opened {
    pub(super) files: Files,
    pub(super) manifest: Manifest,
    pub(super) ends: Vec<End>,
    pub(super) index: Index,
    pub(super) report: OpenReport,
}

/// Makes the log in `dir` ready to be read and written, and its index complete.
pub(super) fn open(dir: &Path, options: &Options) -> Result<Opened, LogError> {
    let disk = &options.disk;
    let made = disk.create_dir(dir);
    made.map_err(|error| io_error("make", dir, error))?;
    let files = Files::new(Arc::clone(disk), dir);
    let manifest = Manifest::load_or_create(&files, options.generation, options.n_partitions)?;
    let (mut ends, mut torn) = (Vec::new(), Vec::new());
    for partition in manifest.partitions() {
        let recovered = recover(&files, manifest.generation, partition)?;
        let Recovered { end, torn: cut } = recovered;
        ends.push(end);
        torn.extend(cut);
    }
    let (index, index_report) = open_index(&files, &ends)?;
    Ok(Opened { files, manifest, ends, index, report: OpenReport { torn, index: index_report } })
}

fn open_index(files: &Files, ends: &[End]) -> Result<(Index, IndexReport), LogError> {
    let dir = files.dir.join(INDEX_FOLDER);
    let is_there = dir.exists();
    let doubt = match Index::open(&dir).map_err(CatchUpError::from) {
        Ok(index) => match catch_up_all(files, ends, &index) {
            Ok(0) if is_there => return Ok((index, IndexReport::Sound)),
            Ok(n_appends) if is_there => {
                return Ok((index, IndexReport::CaughtUp { n_appends }));
            }
            Ok(n_appends) => {
                let reason = "there was none".to_owned();
                return Ok((index, IndexReport::Rebuilt { reason, n_appends }));
            }
            Err(doubt) => doubt,
        },
        Err(doubt) => doubt,
    };
    let fault = match doubt {
        CatchUpError::Log(error) => return Err(error),
        CatchUpError::Index(fault) => fault,
    };
    warn!(reason = &fault as &dyn std::error::Error, "the index is made anew from the log");
    let rebuilt = Index::create(&dir).map_err(CatchUpError::from).and_then(|index| {
        let n_appends = catch_up_all(files, ends, &index)?;
        Ok((index, IndexReport::Rebuilt { reason: fault.to_string(), n_appends }))
    });
    rebuilt.map_err(|error| error.into_log_error(files))
}

/// Brings to the index what it does not hold; answers the number of appends.
fn catch_up_all(files: &Files, ends: &[End], index: &Index) -> Result<u64, CatchUpError> {
    let mut n_appends = 0;
    for (partition, end) in (0..).map(Partition).zip(ends) {
        n_appends += catch_up::from_mark(files, index, partition, &end.spans, end.head)?;
    }
    Ok(n_appends)
}
