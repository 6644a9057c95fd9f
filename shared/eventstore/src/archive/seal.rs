use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_kernel::{Hash, Partition, Seq};

use super::hex;

/// The form of seals that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// A seal, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// The form of this file.
    pub format: u32,
    /// Its number; the first is 1.
    pub number: u64,
    /// SHA-256 of the seal before it, as a file; zero before the first.
    #[serde(with = "hex")]
    pub prev: Hash,
    /// When it was made, by the clock of who made it.
    pub sealed_at: Timestamp,
    /// The generation of the log.
    pub generation: u32,
    /// Partitions of the log.
    pub n_partitions: u16,
    /// The segments that it adds; those of a partition in their order.
    pub segments: Vec<SealedSegment>,
    /// Where every partition ends with them.
    pub ends: Vec<End>,
    /// Whether everything is in it that was recorded before it was begun. Of a long history that is
    /// archived for the first time only the last is.
    pub is_whole: bool,
    /// Where readers go on when this is the last seal that is taken: of each, by name, the place in
    /// every partition that it had dealt with. All that came of that is in this seal or before it; of
    /// one that is not whole, where they were at the last that is.
    pub readers: BTreeMap<String, Vec<Seq>>,
    /// Files that events up to here name, and that could not be archived: by the hash of their
    /// content, in 64 hexadecimal digits. They are tried again with the next seal.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub lost_materials: BTreeSet<String>,
    /// What an office has beside its log and its materials.
    pub beside: Vec<ArchivedFile>,
    /// Whether that is under a key which is not in the archive.
    pub is_wrapped: bool,
}

impl Seal {
    /// The name of a seal's file.
    pub fn name(number: u64) -> String {
        format!("seals/{number:020}.json")
    }

    /// The file: itself in a line, and the hash of that line in another, so that whatever happens to
    /// the last seal of all, whose hash no other names, shows too.
    ///
    /// # Errors
    /// When it is none that JSON can hold: a time that is out of range.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec(self)?;
        let hash = Hash::of(&[&bytes]);
        bytes.extend_from_slice(format!("\n{hash}\n").as_bytes());
        Ok(bytes)
    }

    /// Events up to here.
    pub fn n_events(&self) -> u64 {
        self.ends.iter().map(|end| end.head.0).sum()
    }
}

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchivedFile {
    /// Its name in the archive.
    pub name: String,
    /// Its length.
    pub n_bytes: u64,
    /// SHA-256 of its content.
    #[serde(with = "hex")]
    pub sha256: Hash,
}

impl ArchivedFile {
    /// A file of this content.
    pub fn of(name: String, content: &[u8]) -> Self {
        Self { name, n_bytes: content.len() as u64, sha256: Hash::of(&[content]) }
    }
}

/// A segment of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedSegment {
    /// Its file.
    pub file: ArchivedFile,
    /// Its partition.
    pub partition: Partition,
    /// The place of its first event.
    pub first: Seq,
    /// The place of its last event.
    pub last: Seq,
    /// The hash of its first event.
    #[serde(with = "hex")]
    pub first_hash: Hash,
    /// The hash of its last event.
    #[serde(with = "hex")]
    pub last_hash: Hash,
    /// By which the segment that follows it names it.
    #[serde(with = "hex")]
    pub digest: Hash,
}

impl SealedSegment {
    /// The name of a segment's file: by what is in it, so that no two are of one name.
    pub(super) fn name(partition: Partition, first: Seq, content: Hash) -> String {
        format!("log/p{:02}/{:020}-{}.seg", partition.0, first.0, &content.to_string()[..16])
    }

    /// Its events.
    pub fn n_events(&self) -> u64 {
        (self.last.0 + 1).saturating_sub(self.first.0)
    }
}

/// Where a partition of the archive ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The place of the last event; 0 where there is none.
    pub head: Seq,
    /// The hash of that event.
    #[serde(with = "hex")]
    pub hash: Hash,
    /// The first place of the last segment; 0 where there is none.
    pub segment: Seq,
    /// The digest of that segment.
    #[serde(with = "hex")]
    pub digest: Hash,
}
