use std::path::Path;

use tongban_eventstore::LogError;
use tongban_kernel::Partition;

/// What the SQL engine says went wrong.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct EngineError(#[from] sqlx::Error);

impl EngineError {
    pub(crate) fn inner(&self) -> &sqlx::Error {
        &self.0
    }
}

/// Why a store of this crate cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The SQL engine refused.
    #[error("cannot {action} {path}")]
    Engine {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: String,
        /// Its answer.
        #[source]
        source: EngineError,
    },
    /// The operating system refused.
    #[error("cannot {action} {path}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: String,
        /// Its answer.
        #[source]
        source: std::io::Error,
    },
    /// The log could not be asked whether it holds what the read model has seen.
    #[error("cannot compare {path} with the log")]
    Log {
        /// The file.
        path: String,
        /// The log's answer.
        #[source]
        source: LogError,
    },
    /// Another reader was faster, or has taken over: nothing was written.
    #[error("the checkpoint of {reader} in partition {partition} was moved by another reader")]
    LostRace {
        /// The reader.
        reader: String,
        /// The partition.
        partition: Partition,
    },
    /// Another is computing the same rows again.
    #[error("{reader} is being computed again already; ask again when that is done")]
    BeingRebuilt {
        /// The projection.
        reader: &'static str,
    },
    /// An exchange of rows came to no end, and the old ones cannot be put back.
    #[error(
        "the rows of {path} lie in {aside} and cannot be put back; see to the rights of the folder \
         and start again, or remove {aside} to have them computed again"
    )]
    HalfExchanged {
        /// The file that should be there.
        path: String,
        /// Where its content is.
        aside: String,
        /// Why it stays there.
        #[source]
        source: Box<Self>,
    },
    /// The file was written by a newer program.
    #[error("{path} has format {found}, this program knows formats up to {known}; use a newer one")]
    NewerFormat {
        /// The file.
        path: String,
        /// Its format.
        found: i64,
        /// The newest format that this program reads.
        known: i64,
    },
    /// The store was closed.
    #[error("{path} is closed")]
    Closed {
        /// The file.
        path: String,
    },
}

impl StoreError {
    pub(crate) fn engine(action: &'static str, path: &Path) -> impl Fn(sqlx::Error) -> Self + Copy {
        move |source| Self::Engine {
            action,
            path: path.display().to_string(),
            source: source.into(),
        }
    }

    pub(crate) fn io(action: &'static str, path: &Path) -> impl Fn(std::io::Error) -> Self + Copy {
        move |source| Self::Io { action, path: path.display().to_string(), source }
    }

    pub(crate) fn lost_race(reader: &str, partition: Partition) -> Self {
        Self::LostRace { reader: reader.to_owned(), partition }
    }

    pub(crate) fn closed(path: &Path) -> Self {
        Self::Closed { path: path.display().to_string() }
    }
}
