//! Rings on their way from one home to another.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use tongban_kernel::PersonId;
use uuid::Uuid;

use super::book::{Book, Known, PersonKey};
use super::database::Database;
use super::{Home, KeyError, KeyRing, files};
use crate::FileError;

/// Keys that are read and written at once.
const KEYS_PER_PAGE: usize = 1_000;

impl KeyRing {
    /// Copies the ring into a new folder, consistent in itself. Copy the log *before*: then every
    /// key that it needs is in the copy. After a restore erase again whom the log says was erased
    /// since.
    ///
    /// # Errors
    /// When a file of the ring is there already, the disk fails or is full, or the database does
    /// not answer.
    pub async fn copy_to(&self, dir: &Path) -> Result<(), KeyError> {
        match &self.home {
            Home::Folder(folder) => folder.copy_to(dir).await,
            Home::Database(database) => {
                let book = book_of(database).await?;
                let (dir, secret) = (dir.to_path_buf(), self.secret.clone());
                let write = move || files::write_new(&dir, &secret, &book);
                let written = tokio::task::spawn_blocking(write).await;
                written.map_err(|_| KeyError::Closed)?.map_err(|error| Arc::new(error).into())
            }
        }
    }

    /// Copies into another ring what that does not have, keys and erasures; answers how many keys
    /// that were looked at. Asked again, it goes on where it was cut off. Every key is compared
    /// afterwards. Who was erased there stays erased.
    ///
    /// # Errors
    /// [`KeyError::OtherRing`] when the other has another index key (open it for this one),
    /// [`KeyError::OtherKey`] when it has another key of the same person, or a machine fails.
    pub async fn copy_into(&self, other: &Self) -> Result<usize, KeyError> {
        if self.index.fingerprint() != other.index.fingerprint() {
            return Err(KeyError::OtherRing);
        }
        for person in self.erased().await? {
            other.erase(person).await?;
        }
        let mut n_keys = 0;
        let mut after = PersonId::from_uuid(Uuid::nil());
        loop {
            let page = self.page(after).await?;
            let Some((last, _)) = page.last() else {
                return Ok(n_keys);
            };
            after = *last;
            n_keys += page.len();
            other.adopt(page).await?;
        }
    }

    async fn erased(&self) -> Result<BTreeSet<PersonId>, KeyError> {
        match &self.home {
            Home::Folder(folder) => Ok(folder.book().erased.clone()),
            Home::Database(database) => erased_in(database).await,
        }
    }

    async fn page(&self, after: PersonId) -> Result<Vec<(PersonId, PersonKey)>, KeyError> {
        match &self.home {
            Home::Folder(folder) => Ok(folder.page(after, KEYS_PER_PAGE)),
            Home::Database(database) => database.table().page(after, KEYS_PER_PAGE).await,
        }
    }

    /// Takes keys over as they are, and looks whether they are there then.
    async fn adopt(&self, keys: Vec<(PersonId, PersonKey)>) -> Result<(), KeyError> {
        let kept = match &self.home {
            Home::Folder(folder) => {
                folder.adopt(keys.clone()).await?;
                keys.iter().map(|(person, _)| (*person, folder.look_up(*person))).collect()
            }
            Home::Database(database) => {
                database.table().keep(&keys.iter().copied().collect()).await?
            }
        };
        compare(&keys, &kept)
    }
}

fn compare(
    keys: &[(PersonId, PersonKey)],
    kept: &BTreeMap<PersonId, Known>,
) -> Result<(), KeyError> {
    let same = |(person, key): &(PersonId, PersonKey)| match kept.get(person) {
        Some(Known::Key(other)) => other == key,
        Some(Known::Erased) => true,
        Some(Known::Nothing) | None => false,
    };
    match keys.iter().find(|key| !same(key)) {
        None => Ok(()),
        Some((person, _)) => Err(KeyError::OtherKey { person: *person }),
    }
}

/// All of it. The erasures last: who is erased meanwhile is among both then, and so erased.
async fn book_of(database: &Database) -> Result<Book, KeyError> {
    let mut book = Book::default();
    let mut after = PersonId::from_uuid(Uuid::nil());
    loop {
        let page = database.table().page(after, KEYS_PER_PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        book.live.extend(page);
    }
    book.erased = erased_in(database).await?;
    book.live.retain(|person, _| !book.erased.contains(person));
    Ok(book)
}

async fn erased_in(database: &Database) -> Result<BTreeSet<PersonId>, KeyError> {
    let erased = database.table().erased_after(0).await;
    let erased = erased.map_err(|source| KeyError::Database(Arc::new(source)))?;
    Ok(erased.into_iter().map(|(_, person)| person).collect())
}

/// That there is a ring already.
pub(super) fn there_already(path: &Path) -> FileError {
    FileError::of("copy to", path)(io::ErrorKind::AlreadyExists.into())
}
