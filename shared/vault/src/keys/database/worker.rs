use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tongban_kernel::PersonId;

use super::Memory;
use super::table::Table;
use crate::keys::book::{Known, PersonKey};
use crate::keys::{JOBS_PER_BATCH_MAX, KeyError, tell};
use crate::secret;

/// A database that takes longer for a batch does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

type Answer<T> = oneshot::Sender<Result<T, KeyError>>;

/// What a caller wants of the table.
pub(super) enum Job {
    /// What is known of a person.
    Find {
        person: PersonId,
        answer: Answer<Known>,
    },
    /// The keys of these persons, in their order, made where there are none.
    Make {
        persons: Vec<PersonId>,
        answer: Answer<Vec<PersonKey>>,
    },
    Erase {
        person: PersonId,
        answer: Answer<()>,
    },
}

/// Asks the table for all callers that wait, with one statement or transaction for each kind.
pub(super) struct Worker {
    table: Table,
    memory: Arc<Memory>,
}

impl Worker {
    pub(super) fn new(table: Table, memory: Arc<Memory>) -> Self {
        Self { table, memory }
    }

    /// Works until every sender is gone and the queue is empty.
    pub(super) async fn run(self, mut queue: mpsc::Receiver<Job>) {
        let mut batch = Vec::new();
        while queue.recv_many(&mut batch, JOBS_PER_BATCH_MAX).await > 0 {
            self.work(std::mem::take(&mut batch)).await;
        }
    }

    async fn work(&self, batch: Vec<Job>) {
        let (mut finds, mut makes, mut erasures) = (Vec::new(), Vec::new(), Vec::new());
        for job in batch {
            match job {
                Job::Find { person, answer } => finds.push((person, answer)),
                Job::Make { persons, answer } => makes.push((persons, answer)),
                Job::Erase { person, answer } => erasures.push((person, answer)),
            }
        }
        if !finds.is_empty() {
            self.find(finds).await;
        }
        if !makes.is_empty() {
            self.make(makes).await;
        }
        if !erasures.is_empty() {
            self.erase(erasures).await;
        }
    }

    async fn find(&self, wanted: Vec<(PersonId, Answer<Known>)>) {
        let persons = wanted.iter().map(|(person, _)| *person).collect();
        let found = in_time(self.table.find(&persons)).await;
        self.remember(&found);
        for (person, answer) in wanted {
            let known = found.as_ref().map(|found| known(found, person));
            tell(answer, known.map_err(Clone::clone));
        }
    }

    async fn make(&self, wanted: Vec<(Vec<PersonId>, Answer<Vec<PersonKey>>)>) {
        let persons = wanted.iter().flat_map(|(persons, _)| persons).copied().collect();
        let made = in_time(self.find_or_make(&persons)).await;
        self.remember(&made);
        for (persons, answer) in wanted {
            let keys = made.as_ref().map_err(Clone::clone).and_then(|made| {
                let key = |person: &PersonId| match known(made, *person) {
                    Known::Key(key) => Ok(key),
                    Known::Erased | Known::Nothing => Err(KeyError::Erased { person: *person }),
                };
                persons.iter().map(key).collect()
            });
            tell(answer, keys);
        }
    }

    /// Whoever asks for keys has mostly none: nothing is looked for first.
    async fn find_or_make(
        &self,
        persons: &BTreeSet<PersonId>,
    ) -> Result<BTreeMap<PersonId, Known>, KeyError> {
        let new = persons.iter().map(|person| (*person, secret::random())).collect();
        let kept = self.table.keep(&new).await?;
        self.memory.n_commits.fetch_add(1, Ordering::Relaxed);
        Ok(kept)
    }

    async fn erase(&self, wanted: Vec<(PersonId, Answer<()>)>) {
        let persons: BTreeSet<PersonId> = wanted.iter().map(|(person, _)| *person).collect();
        let erased = in_time(self.table.erase(&persons)).await;
        if erased.is_ok() {
            self.memory.forget(persons);
        }
        for (_, answer) in wanted {
            tell(answer, erased.clone());
        }
    }

    fn remember(&self, found: &Result<BTreeMap<PersonId, Known>, KeyError>) {
        for (person, known) in found.iter().flatten() {
            self.memory.remember(*person, *known);
        }
    }
}

fn known(found: &BTreeMap<PersonId, Known>, person: PersonId) -> Known {
    found.get(&person).copied().unwrap_or(Known::Nothing)
}

async fn in_time<T>(work: impl Future<Output = Result<T, KeyError>>) -> Result<T, KeyError> {
    let late = || KeyError::Database(Arc::new(io::Error::from(io::ErrorKind::TimedOut).into()));
    timeout(PATIENCE, work).await.map_err(|_| late())?
}
