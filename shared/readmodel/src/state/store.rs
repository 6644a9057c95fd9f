use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::Connection;
use tokio::sync::Mutex;
use tongban_kernel::{Clock, Partition};

use crate::store::{Durability, PLACE_DDL, Place, WriteConnection};
use crate::{ReadModel, StoreError};

const FILE: &str = "readers.db";
/// The format of the file, in `user_version`.
const FORMAT: i64 = 1;
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

/// The checkpoints of policies and the commands that were refused to the system. Unlike a read model
/// it is never rebuilt: every answer is on disk, and it belongs into a backup.
pub struct StateStore {
    pub(super) path: PathBuf,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) state: Mutex<State>,
    pub(super) model: ReadModel,
}

pub(super) struct State {
    pub(super) connection: WriteConnection,
    /// The places that this process has taken over.
    pub(super) places: BTreeMap<(String, Partition), Place>,
}

impl State {
    /// Hands a result on; after a failure the next call opens the file again.
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
        let mut opened = WriteConnection::open(&path, Durability::Kept).await.map_err(failed)?;
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
        for sql in [PLACE_DDL, WORK_ITEM_DDL, "PRAGMA user_version = 1"] {
            sqlx::raw_sql(sql).execute(&mut *transaction).await.map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)?;
        let model = ReadModel::open("readers", &path);
        let state = Mutex::new(State { connection: opened, places: BTreeMap::new() });
        Ok(Self { path, clock, state, model })
    }

    /// Writes a consistent copy to `to`, which must not be there yet, while the store is in use.
    ///
    /// # Errors
    /// When `to` is there or cannot be written.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        let failed = StoreError::engine("copy", &self.path);
        let connection = state.connection.get().await.map_err(failed)?;
        let copied = sqlx::query("VACUUM INTO $1").bind(to.display().to_string());
        copied.execute(connection).await.map_err(failed)?;
        let copy = File::open(to).map_err(StoreError::io("open", to))?;
        copy.sync_all().map_err(StoreError::io("flush", to))
    }
}
