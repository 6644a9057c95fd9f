use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection, Error, SqliteConnection};
use tongban_kernel::{Hash, Partition, Recorded, Seq};

use super::connect::{is_damaged, is_unreadable};
use super::files::{is_marked_damaged, mark_damaged};
use super::write::write;
use super::{Durability, PLACE_DDL, Place, advance, connect, reread, take_over};
use crate::rows::Batch;
use crate::{Projection, StoreError, Table};

const LAYOUT_DDL: &str = "CREATE TABLE IF NOT EXISTS model_layout (layout BLOB NOT NULL)";

/// What a read model's file holds: whose places, and which tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    reader: &'static str,
    tables: &'static [&'static Table],
    n_partitions: u16,
}

impl Content {
    /// The content of a projection's file over a log with this many partitions.
    pub(crate) fn of<P: Projection>(n_partitions: u16) -> Self {
        Self { reader: P::NAME, tables: P::TABLES, n_partitions }
    }

    /// Tells one set of tables from another.
    fn layout(&self) -> Hash {
        let ddl = self.tables.iter().flat_map(|table| table.ddl);
        Hash::of(&ddl.map(|sql| sql.as_bytes()).collect::<Vec<_>>())
    }
}

/// Why a read model's file is not opened.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// It is no use: the log has all that is needed to make it anew.
    Unreadable(String),
    /// A machine failed.
    Failed(StoreError),
}

/// The one writer of a read model's file: rows and checkpoint move together.
#[derive(Debug)]
pub(crate) struct Writer {
    content: Content,
    path: PathBuf,
    connection: SqliteConnection,
    places: BTreeMap<Partition, Place>,
}

impl Writer {
    /// Opens or makes a file and takes its places over.
    pub(crate) async fn open(
        path: &Path,
        content: Content,
        durability: Durability,
    ) -> Result<Self, OpenError> {
        let failed = |source| match is_unreadable(&source) {
            true => OpenError::Unreadable(source.to_string()),
            false => OpenError::Failed(StoreError::engine("open", path)(source)),
        };
        if is_marked_damaged(path) {
            return Err(OpenError::Unreadable("it was found damaged while in use".into()));
        }
        let mut connection = connect(path, durability).await.map_err(failed)?;
        let layout = content.layout();
        let found = lay_out(&mut connection, content, layout, durability).await.map_err(failed)?;
        if found != layout.0 {
            return Err(OpenError::Unreadable("its tables are those of another program".into()));
        }
        let mut places = BTreeMap::new();
        for partition in (0..content.n_partitions).map(Partition) {
            let place = take_over(&mut connection, content.reader, partition).await;
            places.insert(partition, place.map_err(failed)?);
        }
        Ok(Self { content, path: path.to_owned(), connection, places })
    }

    /// The last event that was dealt with, with its hash.
    pub(crate) fn seen(&self, partition: Partition) -> (Seq, Option<Hash>) {
        self.places.get(&partition).map_or((Seq(0), None), |place| (place.seq, place.hash))
    }

    /// The partitions of the log.
    pub(crate) fn partitions(&self) -> impl Iterator<Item = Partition> + use<> {
        (0..self.content.n_partitions).map(Partition)
    }

    /// Asks the file how far it is: after a failure, what this process believes may be wrong.
    pub(crate) async fn reread(&mut self, partition: Partition) -> Result<Seq, StoreError> {
        let held = self.held(partition)?;
        let place = reread(&mut self.connection, self.content.reader, partition, held)
            .await
            .map_err(StoreError::engine("read the checkpoint of", &self.path))?;
        self.places.insert(partition, place);
        Ok(place.seq)
    }

    /// Writes what came of events up to `last`, and the checkpoint there, both or neither.
    pub(crate) async fn commit(&mut self, batch: Batch, last: &Recorded) -> Result<(), StoreError> {
        let partition = last.partition;
        let from = self.held(partition)?;
        let failed = StoreError::engine("write", &self.path);
        let mut transaction =
            self.connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        // The checkpoint first: who lost it need not write anything.
        let to = (last.seq, Some(last.hash));
        let moved = advance(&mut transaction, self.content.reader, partition, from, to);
        let Some(place) = moved.await.map_err(failed)? else {
            return Err(StoreError::lost_race(self.content.reader, partition));
        };
        write(&mut transaction, batch).await.map_err(|error| {
            if is_damaged(&error) {
                mark_damaged(&self.path);
            }
            failed(error)
        })?;
        transaction.commit().await.map_err(failed)?;
        self.places.insert(partition, place);
        Ok(())
    }

    /// Adds the indexes that a file under construction does without.
    pub(crate) async fn create_indexes(&mut self) -> Result<(), StoreError> {
        for sql in self.content.tables.iter().flat_map(|table| table.ddl.iter().skip(1)) {
            let done = sqlx::raw_sql(*sql).execute(&mut self.connection).await;
            done.map_err(StoreError::engine("index", &self.path))?;
        }
        Ok(())
    }

    /// Closes the file; what was written is in it.
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        self.connection.close().await.map_err(StoreError::engine("close", &self.path))
    }

    fn held(&self, partition: Partition) -> Result<Place, StoreError> {
        self.places
            .get(&partition)
            .copied()
            .ok_or_else(|| StoreError::lost_race(self.content.reader, partition))
    }
}

/// Makes the tables if the file is new; answers the layout that it has.
async fn lay_out(
    connection: &mut SqliteConnection,
    content: Content,
    layout: Hash,
    durability: Durability,
) -> Result<Vec<u8>, Error> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::raw_sql(LAYOUT_DDL).execute(&mut *transaction).await?;
    sqlx::raw_sql(PLACE_DDL).execute(&mut *transaction).await?;
    let found: Option<(Vec<u8>,)> =
        sqlx::query_as("SELECT layout FROM model_layout").fetch_optional(&mut *transaction).await?;
    if let Some((found,)) = found {
        return Ok(found);
    }
    // Rows are loaded several times faster where no index has to be kept.
    let indexed = durability != Durability::Scratch;
    for table in content.tables {
        let ddl = if indexed { table.ddl } else { table.ddl.get(..1).unwrap_or_default() };
        sqlx::raw_sql(AssertSqlSafe(ddl.join(";\n"))).execute(&mut *transaction).await?;
    }
    let sql = "INSERT INTO model_layout (layout) VALUES ($1)";
    sqlx::query(sql).bind(layout.0.to_vec()).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(layout.0.to_vec())
}
