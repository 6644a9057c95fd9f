use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};
use tongban_kernel::PersonId;

use super::book::{Book, Known, PersonKey};
use super::writer::{Job, Writer};
use super::{JOBS_MAX, KeyError, OpenRingError, files};
use crate::Secret;

/// Keys in a folder, all of them in memory as well.
#[derive(Debug)]
pub(super) struct Folder {
    shared: Arc<Shared>,
    /// None while being dropped.
    jobs: Option<mpsc::Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    cut_len: u64,
    /// Holds the lock of the folder.
    _lock: std::fs::File,
}

/// What the writer and its callers see.
#[derive(Debug, Default)]
pub(super) struct Shared {
    book: RwLock<Book>,
    pub(super) n_flushes: AtomicU64,
}

impl Shared {
    // A panic elsewhere leaves the book whole: every change is a single insertion or removal.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, Book> {
        self.book.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, Book> {
        self.book.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Folder {
    /// Opens the ring in this folder, made with this index key where there is none; answers the
    /// index key that it has.
    pub(super) fn open(dir: &Path, new_index: &Secret) -> Result<(Self, Secret), OpenRingError> {
        let files::Loaded { lock, secret, book, writer_files, cut_len } =
            files::load(dir, new_index)?;
        let shared = Arc::new(Shared { book: RwLock::new(book), n_flushes: AtomicU64::new(0) });
        let (jobs, queue) = mpsc::channel(JOBS_MAX);
        let writer = Writer::new(writer_files, shared.clone());
        let thread = std::thread::Builder::new().name("key-writer".into());
        let writer = thread.spawn(move || writer.run(queue)).map_err(OpenRingError::Thread)?;
        let folder = Self { shared, jobs: Some(jobs), writer: Some(writer), cut_len, _lock: lock };
        Ok((folder, secret))
    }

    pub(super) fn book(&self) -> RwLockReadGuard<'_, Book> {
        self.shared.read()
    }

    pub(super) fn n_flushes(&self) -> u64 {
        self.shared.n_flushes.load(Ordering::Relaxed)
    }

    pub(super) fn cut_len(&self) -> u64 {
        self.cut_len
    }

    /// Makes the keys that are missing.
    pub(super) async fn make(&self, persons: Vec<PersonId>) -> Result<(), KeyError> {
        self.ask(|answer| Job::Keys { persons, answer }).await
    }

    /// Takes keys over as they are; those of erased persons stay away.
    pub(super) async fn adopt(&self, keys: Vec<(PersonId, PersonKey)>) -> Result<(), KeyError> {
        self.ask(|answer| Job::Adopt { keys, answer }).await
    }

    pub(super) async fn erase(&self, person: PersonId) -> Result<(), KeyError> {
        self.ask(|answer| Job::Erase { person, answer }).await
    }

    pub(super) async fn copy_to(&self, dir: &Path) -> Result<(), KeyError> {
        self.ask(|answer| Job::Copy { to: dir.to_path_buf(), answer }).await
    }

    /// The keys after this person, at most so many.
    pub(super) fn page(&self, after: PersonId, n_max: usize) -> Vec<(PersonId, PersonKey)> {
        use std::ops::Bound::{Excluded, Unbounded};
        let book = self.shared.read();
        let page = book.live.range((Excluded(after), Unbounded)).take(n_max);
        page.map(|(person, key)| (*person, *key)).collect()
    }

    pub(super) fn look_up(&self, person: PersonId) -> Known {
        self.shared.read().look_up(person)
    }

    async fn ask(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<(), KeyError>>) -> Job,
    ) -> Result<(), KeyError> {
        let jobs = self.jobs.as_ref().ok_or(KeyError::Closed)?;
        super::ask(jobs, job).await
    }
}

impl Drop for Folder {
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
