use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use sqlx::{AssertSqlSafe, Column, Error, PgPool, Row as _, SqlitePool};
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use tongban_kernel::{Partition, Seq};

use super::{Query, Row};
use crate::store::{self, Look, Looks, Schema, is_damaged, mark_damaged, reader_pool, schema_pool};
use crate::{StoreError, Value};

/// One projection's rows, to be asked. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ReadModel(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: &'static str,
    place: String,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    // Who asks holds the pool shared, so that the file is not exchanged under a question.
    File { path: PathBuf, pool: RwLock<SqlitePool> },
    Schema { schema: Schema, pool: PgPool, looks: Looks },
}

impl ReadModel {
    pub(crate) fn open(name: &'static str, path: &Path) -> Self {
        let pool = RwLock::new(reader_pool(path));
        let engine = Engine::File { path: path.to_owned(), pool };
        Self(Arc::new(Inner { name, place: path.display().to_string(), engine }))
    }

    pub(crate) fn of_schema(name: &'static str, schema: &Schema) -> Self {
        let (pool, looks) = (schema_pool(schema), Looks::default());
        let engine = Engine::Schema { schema: schema.clone(), pool, looks };
        Self(Arc::new(Inner { name, place: schema.place(), engine }))
    }

    /// The projection's name.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// A question in the SQL that both engines share; its parameters are `$1`, `$2`, …
    pub fn query(&self, sql: &'static str) -> Query {
        Query::new(self.clone(), sql)
    }

    /// The file or schema, for people.
    pub(crate) fn place(&self) -> &str {
        &self.0.place
    }

    /// What answers questions; until it is dropped, a file is not exchanged.
    pub(crate) async fn asked(&self) -> Asked<'_> {
        match &self.0.engine {
            Engine::File { path, pool } => Asked::File(path, pool.read().await),
            Engine::Schema { pool, .. } => Asked::Schema(pool),
        }
    }

    /// Waits for the questions under way and keeps new ones waiting, where the rows are a file.
    pub(crate) async fn hold(&self) -> Option<Held<'_>> {
        let Engine::File { path, pool } = &self.0.engine else { return None };
        let pool = pool.write().await;
        pool.close().await;
        Some(Held { pool, path })
    }

    pub(crate) async fn close(&self) {
        match &self.0.engine {
            Engine::File { pool, .. } => pool.read().await.close().await,
            Engine::Schema { pool, .. } => pool.close().await,
        }
    }

    /// How far a reader is, whoever moves it on; asks for nothing.
    pub(crate) async fn look(
        &self,
        reader: &str,
        partition: Partition,
    ) -> Result<Look, StoreError> {
        let failed = StoreError::engine("read the checkpoint of", &self.0.place);
        match &self.0.engine {
            Engine::File { pool, .. } => look_in(&*pool.read().await, reader, partition).await,
            Engine::Schema { schema, looks, .. } => looks.look(schema, reader, partition).await,
        }
        .map_err(failed)
    }

    /// Keeps a partition for another term if this process has it; a file has no terms.
    pub(crate) async fn renew(&self, reader: &str, partition: Partition) -> Result<(), StoreError> {
        let Engine::Schema { schema, .. } = &self.0.engine else { return Ok(()) };
        let renewed = schema.renew(reader, partition).await;
        renewed.map_err(StoreError::engine("renew a lease of", &self.0.place))
    }

    pub(crate) fn closed(&self) -> StoreError {
        StoreError::closed(&self.0.place)
    }
}

/// A read model while it is asked.
pub(crate) enum Asked<'a> {
    File(&'a Path, RwLockReadGuard<'a, SqlitePool>),
    Schema(&'a PgPool),
}

impl Asked<'_> {
    pub(super) async fn fetch_all(
        &self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, Error> {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::File(path, pool) => {
                let rows = store::sqlite::query(sql, values).fetch_all(&**pool).await;
                let rows = rows.and_then(|rows| rows_of(&rows, store::sqlite::values_of));
                if rows.as_ref().is_err_and(is_damaged) {
                    mark_damaged(path);
                }
                rows
            }
            Self::Schema(pool) => {
                let rows = store::postgres::query(sql, values).fetch_all(*pool).await?;
                rows_of(&rows, store::postgres::values_of)
            }
        }
    }

    /// The columns of row after row, none of which has to wait for the last.
    pub(crate) fn stream(&self, sql: String) -> BoxStream<'_, Result<Vec<Value>, Error>> {
        let sql = AssertSqlSafe(sql);
        match self {
            Self::File(_, pool) => {
                let rows = sqlx::query(sql).fetch(&**pool);
                rows.map(|row| store::sqlite::values_of(&row?)).boxed()
            }
            Self::Schema(pool) => {
                let rows = sqlx::query(sql).fetch(*pool);
                rows.map(|row| store::postgres::values_of(&row?)).boxed()
            }
        }
    }
}

async fn look_in(pool: &SqlitePool, reader: &str, partition: Partition) -> Result<Look, Error> {
    const SQL: &str = "SELECT seq FROM reader_place WHERE reader = $1 AND part = $2";
    let values: [Value; 2] = [reader.into(), partition.into()];
    let row = store::sqlite::query(SQL, values).fetch_optional(pool).await?;
    let seq = row.map(|row| row.try_get::<i64, _>(0)).transpose()?.unwrap_or_default();
    Ok(Look { seq: Seq(u64::try_from(seq).unwrap_or_default()), ..Look::START })
}

fn rows_of<R: sqlx::Row>(
    rows: &[R],
    values_of: impl Fn(&R) -> Result<Vec<Value>, Error>,
) -> Result<Vec<Row>, Error> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let columns = first.columns().iter().map(|column| column.name().to_owned());
    let columns: Arc<[String]> = columns.collect();
    rows.iter().map(|row| Ok(Row::new(Arc::clone(&columns), values_of(row)?))).collect()
}

/// A read model that nobody can ask at the moment; its file may be exchanged.
pub(crate) struct Held<'a> {
    pool: RwLockWriteGuard<'a, SqlitePool>,
    path: &'a Path,
}

impl Held<'_> {
    /// The file.
    pub(crate) fn path(&self) -> &Path {
        self.path
    }

    /// Lets questions go on, on the file that is there now.
    pub(crate) fn release(mut self) {
        *self.pool = reader_pool(self.path);
    }
}
