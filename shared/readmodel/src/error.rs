use std::ffi::OsStr;

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

/// Whether this cause of an error says that a database server is away, still coming up, or has no
/// connection left, so that waiting may help.
pub fn is_away(cause: &(dyn std::error::Error + 'static)) -> bool {
    /// Too many connections; told to end; crashed; still starting.
    const NOT_NOW: [&str; 4] = ["53300", "57P01", "57P02", "57P03"];
    let engine = cause.downcast_ref::<EngineError>().map(EngineError::inner);
    match engine.or_else(|| cause.downcast_ref()) {
        Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) => true,
        Some(sqlx::Error::Database(said)) => {
            said.code().is_some_and(|code| NOT_NOW.contains(&&*code))
        }
        _ => false,
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
        /// The file, or the schema or database of PostgreSQL.
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
        /// The file or schema.
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
    /// The database knows no letters but those of ASCII: text search in Chinese finds nothing there.
    #[error(
        "the database {database} has encoding {encoding} and character type {ctype}; it needs UTF8 \
         and a character type other than C and POSIX: create it again, for example with TEMPLATE \
         template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    )]
    Locale {
        /// The database.
        database: String,
        /// Its encoding.
        encoding: String,
        /// Its `LC_CTYPE`.
        ctype: String,
    },
    /// What lies in PostgreSQL is backed up there.
    #[error("{path} is backed up with the database server's own means, for example pg_dump")]
    BackedUpElsewhere {
        /// The schema.
        path: String,
    },
    /// Rows are of no use to this process, and another is at work on them.
    #[error(
        "{path} is in use by the process {holder}, and of no use here: {reason}; see to it that both \
         have the same log and program, or stop that one"
    )]
    InUse {
        /// The schema.
        path: String,
        /// The other process.
        holder: String,
        /// Why this one cannot use it.
        reason: String,
    },
    /// Rows that were computed again do not hold all that those in use do.
    #[error(
        "the rows of {reader} that were computed again are behind those in use: the log has not told \
         this process everything yet; ask again later"
    )]
    Behind {
        /// The projection.
        reader: &'static str,
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
    /// The file or schema was written by a newer program.
    #[error("{path} has format {found}, this program knows formats up to {known}; use a newer one")]
    NewerFormat {
        /// The file or schema.
        path: String,
        /// Its format.
        found: i64,
        /// The newest format that this program reads.
        known: i64,
    },
    /// The store was closed.
    #[error("{path} is closed")]
    Closed {
        /// The file or schema.
        path: String,
    },
}

impl StoreError {
    pub(crate) fn engine<'a, P: AsRef<OsStr> + ?Sized>(
        action: &'static str,
        place: &'a P,
    ) -> impl Fn(sqlx::Error) -> Self + Copy + use<'a, P> {
        move |source| Self::Engine { action, path: shown(place), source: source.into() }
    }

    pub(crate) fn io<'a, P: AsRef<OsStr> + ?Sized>(
        action: &'static str,
        path: &'a P,
    ) -> impl Fn(std::io::Error) -> Self + Copy + use<'a, P> {
        move |source| Self::Io { action, path: shown(path), source }
    }

    pub(crate) fn lost_race(reader: &str, partition: Partition) -> Self {
        Self::LostRace { reader: reader.to_owned(), partition }
    }

    pub(crate) fn closed(place: impl AsRef<OsStr>) -> Self {
        Self::Closed { path: shown(&place) }
    }
}

fn shown(place: &(impl AsRef<OsStr> + ?Sized)) -> String {
    place.as_ref().to_string_lossy().into_owned()
}
