use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use quick_cache::sync::Cache;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{mpsc, oneshot};
use tongban_kernel::PersonId;
use tongban_pgkit::Following;

use super::book::{Known, PersonKey};
use super::{JOBS_MAX, KeyError, OpenRingError, ask};
use crate::{Secret, Wrapping};

mod follow;
mod schema;
mod table;
mod worker;

use table::Table;
use worker::{Job, Worker};

/// Keys that a process remembers.
const REMEMBERED_MAX: usize = 100_000;
/// What is remembered is believed for so long after the database was last asked who was erased.
const BELIEVED_FOR: Duration = Duration::from_secs(5);

/// Keys in a database that processes share.
#[derive(Debug)]
pub(super) struct Database {
    memory: Arc<Memory>,
    /// Apart from changes: whoever only reads does not wait for a commit.
    finds: mpsc::Sender<Job>,
    changes: mpsc::Sender<Job>,
    table: Table,
    _following: Following,
}

/// What this process remembers of the table.
struct Memory {
    /// May hold keys of erased persons: whoever looks one up asks for the erasure first.
    live: Cache<PersonId, PersonKey>,
    erasures: RwLock<Erasures>,
    n_commits: AtomicU64,
}

struct Erasures {
    persons: BTreeSet<PersonId>,
    /// Everyone erased before this is among them.
    known_at: Instant,
}

impl Database {
    /// Opens the ring, made with this index key where there is none; answers the one that it has.
    pub(super) async fn open(
        options: PgConnectOptions,
        wrapping: Wrapping,
        new_index: &Secret,
    ) -> Result<(Self, Secret), OpenRingError> {
        let schema = schema::open(options).await?;
        let secret = schema::index_key(schema.pool(), &wrapping, new_index).await?;
        let table = Table::new(schema.pool().clone(), wrapping);
        let memory = Arc::new(Memory::new());
        let follower = follow::Follower::begin(table.clone(), memory.clone()).await;
        let follower = follower.map_err(OpenRingError::Database)?;
        let following = follower.follow(&schema);
        let worker = || {
            let (jobs, queue) = mpsc::channel(JOBS_MAX);
            tokio::spawn(Worker::new(table.clone(), memory.clone()).run(queue));
            jobs
        };
        let (finds, changes) = (worker(), worker());
        Ok((Self { memory, finds, changes, table, _following: following }, secret))
    }

    /// What is known without asking; nothing where that is too old to be believed.
    pub(super) fn remembered(&self, person: PersonId) -> Known {
        self.memory.look_up(person)
    }

    /// What the table says. Waits where many ask: a page asks for up to 200 persons at once, and the
    /// requests that are worked on are limited where they come in.
    pub(super) async fn find(&self, person: PersonId) -> Result<Known, KeyError> {
        let (answer, answered) = oneshot::channel();
        let asked = self.finds.send(Job::Find { person, answer }).await;
        asked.map_err(|_| KeyError::Closed)?;
        answered.await.map_err(|_| KeyError::Closed)?
    }

    /// The key, made if there is none.
    pub(super) async fn make(&self, person: PersonId) -> Result<Known, KeyError> {
        let persons = vec![person];
        let made = ask(&self.changes, |answer| Job::Make { persons, answer }).await?;
        Ok(made.first().map_or(Known::Nothing, |key| Known::Key(*key)))
    }

    pub(super) async fn make_all(&self, persons: Vec<PersonId>) -> Result<(), KeyError> {
        ask(&self.changes, |answer| Job::Make { persons, answer }).await.map(drop)
    }

    pub(super) async fn erase(&self, person: PersonId) -> Result<(), KeyError> {
        ask(&self.changes, |answer| Job::Erase { person, answer }).await
    }

    /// The table itself.
    pub(super) fn table(&self) -> &Table {
        &self.table
    }

    pub(super) fn with_erased<T>(&self, look: impl FnOnce(&BTreeSet<PersonId>) -> T) -> T {
        let erasures = self.memory.erasures.read().unwrap_or_else(PoisonError::into_inner);
        look(&erasures.persons)
    }

    pub(super) fn n_remembered(&self) -> usize {
        self.memory.live.len()
    }

    pub(super) fn n_commits(&self) -> u64 {
        self.memory.n_commits.load(Ordering::Relaxed)
    }
}

impl Memory {
    fn new() -> Self {
        let erasures = Erasures { persons: BTreeSet::new(), known_at: Instant::now() };
        Self {
            live: Cache::new(REMEMBERED_MAX),
            erasures: RwLock::new(erasures),
            n_commits: AtomicU64::new(0),
        }
    }

    fn look_up(&self, person: PersonId) -> Known {
        let erasures = self.erasures.read().unwrap_or_else(PoisonError::into_inner);
        if erasures.persons.contains(&person) {
            return Known::Erased;
        }
        if erasures.known_at.elapsed() > BELIEVED_FOR {
            return Known::Nothing;
        }
        self.live.get(&person).map_or(Known::Nothing, Known::Key)
    }

    fn remember(&self, person: PersonId, known: Known) {
        match known {
            Known::Key(key) => self.live.insert(person, key),
            Known::Erased => self.forget([person]),
            Known::Nothing => {}
        }
    }

    /// Takes note of persons who were erased.
    fn forget(&self, persons: impl IntoIterator<Item = PersonId>) {
        let mut erasures = self.erasures.write().unwrap_or_else(PoisonError::into_inner);
        for person in persons {
            erasures.persons.insert(person);
            self.live.remove(&person);
        }
    }

    /// Everyone who was erased before this is known.
    fn believe_from(&self, asked_at: Instant) {
        let mut erasures = self.erasures.write().unwrap_or_else(PoisonError::into_inner);
        erasures.known_at = erasures.known_at.max(asked_at);
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("n_live", &self.live.len()).finish_non_exhaustive()
    }
}
