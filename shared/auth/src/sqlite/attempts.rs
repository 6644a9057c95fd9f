use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqlitePool};

use super::database;
use crate::{AccountsError, Attempt, Attempts, Login};

/// Names that attempts are remembered of: strangers can send any number.
const NAMES_MAX: i64 = 10_000;

pub(super) async fn begin(
    pool: &SqlitePool,
    login: &Login,
    now: Timestamp,
) -> Result<Attempt, AccountsError> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.map_err(database("read"))?;
    let before = read(&mut tx, login).await?;
    let begun = match Attempts::begin(before, now) {
        Ok(begun) => begun,
        Err(until) => return Ok(Attempt::Locked { until }),
    };
    write(&mut tx, login, begun).await.map_err(database("counted"))?;
    if before.is_none() {
        forget_surplus(&mut tx).await.map_err(database("counted"))?;
    }
    tx.commit().await.map_err(database("counted"))?;
    Ok(Attempt::Taken)
}

pub(super) async fn clear(pool: &SqlitePool, login: &Login) -> Result<(), AccountsError> {
    let clear = sqlx::query("DELETE FROM attempts WHERE login = $1").bind(login.as_str());
    clear.execute(pool).await.map(drop).map_err(database("changed"))
}

async fn read(
    connection: &mut SqliteConnection,
    login: &Login,
) -> Result<Option<Attempts>, AccountsError> {
    const READ: &str =
        "SELECT n_failed, last_at_us, locked_until_us FROM attempts WHERE login = $1";
    let row: Option<(u32, i64, i64)> = sqlx::query_as(READ)
        .bind(login.as_str())
        .fetch_optional(connection)
        .await
        .map_err(database("read"))?;
    let Some((n_failed, last_at_us, locked_until_us)) = row else {
        return Ok(None);
    };
    let instant = |us| {
        let damaged = || AccountsError::Damaged { login: login.to_string() };
        Timestamp::from_microsecond(us).map_err(|_| damaged())
    };
    let (last_at, locked_until) = (instant(last_at_us)?, instant(locked_until_us)?);
    Ok(Some(Attempts { n_failed, last_at, locked_until }))
}

async fn write(
    connection: &mut SqliteConnection,
    login: &Login,
    attempts: Attempts,
) -> sqlx::Result<()> {
    const WRITE: &str = "
        INSERT INTO attempts (login, n_failed, last_at_us, locked_until_us)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (login) DO UPDATE SET n_failed = excluded.n_failed,
            last_at_us = excluded.last_at_us, locked_until_us = excluded.locked_until_us";
    let write = sqlx::query(WRITE)
        .bind(login.as_str())
        .bind(attempts.n_failed)
        .bind(attempts.last_at.as_microsecond())
        .bind(attempts.locked_until.as_microsecond());
    write.execute(connection).await.map(drop)
}

/// Those with the fewest failures first: a flood of made-up names must not free the one under
/// attack.
async fn forget_surplus(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    const FORGET: &str = "
        DELETE FROM attempts WHERE login IN (
            SELECT login FROM attempts ORDER BY n_failed, last_at_us
            LIMIT max(0, (SELECT count(*) FROM attempts) - $1))";
    sqlx::query(FORGET).bind(NAMES_MAX).execute(connection).await.map(drop)
}
