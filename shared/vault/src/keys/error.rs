use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tongban_kernel::PersonId;
use tongban_pgkit::SchemaError;

use crate::{AppendError, FileError, SecretError, SlotError};

/// A key ring that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenRingError {
    /// Another process, or another ring of this one, has it open.
    #[error("the keys in {} are in use by another process", dir.display())]
    InUse {
        /// The folder.
        dir: PathBuf,
    },
    /// A file that must be there is not: opening without it would lose persons for good.
    #[error("{} is missing; restore it from a backup", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// A file or folder cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The index key cannot be used.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Keys or erasures cannot be read.
    #[error(transparent)]
    Slots(#[from] SlotError),
    /// The database says no.
    #[error("the keys in the database cannot be opened")]
    Database(#[source] sqlx::Error),
    /// The schema of the keys cannot be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The keys were wrapped under another key, or under none.
    #[error("the keys were wrapped under another key than the one given")]
    Wrapped,
    /// The system gives no thread.
    #[error("cannot start the writer of keys")]
    Thread(#[source] io::Error),
}

/// Why a key could not be made, kept, destroyed or copied. Several callers may share the cause.
#[derive(Clone, Debug, thiserror::Error)]
pub enum KeyError {
    /// The person's key was destroyed, and nothing more is kept under this id.
    #[error("person {person} was erased")]
    Erased {
        /// The person.
        person: PersonId,
    },
    /// Too many wait already: try again.
    #[error("too many callers wait for keys")]
    Busy,
    /// The keys cannot be appended.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The keys cannot be written anew or copied.
    #[error(transparent)]
    File(#[from] Arc<FileError>),
    /// The keys written anew cannot be read back.
    #[error("the keys written anew cannot be used")]
    Reopen(#[source] Arc<SlotError>),
    /// The database does not answer, or says no.
    #[error("the database of keys cannot be used")]
    Database(#[source] Arc<sqlx::Error>),
    /// A key in the database was altered.
    #[error("the key of person {person} is damaged")]
    Damaged {
        /// The person.
        person: PersonId,
    },
    /// Keys are copied between rings of one index key alone.
    #[error("the other ring has another index key")]
    OtherRing,
    /// The ring that is copied into has another key of this person.
    #[error("the other ring has another key of person {person}")]
    OtherKey {
        /// The person.
        person: PersonId,
    },
    /// The ring is being closed, or its writer has panicked.
    #[error("the key ring is closed")]
    Closed,
}

impl KeyError {
    /// Whether the same call may succeed later: there was no room, too many waited, or the database
    /// did not answer.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Busy | Self::Database(_) | Self::Append(AppendError::Full(_)) => true,
            Self::File(error) => error.is_full(),
            Self::Erased { .. }
            | Self::Append(_)
            | Self::Reopen(_)
            | Self::Damaged { .. }
            | Self::OtherRing
            | Self::OtherKey { .. }
            | Self::Closed => false,
        }
    }
}

/// Why a value could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// There is no key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// JSON cannot hold it.
    #[error("the value cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// It is longer than the cipher takes: 256 GiB.
    #[error("the value is too long to be sealed")]
    TooLong,
}
