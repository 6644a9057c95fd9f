//! What of a log is on disk at one moment: what a backup copies while writing goes on.

use tongban_kernel::Position;

use super::lookup::Lookup;
use super::manifest::{Manifest, NAME};
use super::spans::segment_name;

/// A prefix of every partition, as files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The place of the last event of each partition.
    pub position: Position,
    /// The files; the manifest first, then the segments of each partition from the oldest.
    pub files: Vec<CheckpointFile>,
}

/// A file of a checkpoint. What stands in it up to `n_bytes` never changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointFile {
    /// Its path below the data folder.
    pub name: String,
    /// How much of it belongs to the checkpoint.
    pub n_bytes: u64,
}

impl Checkpoint {
    pub(super) fn of(lookup: &Lookup, manifest: Manifest) -> Self {
        let n_bytes = manifest.to_text().len() as u64;
        let mut files = vec![CheckpointFile { name: NAME.to_owned(), n_bytes }];
        let mut position = Position::start(manifest.generation);
        for partition in manifest.partitions() {
            let (head, spans) = lookup.tail(partition).end();
            position.advance(partition, head);
            files.extend(spans.iter().map(|span| CheckpointFile {
                name: segment_name(partition, span.first_seq),
                n_bytes: u64::from(span.end),
            }));
        }
        Self { position, files }
    }
}
