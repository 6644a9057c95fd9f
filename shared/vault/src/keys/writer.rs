use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::{mpsc, oneshot};
use tongban_kernel::PersonId;

use super::book::{Known, PersonKey};
use super::files::{RingFiles, erased_slot, key_slot};
use super::folder::Shared;
use super::{JOBS_PER_BATCH_MAX, KeyError, tell};
use crate::secret;
use crate::slots::{Payload, SlotError};

type Answer = oneshot::Sender<Result<(), KeyError>>;

/// What a caller wants of the writer.
pub(super) enum Job {
    Keys {
        persons: Vec<PersonId>,
        answer: Answer,
    },
    /// Keys of another ring, to be kept where there are none.
    Adopt {
        keys: Vec<(PersonId, PersonKey)>,
        answer: Answer,
    },
    Erase {
        person: PersonId,
        answer: Answer,
    },
    Copy {
        to: PathBuf,
        answer: Answer,
    },
}

/// The one thread that changes the files of a ring, and the book after them.
pub(super) struct Writer {
    files: RingFiles,
    shared: Arc<Shared>,
    /// Whether keys of erased persons may still be on the disk.
    left_over: bool,
}

impl Writer {
    pub(super) fn new(files: RingFiles, shared: Arc<Shared>) -> Self {
        Self { files, shared, left_over: false }
    }

    /// Works until every sender is gone and the queue is empty.
    pub(super) fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        while let Some(first) = queue.blocking_recv() {
            let waiting = std::iter::from_fn(|| queue.try_recv().ok());
            let batch = std::iter::once(first).chain(waiting).take(JOBS_PER_BATCH_MAX).collect();
            self.work(batch);
        }
    }

    fn work(&mut self, batch: Vec<Job>) {
        let (mut wanted, mut erasures, mut copies) = (Vec::new(), Vec::new(), Vec::new());
        for job in batch {
            match job {
                Job::Keys { persons, answer } => wanted.push((persons, answer)),
                Job::Adopt { keys, answer } => tell(answer, self.adopt(keys)),
                Job::Erase { person, answer } => erasures.push((person, answer)),
                Job::Copy { to, answer } => copies.push((to, answer)),
            }
        }
        if !wanted.is_empty() {
            self.make(wanted);
        }
        if !erasures.is_empty() {
            self.erase(erasures);
        }
        for (to, answer) in copies {
            let copied = self.files.copy_to(&to).map_err(|error| KeyError::from(Arc::new(error)));
            tell(answer, copied);
        }
    }

    /// Makes the missing keys with one flush.
    fn make(&mut self, wanted: Vec<(Vec<PersonId>, Answer)>) {
        let mut new: BTreeMap<PersonId, PersonKey> = BTreeMap::new();
        let mut waiting = Vec::new();
        {
            let book = self.shared.read();
            for (persons, answer) in wanted {
                if let Some(person) = persons.iter().copied().find(|p| book.erased.contains(p)) {
                    tell(answer, Err(KeyError::Erased { person }));
                    continue;
                }
                for person in persons.into_iter().filter(|p| !book.live.contains_key(p)) {
                    new.entry(person).or_insert_with(secret::random);
                }
                waiting.push(answer);
            }
        }
        let kept = self.keep(new);
        for answer in waiting {
            tell(answer, kept.clone());
        }
    }

    fn adopt(&mut self, keys: Vec<(PersonId, PersonKey)>) -> Result<(), KeyError> {
        let unknown = |person| matches!(self.shared.read().look_up(person), Known::Nothing);
        self.keep(keys.into_iter().filter(|(person, _)| unknown(*person)).collect())
    }

    fn keep(&mut self, new: BTreeMap<PersonId, PersonKey>) -> Result<(), KeyError> {
        if new.is_empty() {
            return Ok(());
        }
        let slots: Vec<Payload> = new.iter().map(|(person, key)| key_slot(*person, key)).collect();
        self.files.keys.append(&slots)?;
        self.shared.n_flushes.fetch_add(1, Ordering::Relaxed);
        self.shared.write().live.extend(new);
        Ok(())
    }

    /// Writes the intent, forgets the keys, then removes them from the disk.
    fn erase(&mut self, erasures: Vec<(PersonId, Answer)>) {
        let (persons, answers): (Vec<PersonId>, Vec<Answer>) = erasures.into_iter().unzip();
        let erased = self.intend(persons).and_then(|()| self.remove_left_over());
        for answer in answers {
            tell(answer, erased.clone());
        }
    }

    fn intend(&mut self, mut persons: Vec<PersonId>) -> Result<(), KeyError> {
        {
            let book = self.shared.read();
            persons.retain(|person| !book.erased.contains(person));
        }
        persons.sort_unstable();
        persons.dedup();
        if persons.is_empty() {
            return Ok(());
        }
        let slots: Vec<Payload> = persons.iter().map(|person| erased_slot(*person)).collect();
        self.files.erased.append(&slots)?;
        let mut book = self.shared.write();
        for person in persons {
            self.left_over |= book.live.remove(&person).is_some();
            book.erased.insert(person);
        }
        Ok(())
    }

    fn remove_left_over(&mut self) -> Result<(), KeyError> {
        if !self.left_over {
            return Ok(());
        }
        // Readers may look at the book meanwhile: nobody else changes it.
        let book = self.shared.read();
        self.files.rewrite_keys(&book).map_err(|error| match error {
            SlotError::File(error) => KeyError::from(Arc::new(error)),
            other => KeyError::Reopen(Arc::new(other)),
        })?;
        self.left_over = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;
    use crate::Secret;

    fn person(n: u128) -> PersonId {
        PersonId::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn everyone_who_waits_shares_one_flush() {
        let dir = tempfile::tempdir().unwrap();
        let loaded = files::load(dir.path(), &Secret::random()).unwrap();
        let shared = Arc::new(Shared::default());
        let (jobs, queue) = mpsc::channel(200);
        let answers: Vec<_> = (0..200)
            .map(|n| {
                let (answer, answered) = oneshot::channel();
                // Every person is asked for twice.
                jobs.try_send(Job::Keys { persons: vec![person(n / 2)], answer }).unwrap();
                answered
            })
            .collect();
        drop(jobs);
        Writer::new(loaded.writer_files, shared.clone()).run(queue);
        for answered in answers {
            answered.blocking_recv().unwrap().unwrap();
        }
        assert_eq!(shared.n_flushes.load(Ordering::Relaxed), 1);
        assert_eq!(shared.read().live.len(), 100);
    }
}
