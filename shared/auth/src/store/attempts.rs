use jiff::Timestamp;
use sqlx::{Database, Encode, Executor, FromRow, IntoArguments, Type};

use super::database;
use super::engine::{Engine, on_engine};
use crate::{AccountsError, Attempt, Attempts, Login};

/// Names that attempts are remembered of: strangers can send any number.
const NAMES_MAX: i64 = 10_000;

const READ: &str = "SELECT n_failed, last_at_us, locked_until_us FROM attempts WHERE login = $1";
const WRITE: &str = "
    INSERT INTO attempts (login, n_failed, last_at_us, locked_until_us)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (login) DO UPDATE SET n_failed = excluded.n_failed,
        last_at_us = excluded.last_at_us, locked_until_us = excluded.locked_until_us";
/// Those with the fewest failures first: a flood of made-up names must not free the one under
/// attack.
const FORGET_SURPLUS: &str = "
    DELETE FROM attempts WHERE login IN (
        SELECT login FROM attempts ORDER BY n_failed, last_at_us
        LIMIT (SELECT CASE WHEN count(*) > $1 THEN count(*) - $1 ELSE 0 END FROM attempts))";

/// Counts one more attempt. One at a time, so that each sees those before it.
pub(super) async fn begin(
    engine: &Engine,
    login: &Login,
    now: Timestamp,
) -> Result<Attempt, AccountsError> {
    match engine {
        Engine::Sqlite(pool) => {
            let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.map_err(database("read"))?;
            let attempt = count::<sqlx::Sqlite>(&mut tx, login, now).await?;
            tx.commit().await.map_err(database("counted"))?;
            Ok(attempt)
        }
        Engine::Postgres(pool) => {
            let mut tx = pool.begin().await.map_err(database("read"))?;
            let alone = sqlx::query("LOCK TABLE attempts IN SHARE ROW EXCLUSIVE MODE");
            alone.execute(&mut *tx).await.map_err(database("read"))?;
            let attempt = count::<sqlx::Postgres>(&mut tx, login, now).await?;
            tx.commit().await.map_err(database("counted"))?;
            Ok(attempt)
        }
    }
}

pub(super) async fn clear(engine: &Engine, login: &Login) -> Result<(), AccountsError> {
    let cleared = on_engine!(engine, |pool| {
        let clear = sqlx::query("DELETE FROM attempts WHERE login = $1").bind(login.as_str());
        clear.execute(pool).await.map(drop)
    });
    cleared.map_err(database("changed"))
}

/// A row of the table: how many failed, and two instants in microseconds.
type Counted = (i64, i64, i64);

async fn count<DB: Database>(
    connection: &mut DB::Connection,
    login: &Login,
    now: Timestamp,
) -> Result<Attempt, AccountsError>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    for<'r> Counted: FromRow<'r, DB::Row>,
    for<'q> &'q str: Encode<'q, DB> + Type<DB>,
    for<'q> i64: Encode<'q, DB> + Type<DB>,
{
    let read = sqlx::query_as::<DB, Counted>(READ).bind(login.as_str());
    let row = read.fetch_optional(&mut *connection).await.map_err(database("read"))?;
    let before = row.map(|row| parse(row).ok_or_else(|| damaged(login))).transpose()?;
    let begun = match Attempts::begin(before, now) {
        Ok(begun) => begun,
        Err(until) => return Ok(Attempt::Locked { until }),
    };
    let write = sqlx::query::<DB>(WRITE)
        .bind(login.as_str())
        .bind(i64::from(begun.n_failed))
        .bind(begun.last_at.as_microsecond())
        .bind(begun.locked_until.as_microsecond());
    write.execute(&mut *connection).await.map_err(database("counted"))?;
    if before.is_none() {
        let forget = sqlx::query::<DB>(FORGET_SURPLUS).bind(NAMES_MAX);
        forget.execute(connection).await.map_err(database("counted"))?;
    }
    Ok(Attempt::Taken)
}

fn parse((n_failed, last_at_us, locked_until_us): Counted) -> Option<Attempts> {
    Some(Attempts {
        n_failed: n_failed.try_into().ok()?,
        last_at: Timestamp::from_microsecond(last_at_us).ok()?,
        locked_until: Timestamp::from_microsecond(locked_until_us).ok()?,
    })
}

fn damaged(login: &Login) -> AccountsError {
    AccountsError::Damaged { login: login.to_string() }
}
