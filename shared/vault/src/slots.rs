//! Append-only files of equal slots, and what is left of them after a crash.
//!
//! Header and slots have 64 bytes, so that no slot straddles two sectors of the disk: one that was
//! never written is cut off by the end of the file or is all zeros. That tells what a crash did
//! (*torn*: never acknowledged, cut off) from what happened to acknowledged data (*damaged*:
//! reported with its place, never served).
//!
//! | bytes | header | slot |
//! |---|---|---|
//! | 0–47 | magic 12, version 4, kind 16, ring 16 | payload |
//! | 48–55 | zeros | number of the first slot written with this one |
//! | 56–59 | zeros | CRC-32 of number, payload, first |
//! | 60–63 | CRC-32 of 0–59 | `slot` |

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::durable::{self, Disk, FileError, is_full};

pub(crate) const PAYLOAD_LEN: usize = 48;
const SLOT_LEN: usize = 64;
const SLOT_LEN_U64: u64 = SLOT_LEN as u64;
const MAGIC: &[u8; 12] = b"tongbanslots";
const VERSION: u32 = 1;
const MARK: &[u8; 4] = b"slot";

/// What one slot holds.
pub(crate) type Payload = [u8; PAYLOAD_LEN];

/// Which file it is: what its slots hold, and under which index key they were made.
#[derive(Clone, Copy)]
pub(crate) struct Label {
    pub(crate) kind: &'static [u8; 16],
    pub(crate) ring: [u8; 16],
}

/// A file of slots that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SlotError {
    /// It could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Acknowledged data do not check.
    #[error("{} is damaged at byte {offset}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the header or slot begins, in bytes.
        offset: u64,
    },
    /// A newer version of the program wrote it.
    #[error("{} has format {found}; this program reads up to {VERSION}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// It was made beside another `index.key`.
    #[error("{} belongs to another index key, or holds something else", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
}

/// Why slots were not appended. Several callers may have shared the attempt, hence the shared
/// source.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AppendError {
    /// No room on the disk: nothing was written, and it works again when there is room.
    #[error("the disk has no room for keys")]
    Full(#[source] Arc<io::Error>),
    /// Nothing was written.
    #[error("keys cannot be written")]
    Write(#[source] Arc<io::Error>),
    /// A flush failed: nobody knows what is on the disk, so nothing is written any more until the
    /// file is opened again.
    #[error("the flush of keys failed; writing has stopped")]
    Flush(#[source] Arc<io::Error>),
    /// An earlier flush failed.
    #[error("writing of keys has stopped after a failed flush")]
    Stopped,
}

/// An open file of slots, at whose end more are appended.
pub(crate) struct SlotFile {
    disk: Box<dyn Disk>,
    n_slots: u64,
    stopped: bool,
}

impl SlotFile {
    /// Puts a file with these slots in the place of whatever was there.
    pub(crate) fn write(
        path: &Path,
        label: Label,
        payloads: impl Iterator<Item = Payload>,
    ) -> Result<(), FileError> {
        durable::replace(path, |file| {
            file.write_all(&header(label))?;
            write_slots(file, payloads)
        })
    }

    /// Opens a file, hands every slot to `each` in order, and cuts off a torn tail. Answers how
    /// many bytes were cut, too.
    pub(crate) fn open(
        path: &Path,
        label: Label,
        each: impl FnMut(&Payload),
    ) -> Result<(Self, u64), SlotError> {
        let open = OpenOptions::new().read(true).write(true).open(path);
        let file = open.map_err(FileError::of("open", path))?;
        let len = file.metadata().map_err(FileError::of("open", path))?.len();
        let mut reader = Reader { path, from: BufReader::new(&file), number: 0 };
        reader.header(label)?;
        let n_slots = reader.slots(each)?;
        let sound_len = (n_slots + 1) * SLOT_LEN_U64;
        if len > sound_len {
            let cut = file.set_len(sound_len).and_then(|()| file.sync_all());
            cut.map_err(FileError::of("cut the torn end off", path))?;
        }
        Ok((Self::on(Box::new(file), n_slots), len.saturating_sub(sound_len)))
    }

    pub(crate) fn on(disk: Box<dyn Disk>, n_slots: u64) -> Self {
        Self { disk, n_slots, stopped: false }
    }

    /// Appends slots with one write and one flush: all of them are on the disk, or none will ever
    /// be read.
    pub(crate) fn append(&mut self, payloads: &[Payload]) -> Result<(), AppendError> {
        if self.stopped {
            return Err(AppendError::Stopped);
        }
        let first = self.n_slots;
        let slots: Vec<u8> = (first..)
            .zip(payloads)
            .flat_map(|(number, payload)| slot(number, first, payload))
            .collect();
        let end = (self.n_slots + 1) * SLOT_LEN_U64;
        if let Err(error) = self.disk.write_at(&slots, end) {
            // What did get written must not stand between the old end and the next append.
            self.stopped = self.disk.cut(end).is_err();
            let full = is_full(&error);
            let source = Arc::new(error);
            return Err(if full { AppendError::Full(source) } else { AppendError::Write(source) });
        }
        if let Err(error) = self.disk.flush() {
            // The system may have dropped the pages it could not write: a second flush that
            // succeeds would prove nothing.
            self.stopped = true;
            return Err(AppendError::Flush(Arc::new(error)));
        }
        self.n_slots += payloads.len() as u64;
        Ok(())
    }
}

fn write_slots(
    file: &mut BufWriter<File>,
    payloads: impl Iterator<Item = Payload>,
) -> io::Result<()> {
    // Each counts as written alone: a hole among them is damage, never a torn tail.
    (0..).zip(payloads).try_for_each(|(n, payload)| file.write_all(&slot(n, n, &payload)))
}

fn header(label: Label) -> [u8; SLOT_LEN] {
    let mut bytes = [0; SLOT_LEN];
    bytes[..12].copy_from_slice(MAGIC);
    bytes[12..16].copy_from_slice(&VERSION.to_be_bytes());
    bytes[16..32].copy_from_slice(label.kind);
    bytes[32..48].copy_from_slice(&label.ring);
    let crc = crc32fast::hash(&bytes[..60]);
    bytes[60..].copy_from_slice(&crc.to_be_bytes());
    bytes
}

fn slot(number: u64, first: u64, payload: &Payload) -> [u8; SLOT_LEN] {
    let mut bytes = [0; SLOT_LEN];
    bytes[..48].copy_from_slice(payload);
    bytes[48..56].copy_from_slice(&first.to_be_bytes());
    let crc = slot_crc(number, &bytes);
    bytes[56..60].copy_from_slice(&crc.to_be_bytes());
    bytes[60..].copy_from_slice(MARK);
    bytes
}

/// Over the number as well, so that a slot copied to another place does not check.
fn slot_crc(number: u64, bytes: &[u8; SLOT_LEN]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&number.to_be_bytes());
    hasher.update(&bytes[..56]);
    hasher.finalize()
}

enum Read64 {
    Whole([u8; SLOT_LEN]),
    CutOff,
    End,
}

struct Reader<'a> {
    path: &'a Path,
    from: BufReader<&'a File>,
    /// Of the next slot.
    number: u64,
}

impl Reader<'_> {
    fn header(&mut self, label: Label) -> Result<(), SlotError> {
        let Read64::Whole(found) = self.next()? else {
            return Err(self.damaged(0));
        };
        if found == header(label) {
            return Ok(());
        }
        let path = self.path.to_path_buf();
        let version = u32::from_be_bytes([found[12], found[13], found[14], found[15]]);
        if &found[..12] == MAGIC && version > VERSION {
            return Err(SlotError::Newer { path, found: version });
        }
        if crc32fast::hash(&found[..60]).to_be_bytes() == found[60..] {
            return Err(SlotError::Foreign { path });
        }
        Err(self.damaged(0))
    }

    /// Answers how many slots stand before the end or the first torn one.
    fn slots(&mut self, mut each: impl FnMut(&Payload)) -> Result<u64, SlotError> {
        let mut torn: Option<u64> = None;
        loop {
            let number = self.number;
            let offset = (number + 1) * SLOT_LEN_U64;
            let bytes = match self.next()? {
                Read64::End | Read64::CutOff => return Ok(torn.unwrap_or(number)),
                Read64::Whole(bytes) => bytes,
            };
            self.number += 1;
            if bytes == [0; SLOT_LEN] {
                torn = torn.or(Some(number));
                continue;
            }
            let first = check(number, &bytes).ok_or_else(|| self.damaged(offset))?;
            match torn {
                None => each(&std::array::from_fn(|i| bytes[i])),
                // The last write may have reached the disk in any order. Anything written after
                // it was acknowledged, so what is missing before that was there once.
                Some(hole) if first > hole => return Err(self.damaged((hole + 1) * SLOT_LEN_U64)),
                Some(_) => {}
            }
        }
    }

    fn next(&mut self) -> Result<Read64, SlotError> {
        let mut bytes = [0; SLOT_LEN];
        let mut len = 0;
        while len < SLOT_LEN {
            match self.from.read(&mut bytes[len..]) {
                Ok(0) if len == 0 => return Ok(Read64::End),
                Ok(0) => return Ok(Read64::CutOff),
                Ok(n) => len += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(FileError::of("read", self.path)(error).into()),
            }
        }
        Ok(Read64::Whole(bytes))
    }

    fn damaged(&self, offset: u64) -> SlotError {
        SlotError::Damaged { path: self.path.to_path_buf(), offset }
    }
}

/// The number of the first slot that was written with this one, if it checks.
fn check(number: u64, bytes: &[u8; SLOT_LEN]) -> Option<u64> {
    let crc = bytes[56..60] == slot_crc(number, bytes).to_be_bytes();
    let first = <[u8; 8]>::try_from(&bytes[48..56]).ok().map(u64::from_be_bytes)?;
    (crc && &bytes[60..] == MARK).then_some(first)
}

#[cfg(test)]
#[path = "slots/tests.rs"]
mod tests;
