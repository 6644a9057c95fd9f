use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::JoinHandle;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{mpsc, oneshot};
use tongban_kernel::{PersonId, Personal};

use crate::{BlindIndex, IndexKey};

mod cipher;
mod error;
mod files;
mod writer;

pub use cipher::{Sealer, UnsealError};
pub use error::{KeyError, OpenRingError, SealError};
use writer::{Job, Writer};

/// The key of one person.
type PersonKey = [u8; 32];

/// Jobs that wait for the writer; more callers are told to come back.
const JOBS_MAX: usize = 1_024;

/// Persons that one job asks keys for.
const PERSONS_PER_JOB_MAX: usize = 1_024;

/// Keys of persons, in a folder of their own: a key is on the disk before anything is sealed with
/// it, and an erased person's key is gone from it.
///
/// One process at a time. What erasing cannot reach are blocks that the disk has not yet reused and
/// older backups: the disk should be encrypted, and backups of keys not be kept longer than the
/// erasures they undo may be undone.
#[derive(Debug)]
pub struct KeyRing {
    index: IndexKey,
    shared: Arc<Shared>,
    /// None while being dropped.
    jobs: Option<mpsc::Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    cut_len: u64,
    /// Holds the lock of the folder.
    _lock: std::fs::File,
}

/// A sealed value, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened<T> {
    /// The value.
    Value(T),
    /// The person's key was destroyed: nobody will ever read it again.
    Erased,
}

impl<T> Opened<T> {
    /// The value, unless it was erased.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Erased => None,
        }
    }
}

/// What the writer and its callers see.
#[derive(Debug, Default)]
struct Shared {
    book: RwLock<Book>,
    n_flushes: AtomicU64,
}

/// All keys. A tree, not a hash table: it grows without pauses, and a million persons take 54 MB
/// when they are loaded and 75 MB when they came one by one, where a table just doubled takes 100.
#[derive(Default)]
struct Book {
    live: BTreeMap<PersonId, PersonKey>,
    erased: BTreeSet<PersonId>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Book({} keys, {} erased)", self.live.len(), self.erased.len())
    }
}

/// What is known of a person's key.
enum Known {
    Key(PersonKey),
    Erased,
    Nothing,
}

impl Book {
    fn look_up(&self, person: PersonId) -> Known {
        match self.live.get(&person) {
            Some(key) => Known::Key(*key),
            None if self.erased.contains(&person) => Known::Erased,
            None => Known::Nothing,
        }
    }
}

impl Shared {
    // A panic elsewhere leaves the book whole: every change is a single insertion or removal.
    fn read(&self) -> RwLockReadGuard<'_, Book> {
        self.book.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Book> {
        self.book.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl KeyRing {
    /// Opens the ring in this folder; makes the folder and an empty ring where there is none.
    /// Reads the whole of it, 64 bytes per person, and blocks meanwhile.
    ///
    /// # Errors
    /// When another process has it open, a file is missing, foreign, newer or damaged, or the disk
    /// fails.
    pub fn open(dir: &Path) -> Result<Self, OpenRingError> {
        let files::Loaded { lock, index, book, writer_files, cut_len } = files::load(dir)?;
        let shared = Arc::new(Shared { book: RwLock::new(book), n_flushes: AtomicU64::new(0) });
        let (jobs, queue) = mpsc::channel(JOBS_MAX);
        let writer = Writer::new(writer_files, shared.clone());
        let thread = std::thread::Builder::new().name("key-writer".into());
        let writer = thread.spawn(move || writer.run(queue)).map_err(OpenRingError::Thread)?;
        Ok(Self { index, shared, jobs: Some(jobs), writer: Some(writer), cut_len, _lock: lock })
    }

    /// The key of blind indexes and check codes.
    pub fn index(&self) -> &IndexKey {
        &self.index
    }

    /// The person with this identity (the index of a normalised identity number): always the same
    /// id, until it is erased; a person who comes back after that is a new one.
    pub fn person_of(&self, identity: &BlindIndex) -> PersonId {
        let book = self.shared.read();
        let mut generation = 0;
        loop {
            let person = self.index.person(identity, generation);
            // Ends: each turn meets another of the finitely many erased.
            if !book.erased.contains(&person) {
                return person;
            }
            generation += 1;
        }
    }

    /// Seals a value under its person's key, which is made if there is none; answers when that
    /// key is on the disk.
    ///
    /// # Errors
    /// When the person was erased, the key cannot be kept, or the value is none that JSON can hold.
    pub async fn seal<T: Serialize>(
        &self,
        person: PersonId,
        value: &T,
    ) -> Result<Personal<T>, SealError> {
        self.sealer(person).await?.seal(value)
    }

    /// Seals several values of one person: waits for the key once.
    ///
    /// # Errors
    /// When the person was erased or the key cannot be kept.
    pub async fn sealer(&self, person: PersonId) -> Result<Sealer, KeyError> {
        if let Some(sealer) = self.known_sealer(person)? {
            return Ok(sealer);
        }
        self.ask(|answer| Job::Keys { persons: vec![person], answer }).await?;
        // Between the answer and here it can only have been erased.
        self.known_sealer(person)?.ok_or(KeyError::Erased { person })
    }

    fn known_sealer(&self, person: PersonId) -> Result<Option<Sealer>, KeyError> {
        match self.shared.read().look_up(person) {
            Known::Key(key) => Ok(Some(Sealer::new(person, key))),
            Known::Erased => Err(KeyError::Erased { person }),
            Known::Nothing => Ok(None),
        }
    }

    /// Makes the keys of many persons at once, for an import that seals afterwards: a flush for a
    /// thousand persons instead of one for each.
    ///
    /// # Errors
    /// When one of them was erased, or the keys cannot be kept; some may have been made then.
    pub async fn prepare(&self, persons: &[PersonId]) -> Result<(), KeyError> {
        for some in persons.chunks(PERSONS_PER_JOB_MAX) {
            self.ask(|answer| Job::Keys { persons: some.to_vec(), answer }).await?;
        }
        Ok(())
    }

    /// Opens a value. Who may see it is the caller's to decide.
    ///
    /// # Errors
    /// When the key is missing though nobody erased the person, or the value is damaged.
    pub fn unseal<T: DeserializeOwned>(
        &self,
        value: &Personal<T>,
    ) -> Result<Opened<T>, UnsealError> {
        let person = value.person();
        let known = self.shared.read().look_up(person);
        match known {
            Known::Key(key) => cipher::unseal(&key, value).map(Opened::Value),
            Known::Erased => Ok(Opened::Erased),
            Known::Nothing => Err(UnsealError::KeyMissing { person }),
        }
    }

    /// Destroys the key of a person, known or not: the intent is on the disk first, so that a crash
    /// half-way, or an older copy of the keys put back, cannot bring the key back to life.
    ///
    /// Writes all other keys anew: about a second for a million persons. Erasures asked for
    /// meanwhile share the next writing.
    ///
    /// # Errors
    /// When the disk fails or is full. The values are unreadable even so if the intent was written;
    /// asking again, or opening the ring again, finishes the work.
    pub async fn erase(&self, person: PersonId) -> Result<(), KeyError> {
        self.ask(|answer| Job::Erase { person, answer }).await
    }

    /// Copies the ring into a new folder, consistent in itself. Copy the log *before*: then every
    /// key that it needs is in the copy. After a restore erase again whom the log says was erased
    /// since.
    ///
    /// # Errors
    /// When a file of the ring is there already, or the disk fails or is full.
    pub async fn copy_to(&self, dir: &Path) -> Result<(), KeyError> {
        self.ask(|answer| Job::Copy { to: dir.to_path_buf(), answer }).await
    }

    /// The number of persons with a key.
    pub fn n_keys(&self) -> usize {
        self.shared.read().live.len()
    }

    /// The number of erased persons.
    pub fn n_erased(&self) -> usize {
        self.shared.read().erased.len()
    }

    /// How often new keys were flushed to the disk since the ring was opened.
    pub fn n_flushes(&self) -> u64 {
        self.shared.n_flushes.load(Ordering::Relaxed)
    }

    /// How many bytes of never acknowledged keys were cut off when the ring was opened: above 0
    /// after a crash, and worth a line in the log.
    pub fn cut_len(&self) -> u64 {
        self.cut_len
    }

    async fn ask(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<(), KeyError>>) -> Job,
    ) -> Result<(), KeyError> {
        let jobs = self.jobs.as_ref().ok_or(KeyError::Closed)?;
        let (answer, answered) = oneshot::channel();
        jobs.try_send(job(answer)).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => KeyError::Busy,
            mpsc::error::TrySendError::Closed(_) => KeyError::Closed,
        })?;
        answered.await.map_err(|_| KeyError::Closed)?
    }
}

impl Drop for KeyRing {
    /// Lets the writer finish what was asked for, and waits for it: the folder can be opened again
    /// afterwards.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has already failed its callers.
            let _ = writer.join();
        }
    }
}

#[cfg(test)]
mod tests;
