use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Error};

use super::mark_damaged;
use crate::store::Durability;

/// Connections that read one file side by side. Each is a thread with a cache of its own.
const READERS_MAX: u32 = 4;
/// A reading connection that nobody used for so long gives its memory back.
const READER_IDLE_MAX: Duration = Duration::from_secs(60);
/// Another process (a backup, the command line) may hold the file for a moment.
const BUSY_MAX: Duration = Duration::from_secs(5);
/// The pages that the writer keeps: the upper part of every index of a large model.
const WRITER_CACHE_KIB: u32 = 16 * 1_024;
const READER_CACHE_KIB: u32 = 2 * 1_024;
/// One statement per table, set of columns and power of two up to the rows of a statement.
const STATEMENTS_CACHED_MAX: usize = 512;
/// The write-ahead log is folded into the file when it has so many pages: larger than the default,
/// for a catching-up reader writes the same pages again and again.
const WAL_PAGES_MAX: u32 = 4_000;
/// What the write-ahead log keeps on disk when it is empty.
const WAL_KEPT_BYTES: u32 = 64 << 20;

/// The one connection that writes a file.
#[derive(Debug)]
pub(crate) struct FileConnection {
    path: PathBuf,
    durability: Durability,
    open: Option<SqliteConnection>,
}

impl FileConnection {
    /// Opens the file; makes it if there is none.
    pub(crate) async fn open(path: &Path, durability: Durability) -> Result<Self, Error> {
        let open = Some(connect(path, durability).await?);
        Ok(Self { path: path.to_owned(), durability, open })
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, opened again if the one before was given up.
    pub(crate) async fn get(&mut self) -> Result<&mut SqliteConnection, Error> {
        let open = match self.open.take() {
            Some(open) => open,
            None => connect(&self.path, self.durability).await?,
        };
        Ok(self.open.insert(open))
    }

    /// Gives a connection up on which something failed. SQLite may have ended its transaction by
    /// itself (a full disk does that), sqlx then believes it open for good.
    pub(crate) fn give_up_after(&mut self, failure: &Error) {
        if is_damaged(failure) {
            mark_damaged(&self.path);
        }
        self.open = None;
    }

    /// Closes the file; what was written is in it.
    pub(crate) async fn close(self) -> Result<(), Error> {
        match self.open {
            Some(open) => open.close().await,
            None => Ok(()),
        }
    }
}

async fn connect(path: &Path, durability: Durability) -> Result<SqliteConnection, Error> {
    let synchronous = match durability {
        Durability::Kept => SqliteSynchronous::Full,
        Durability::Rebuildable => SqliteSynchronous::Normal,
        Durability::Scratch => SqliteSynchronous::Off,
    };
    options(path, WRITER_CACHE_KIB)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .pragma("wal_autocheckpoint", WAL_PAGES_MAX.to_string())
        .pragma("journal_size_limit", WAL_KEPT_BYTES.to_string())
        .statement_cache_capacity(STATEMENTS_CACHED_MAX)
        .connect()
        .await
}

/// Connections that only read, opened when they are needed.
pub(crate) fn reader_pool(path: &Path) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(READERS_MAX)
        .idle_timeout(READER_IDLE_MAX)
        // A connection to a file does not die by itself.
        .test_before_acquire(false)
        .connect_lazy_with(options(path, READER_CACHE_KIB).read_only(true))
}

// No memory map: its pages would count as memory of the process, once per file.
fn options(path: &Path, cache_kib: u32) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_MAX)
        .pragma("cache_size", format!("-{cache_kib}"))
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging()
}

/// Whether the file, not the machine, is at fault: no database, damaged, or with other tables than
/// its layout says.
pub(crate) fn is_unreadable(error: &Error) -> bool {
    match error {
        // SQLITE_ERROR: no such table or column.
        Error::Database(_) => is_damaged(error) || primary_code(error) == Some(1),
        Error::ColumnDecode { .. } | Error::ColumnNotFound(_) => true,
        _ => false,
    }
}

/// Whether the file is no database, or one with damaged pages.
pub(crate) fn is_damaged(error: &Error) -> bool {
    // SQLITE_CORRUPT, SQLITE_FORMAT, SQLITE_NOTADB
    matches!(primary_code(error), Some(11 | 24 | 26))
}

fn primary_code(error: &Error) -> Option<u32> {
    let code = error.as_database_error()?.code()?.parse::<u32>().ok()?;
    Some(code & 0xff)
}
