use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use super::database;
use crate::AccountsError;

const CONNECTIONS_MAX: u32 = 4;

/// Each brings the file from the format of its index to the next. Never changed, only added to.
const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE accounts (
        login TEXT PRIMARY KEY,
        department TEXT,
        roles TEXT NOT NULL,
        password TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
        session_version INTEGER NOT NULL DEFAULT 1,
        created_at_us INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Names without an account stand here as well.
    CREATE TABLE attempts (
        login TEXT PRIMARY KEY,
        n_failed INTEGER NOT NULL,
        last_at_us INTEGER NOT NULL,
        locked_until_us INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX attempts_by_weight ON attempts (n_failed, last_at_us);

    PRAGMA user_version = 1;
",
    "
    ALTER TABLE accounts ADD COLUMN ways TEXT NOT NULL DEFAULT 'password'
        CHECK (ways IN ('password', 'both', 'provider'));
    ALTER TABLE accounts ADD COLUMN oidc_issuer TEXT;
    ALTER TABLE accounts ADD COLUMN oidc_subject TEXT;
    CREATE UNIQUE INDEX accounts_by_subject ON accounts (oidc_issuer, oidc_subject);

    PRAGMA user_version = 2;
",
];

pub(super) async fn open(path: &Path) -> Result<SqlitePool, AccountsError> {
    // Made here, since SQLite would make it readable by everyone.
    let make = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    make.map_err(AccountsError::File)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // An account that was disabled stays disabled, whatever happens to the machine.
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS_MAX);
    let pool = pool.connect_with(options).await.map_err(database("opened"))?;
    migrate(&pool).await?;
    Ok(pool)
}

pub(super) async fn copy_to(pool: &SqlitePool, path: &Path) -> Result<(), AccountsError> {
    let path = path.to_string_lossy().into_owned();
    let copy = sqlx::query("VACUUM INTO $1").bind(path).execute(pool);
    copy.await.map(drop).map_err(database("copied"))
}

async fn migrate(pool: &SqlitePool) -> Result<(), AccountsError> {
    // At once in the role of the writer, so that two processes cannot both begin.
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.map_err(database("opened"))?;
    let version = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *tx);
    let found: i64 = version.await.map_err(database("opened"))?;
    let known = MIGRATIONS.len();
    let from = usize::try_from(found).unwrap_or_default();
    if from > known {
        let known = i64::try_from(known).unwrap_or(i64::MAX);
        return Err(AccountsError::Newer { found, known });
    }
    for migration in &MIGRATIONS[from..] {
        let step = sqlx::raw_sql(*migration).execute(&mut *tx);
        step.await.map_err(database("brought to the present format"))?;
    }
    tx.commit().await.map_err(database("brought to the present format"))
}
