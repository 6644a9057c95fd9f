use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tongban_kernel::PersonId;

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
    /// The ring is being closed, or its writer has panicked.
    #[error("the key ring is closed")]
    Closed,
}

impl KeyError {
    /// Whether the same call may succeed later: there was no room, or too many waited.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Busy | Self::Append(AppendError::Full(_)) => true,
            Self::File(error) => error.is_full(),
            Self::Erased { .. } | Self::Append(_) | Self::Reopen(_) | Self::Closed => false,
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
