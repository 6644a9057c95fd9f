use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{mpsc, oneshot};
use tongban_kernel::{PersonId, Personal};

use crate::{BlindIndex, IndexKey, Secret, Wrapping};

mod book;
mod cipher;
mod copy;
mod database;
mod error;
mod files;
mod folder;
mod writer;

use book::Known;
pub use cipher::{Sealer, UnsealError};
use database::Database;
pub use error::{KeyError, OpenRingError, SealError};
use folder::Folder;

/// Jobs that wait for the writer; more callers are told to come back.
const JOBS_MAX: usize = 1_024;
/// Jobs that are done together; enough to share a flush, few enough to be answered soon.
const JOBS_PER_BATCH_MAX: usize = 256;
/// Persons that one job asks keys for.
const PERSONS_PER_JOB_MAX: usize = 1_024;

/// Keys of persons: a key is durable before anything is sealed with it, and an erased person's key
/// is gone. In a folder of one process, or in a database that several share.
///
/// What erasing cannot reach are blocks that the disk has not yet reused and older backups: the
/// disk should be encrypted, and backups of keys not be kept longer than the erasures they undo may
/// be undone. The same holds of a database and of what it archives.
#[derive(Debug)]
pub struct KeyRing {
    index: IndexKey,
    /// What the index key was made of.
    secret: Secret,
    home: Home,
}

#[derive(Debug)]
enum Home {
    Folder(Folder),
    Database(Database),
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

impl KeyRing {
    /// Opens the ring in this folder, of one process at a time; makes the folder and an empty ring
    /// where there is none. Reads the whole of it, 64 bytes per person, and blocks meanwhile.
    ///
    /// # Errors
    /// When another process has it open, a file is missing, foreign, newer or damaged, or the disk
    /// fails.
    pub fn open(dir: &Path) -> Result<Self, OpenRingError> {
        Self::in_folder(dir, &Secret::random())
    }

    /// The same, to copy another ring into: where there is none it is made with that one's index
    /// key.
    ///
    /// # Errors
    /// The same.
    pub fn open_for(dir: &Path, source: &Self) -> Result<Self, OpenRingError> {
        Self::in_folder(dir, &source.secret)
    }

    /// Opens the ring that processes share in this database, in the schema `person_keys`, which is
    /// made if there is none. Keys are kept there as `wrapping` says, now and ever after.
    ///
    /// A key that another process made a moment ago is there. An erased person is forgotten by every
    /// process as soon as that is told, as a rule within milliseconds, by looking within a second or
    /// so, and within five seconds where the database does not answer: what a process knows without
    /// it is believed for so long. Up to 100,000 keys are kept in memory (about 10 MB), and the ids
    /// of all erased persons.
    ///
    /// # Errors
    /// When the database does not answer, the schema is of a newer program, or it was made with
    /// another wrapping.
    pub async fn in_database(
        options: PgConnectOptions,
        wrapping: Wrapping,
    ) -> Result<Self, OpenRingError> {
        Self::shared(options, wrapping, &Secret::random()).await
    }

    /// The same, to copy another ring into: where there is none it is made with that one's index
    /// key.
    ///
    /// # Errors
    /// The same.
    pub async fn in_database_for(
        options: PgConnectOptions,
        wrapping: Wrapping,
        source: &Self,
    ) -> Result<Self, OpenRingError> {
        Self::shared(options, wrapping, &source.secret).await
    }

    fn in_folder(dir: &Path, new_index: &Secret) -> Result<Self, OpenRingError> {
        let (folder, secret) = Folder::open(dir, new_index)?;
        Ok(Self { index: IndexKey::new(&secret), secret, home: Home::Folder(folder) })
    }

    async fn shared(
        options: PgConnectOptions,
        wrapping: Wrapping,
        new_index: &Secret,
    ) -> Result<Self, OpenRingError> {
        let (database, secret) = Database::open(options, wrapping, new_index).await?;
        Ok(Self { index: IndexKey::new(&secret), secret, home: Home::Database(database) })
    }

    /// The key of blind indexes and check codes.
    pub fn index(&self) -> &IndexKey {
        &self.index
    }

    /// The person with this identity (the index of a normalised identity number): always the same
    /// id, until it is erased; a person who comes back after that is a new one.
    pub fn person_of(&self, identity: &BlindIndex) -> PersonId {
        match &self.home {
            Home::Folder(folder) => book::living(&self.index, identity, &folder.book().erased),
            Home::Database(database) => {
                database.with_erased(|erased| book::living(&self.index, identity, erased))
            }
        }
    }

    /// Seals a value under its person's key, which is made if there is none; answers when that
    /// key is durable.
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
        let known = match &self.home {
            Home::Folder(folder) => match folder.look_up(person) {
                Known::Nothing => {
                    folder.make(vec![person]).await?;
                    folder.look_up(person)
                }
                known => known,
            },
            Home::Database(database) => match database.remembered(person) {
                Known::Nothing => database.make(person).await?,
                known => known,
            },
        };
        match known {
            Known::Key(key) => Ok(Sealer::new(person, key)),
            // Where it was just made it can only have been erased.
            Known::Erased | Known::Nothing => Err(KeyError::Erased { person }),
        }
    }

    /// Seals values of the person with this identity, of the one who is new where somebody erases
    /// the person meanwhile.
    pub(crate) async fn sealer_of(&self, identity: &BlindIndex) -> Result<Sealer, KeyError> {
        let mut person = self.person_of(identity);
        loop {
            match self.sealer(person).await {
                Err(KeyError::Erased { .. }) if self.person_of(identity) != person => {
                    person = self.person_of(identity);
                }
                sealer => return sealer,
            }
        }
    }

    /// Makes the keys of many persons at once, for an import that seals afterwards: a flush for a
    /// thousand persons instead of one for each.
    ///
    /// # Errors
    /// When one of them was erased, or the keys cannot be kept; some may have been made then.
    pub async fn prepare(&self, persons: &[PersonId]) -> Result<(), KeyError> {
        for some in persons.chunks(PERSONS_PER_JOB_MAX) {
            match &self.home {
                Home::Folder(folder) => folder.make(some.to_vec()).await?,
                Home::Database(database) => database.make_all(some.to_vec()).await?,
            }
        }
        Ok(())
    }

    /// Opens a value. Who may see it is the caller's to decide. In a database this may have to ask
    /// for the key: open many values side by side, and they ask together.
    ///
    /// # Errors
    /// When the key is missing though nobody erased the person, the value is damaged, or the
    /// database does not answer.
    pub async fn unseal<T: DeserializeOwned>(
        &self,
        value: &Personal<T>,
    ) -> Result<Opened<T>, UnsealError> {
        let person = value.person();
        let known = match &self.home {
            Home::Folder(folder) => folder.look_up(person),
            Home::Database(database) => match database.remembered(person) {
                Known::Nothing => database.find(person).await?,
                known => known,
            },
        };
        match known {
            Known::Key(key) => cipher::unseal(&key, value).map(Opened::Value),
            Known::Erased => Ok(Opened::Erased),
            Known::Nothing => Err(UnsealError::KeyMissing { person }),
        }
    }

    /// Destroys the key of a person, known or not. In a folder the intent is on the disk first, so
    /// that a crash half-way, or an older copy of the keys put back, cannot bring the key back to
    /// life.
    ///
    /// There all other keys are written anew: about a second for a million persons. Erasures asked
    /// for meanwhile share the next writing.
    ///
    /// # Errors
    /// When the disk fails or is full. The values are unreadable even so if the intent was written;
    /// asking again, or opening the ring again, finishes the work. When the database does not
    /// answer: ask again.
    pub async fn erase(&self, person: PersonId) -> Result<(), KeyError> {
        match &self.home {
            Home::Folder(folder) => folder.erase(person).await,
            Home::Database(database) => database.erase(person).await,
        }
    }

    /// The number of persons whose keys are in memory: in a folder, of all that have one.
    pub fn n_keys(&self) -> usize {
        match &self.home {
            Home::Folder(folder) => folder.book().live.len(),
            Home::Database(database) => database.n_remembered(),
        }
    }

    /// The number of erased persons.
    pub fn n_erased(&self) -> usize {
        match &self.home {
            Home::Folder(folder) => folder.book().erased.len(),
            Home::Database(database) => database.with_erased(std::collections::BTreeSet::len),
        }
    }

    /// How often new keys were made durable since the ring was opened.
    pub fn n_flushes(&self) -> u64 {
        match &self.home {
            Home::Folder(folder) => folder.n_flushes(),
            Home::Database(database) => database.n_commits(),
        }
    }

    /// How many bytes of never acknowledged keys were cut off when the ring was opened: above 0
    /// after a crash, and worth a line in the log.
    pub fn cut_len(&self) -> u64 {
        match &self.home {
            Home::Folder(folder) => folder.cut_len(),
            Home::Database(_) => 0,
        }
    }
}

/// Gives a job to whoever works in the background, and waits for the answer.
async fn ask<J, T>(
    jobs: &mpsc::Sender<J>,
    job: impl FnOnce(oneshot::Sender<Result<T, KeyError>>) -> J,
) -> Result<T, KeyError> {
    let (answer, answered) = oneshot::channel();
    jobs.try_send(job(answer)).map_err(|refused| match refused {
        mpsc::error::TrySendError::Full(_) => KeyError::Busy,
        mpsc::error::TrySendError::Closed(_) => KeyError::Closed,
    })?;
    answered.await.map_err(|_| KeyError::Closed)?
}

/// Tells the answer. A caller that no longer waits has lost nothing: the work is done.
fn tell<T>(answer: oneshot::Sender<Result<T, KeyError>>, result: Result<T, KeyError>) {
    let _ = answer.send(result);
}

#[cfg(test)]
mod tests;
