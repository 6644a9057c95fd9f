//! The files of a ring.
//!
//! - `index.key`: 32 random bytes; made last, so that its presence says that the others were made.
//! - `persons.keys`: one slot per living key. Written anew without the key when a person is erased.
//! - `persons.erased`: one slot per erased person, only ever appended to.
//! - `lock`: held while the ring is open.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tongban_kernel::PersonId;
use uuid::Uuid;

use super::OpenRingError;
use super::book::{Book, PersonKey};
use super::copy::there_already;
use crate::durable::{self, FileError};
use crate::slots::{Label, PAYLOAD_LEN, Payload, SlotError, SlotFile};
use crate::{IndexKey, Secret};

const INDEX: &str = "index.key";
const KEYS: &str = "persons.keys";
const ERASED: &str = "persons.erased";

/// A ring as it was found.
pub(super) struct Loaded {
    pub(super) lock: File,
    pub(super) secret: Secret,
    pub(super) book: Book,
    pub(super) writer_files: RingFiles,
    pub(super) cut_len: u64,
}

/// The open files that the writer appends to.
pub(super) struct RingFiles {
    dir: PathBuf,
    ring: [u8; 16],
    pub(super) keys: SlotFile,
    pub(super) erased: SlotFile,
}

/// Loads the ring in this folder, made with this index key where there is none.
pub(super) fn load(dir: &Path, new_index: &Secret) -> Result<Loaded, OpenRingError> {
    durable::create_dir(dir)?;
    let lock = lock(dir)?;
    for name in [INDEX, KEYS, ERASED] {
        // A crash while keys were written anew may have left keys that are erased later.
        durable::remove_unfinished(&dir.join(name))?;
    }
    let secret = if dir.join(INDEX).exists() {
        require(dir, &[KEYS, ERASED])?;
        Secret::load(&dir.join(INDEX))?
    } else {
        create(dir, new_index)?;
        new_index.clone()
    };
    let ring = IndexKey::new(&secret).fingerprint();

    let mut book = Book::default();
    let (erased, erased_cut_len) = SlotFile::open(&dir.join(ERASED), erased_label(ring), |slot| {
        book.erased.insert(person_in(slot));
    })?;
    // Collected first, since a tree built from all of them at once is packed tighter.
    let mut found: Vec<(PersonId, PersonKey)> = Vec::new();
    let (keys, keys_cut_len) = SlotFile::open(&dir.join(KEYS), keys_label(ring), |slot| {
        found.push((person_in(slot), std::array::from_fn(|i| slot[16 + i])));
    })?;
    let n_found = found.len();
    found.retain(|(person, _)| !book.erased.contains(person));
    let left_over = found.len() < n_found;
    book.live = found.into_iter().collect();

    let mut writer_files = RingFiles { dir: dir.to_path_buf(), ring, keys, erased };
    if left_over {
        // An erasure was cut short, or an older copy of the keys was put back.
        writer_files.rewrite_keys(&book)?;
    }
    let cut_len = erased_cut_len + keys_cut_len;
    Ok(Loaded { lock, secret, book, writer_files, cut_len })
}

impl RingFiles {
    /// Writes the living keys anew, and nothing else.
    pub(super) fn rewrite_keys(&mut self, book: &Book) -> Result<(), SlotError> {
        let path = self.dir.join(KEYS);
        let label = keys_label(self.ring);
        let live = book.live.iter().map(|(person, key)| key_slot(*person, key));
        SlotFile::write(&path, label, live)?;
        self.keys = SlotFile::open(&path, label, |_| {})?.0;
        Ok(())
    }

    /// Copies every file into another folder. Nothing may be appended meanwhile.
    pub(super) fn copy_to(&self, to: &Path) -> Result<(), FileError> {
        durable::create_dir(to)?;
        // In the order of creation: a copy cut short has no index key and does not open.
        for name in [ERASED, KEYS, INDEX] {
            durable::copy_new(&self.dir.join(name), &to.join(name))?;
        }
        durable::sync_dir(to)
    }
}

fn lock(dir: &Path) -> Result<File, OpenRingError> {
    let path = dir.join("lock");
    let open = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
    let file = open.map_err(FileError::of("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenRingError::InUse { dir: dir.to_path_buf() }),
        Err(TryLockError::Error(source)) => Err(FileError::of("lock", &path)(source).into()),
    }
}

fn require(dir: &Path, names: &[&str]) -> Result<(), OpenRingError> {
    let missing = names.iter().map(|name| dir.join(name)).find(|path| !path.exists());
    missing.map_or(Ok(()), |path| Err(OpenRingError::Missing { path }))
}

/// Makes an empty ring, unless there are keys already that only a lost index key can serve.
fn create(dir: &Path, index: &Secret) -> Result<(), OpenRingError> {
    const EMPTY_LEN: u64 = 64;
    let holds = |name| std::fs::metadata(dir.join(name)).is_ok_and(|file| file.len() > EMPTY_LEN);
    if holds(KEYS) || holds(ERASED) {
        return Err(OpenRingError::Missing { path: dir.join(INDEX) });
    }
    Ok(write(dir, index, &Book::default())?)
}

/// Makes the files of a ring that is somewhere else, where there is none. A copy that was cut short
/// has no index key: it does not open, and may be made again.
pub(super) fn write_new(dir: &Path, index: &Secret, book: &Book) -> Result<(), FileError> {
    if dir.join(INDEX).exists() {
        return Err(there_already(&dir.join(INDEX)));
    }
    durable::create_dir(dir)?;
    write(dir, index, book)
}

fn write(dir: &Path, index: &Secret, book: &Book) -> Result<(), FileError> {
    let ring = IndexKey::new(index).fingerprint();
    let erased = book.erased.iter().map(|person| erased_slot(*person));
    SlotFile::write(&dir.join(ERASED), erased_label(ring), erased)?;
    let live = book.live.iter().map(|(person, key)| key_slot(*person, key));
    SlotFile::write(&dir.join(KEYS), keys_label(ring), live)?;
    index.store(&dir.join(INDEX))
}

fn keys_label(ring: [u8; 16]) -> Label {
    Label { kind: b"keys of persons\0", ring }
}

fn erased_label(ring: [u8; 16]) -> Label {
    Label { kind: b"erased persons\0\0", ring }
}

fn person_in(slot: &Payload) -> PersonId {
    PersonId::from_uuid(Uuid::from_bytes(std::array::from_fn(|i| slot[i])))
}

pub(super) fn key_slot(person: PersonId, key: &PersonKey) -> Payload {
    let mut slot = erased_slot(person);
    slot[16..].copy_from_slice(key);
    slot
}

pub(super) fn erased_slot(person: PersonId) -> Payload {
    let mut slot = [0; PAYLOAD_LEN];
    slot[..16].copy_from_slice(person.uuid().as_bytes());
    slot
}
