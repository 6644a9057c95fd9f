use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use sqlx::{Connection, Error, PgConnection};
use tokio::sync::Mutex;
use tongban_kernel::{Clock, Partition};

use crate::store::{
    Durability, FileConnection, Place, Schema, SchemaConnection, Session, WriteConnection,
    postgres, sqlite,
};
use crate::{Database, ReadModel, StoreError};

const NAME: &str = "readers";
const FILE: &str = "readers.db";
/// The format: in a file in `user_version`, in a schema in a table.
const FORMAT: i64 = 1;
const FORMAT_DDL: &str = "CREATE TABLE store_format (format BIGINT NOT NULL)";
const WORK_ITEM_DDL: &str = "\
CREATE TABLE IF NOT EXISTS work_item (
  command UUID NOT NULL PRIMARY KEY,
  reader TEXT NOT NULL,
  event UUID,
  correlation UUID NOT NULL,
  reason TEXT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  resolved_at BIGINT,
  resolved_by TEXT,
  resolution TEXT
);
CREATE INDEX IF NOT EXISTS work_item_by_time ON work_item (first_seen_at, command);
CREATE INDEX IF NOT EXISTS work_item_open ON work_item (first_seen_at, command)
  WHERE resolved_at IS NULL";

/// Of an older store too, which does without. The same in both engines.
const STOP_DDL: &str = "\
CREATE TABLE IF NOT EXISTS reader_stop (
  reader TEXT NOT NULL,
  event UUID NOT NULL,
  kind TEXT NOT NULL,
  part BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  reason TEXT NOT NULL,
  stopped_at BIGINT NOT NULL,
  parked_at BIGINT,
  parked_by TEXT,
  parked_why TEXT,
  PRIMARY KEY (reader, event)
)";

/// The checkpoints of policies, the commands that were refused to the system, and the events at which
/// readers stopped. Unlike a read model
/// it is never rebuilt: every answer is on disk, and it belongs into a backup.
pub struct StateStore {
    /// The file or schema, for people.
    pub(super) place: String,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) state: Mutex<State>,
    pub(super) model: ReadModel,
    /// Whether it lies in a database that several processes share.
    pub(super) is_shared: bool,
}

pub(super) struct State {
    pub(super) connection: WriteConnection,
    /// The places that this process has taken over.
    pub(super) places: BTreeMap<(String, Partition), Place>,
}

impl State {
    /// Hands a result on; after a failure the next call connects again.
    pub(super) fn sound<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        self.connection.give_up_after(&result);
        result
    }
}

impl StateStore {
    /// Opens the store in `dir`, or makes it.
    ///
    /// # Errors
    /// When it cannot be read, or a newer program wrote it. It is never moved aside: it cannot be
    /// computed again, a backup has to be restored.
    pub async fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(StoreError::io("make", dir))?;
        let path = dir.join(FILE);
        let failed = StoreError::engine("open", &path);
        let mut opened = FileConnection::open(&path, Durability::Kept).await.map_err(failed)?;
        let connection = opened.get().await.map_err(failed)?;
        let (found,): (i64,) = sqlx::query_as("PRAGMA user_version")
            .fetch_one(&mut *connection)
            .await
            .map_err(failed)?;
        if found > FORMAT {
            let path = path.display().to_string();
            return Err(StoreError::NewerFormat { path, found, known: FORMAT });
        }
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        for sql in [sqlite::PLACE_DDL, WORK_ITEM_DDL, STOP_DDL, "PRAGMA user_version = 1"] {
            sqlx::raw_sql(sql).execute(&mut *transaction).await.map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)?;
        let model = ReadModel::open(NAME, &path);
        Ok(Self::over(WriteConnection::File(opened), model, clock))
    }

    /// Opens the store in a database that several processes share, or makes it there.
    ///
    /// # Errors
    /// When it cannot be read, or a newer program wrote it.
    pub async fn in_database(
        database: &Database,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let schema = Schema::new(database, NAME);
        let path = schema.place();
        let failed = StoreError::engine("open", &path);
        let mut connection = schema.connect().await.map_err(failed)?;
        let found = migrate(&mut connection, &schema).await.map_err(failed)?;
        if found > FORMAT {
            return Err(StoreError::NewerFormat { path, found, known: FORMAT });
        }
        connection.close().await.map_err(failed)?;
        let model = ReadModel::of_schema(NAME, &schema);
        let connection = SchemaConnection::new(schema, Durability::Kept);
        Ok(Self::over(WriteConnection::Schema(Box::new(connection)), model, clock))
    }

    /// Whether the store was ever made in a database. Nothing is made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_in_database(database: &Database) -> Result<bool, StoreError> {
        let schema = Schema::new(database, NAME);
        let path = schema.place();
        let failed = StoreError::engine("look for", &path);
        let mut connection = schema.connect().await.map_err(failed)?;
        let is_there = schema.has_table(&mut connection, "store_format").await.map_err(failed)?;
        connection.close().await.map_err(failed)?;
        Ok(is_there)
    }

    fn over(connection: WriteConnection, model: ReadModel, clock: Arc<dyn Clock>) -> Self {
        let place = connection.place();
        let is_shared = matches!(connection, WriteConnection::Schema(_));
        let state = Mutex::new(State { connection, places: BTreeMap::new() });
        Self { place, clock, state, model, is_shared }
    }

    /// Writes a consistent copy to `to`, which must not be there yet, while the store is in use.
    ///
    /// # Errors
    /// When `to` is there or cannot be written, or the store lies in a database.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        let failed = StoreError::engine("copy", &self.place);
        let mut session = state.connection.get().await.map_err(failed)?;
        if let Session::Postgres(..) = session {
            return Err(StoreError::BackedUpElsewhere { path: self.place.clone() });
        }
        let copied = session.execute("VACUUM INTO $1", vec![to.display().to_string().into()]);
        copied.await.map_err(failed)?;
        let copy = File::open(to).map_err(StoreError::io("open", to))?;
        copy.sync_all().map_err(StoreError::io("flush", to))
    }
}

/// Makes the schema unless it is there; of several processes that start at once, one does. Answers
/// its format.
async fn migrate(connection: &mut PgConnection, schema: &Schema) -> Result<i64, Error> {
    let mut transaction = connection.begin().await?;
    postgres::lock(&mut transaction, NAME).await?;
    if !schema.is_there(&mut transaction).await? {
        schema.create(&mut transaction).await?;
        for sql in [postgres::PLACE_DDL, WORK_ITEM_DDL, FORMAT_DDL] {
            sqlx::raw_sql(sql).execute(&mut *transaction).await?;
        }
        postgres::widen(&mut transaction).await?;
        let sql = "INSERT INTO store_format (format) VALUES ($1)";
        sqlx::query(sql).bind(FORMAT).execute(&mut *transaction).await?;
    }
    if !schema.has_table(&mut transaction, "reader_stop").await? {
        sqlx::raw_sql(STOP_DDL).execute(&mut *transaction).await?;
    }
    let sql = "SELECT format FROM store_format";
    let (found,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(found)
}
