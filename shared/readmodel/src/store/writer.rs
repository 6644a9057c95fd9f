use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection, Error, SqliteConnection};
use tongban_kernel::{Hash, Partition, Recorded, Seq};

use super::connect::is_unreadable;
use super::files::is_marked_damaged;
use super::write::write;
use super::{Durability, PLACE_DDL, Place, WriteConnection, advance, reread, take_over};
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
    connection: WriteConnection,
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
        let mut opened = WriteConnection::open(path, durability).await.map_err(failed)?;
        let connection = opened.get().await.map_err(failed)?;
        let layout = content.layout();
        let found = lay_out(connection, content, layout, durability).await.map_err(failed)?;
        if found != layout.0 {
            return Err(OpenError::Unreadable("its tables are those of another program".into()));
        }
        let mut places = BTreeMap::new();
        for partition in (0..content.n_partitions).map(Partition) {
            let place = take_over(connection, content.reader, partition).await;
            places.insert(partition, place.map_err(failed)?);
        }
        Ok(Self { content, path: path.to_owned(), connection: opened, places })
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
        let failed = StoreError::engine("read the checkpoint of", &self.path);
        let connection = self.connection.get().await.map_err(failed)?;
        let place = reread(connection, self.content.reader, partition, held).await.map_err(failed);
        self.connection.give_up_after(&place);
        let place = place?;
        self.places.insert(partition, place);
        Ok(place.seq)
    }

    /// Writes what came of events up to `last`, and the checkpoint there, both or neither.
    pub(crate) async fn commit(&mut self, batch: Batch, last: &Recorded) -> Result<(), StoreError> {
        let from = self.held(last.partition)?;
        let place = self.try_commit(batch, last, from).await;
        self.connection.give_up_after(&place);
        self.places.insert(last.partition, place?);
        Ok(())
    }

    async fn try_commit(
        &mut self,
        batch: Batch,
        last: &Recorded,
        from: Place,
    ) -> Result<Place, StoreError> {
        let failed = StoreError::engine("write", &self.path);
        let connection = self.connection.get().await.map_err(failed)?;
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        // The checkpoint first: who lost it need not write anything.
        let (reader, to) = (self.content.reader, (last.seq, Some(last.hash)));
        let moved = advance(&mut transaction, reader, last.partition, from, to).await;
        let Some(place) = moved.map_err(failed)? else {
            return Err(StoreError::lost_race(reader, last.partition));
        };
        write(&mut transaction, batch).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        Ok(place)
    }

    /// Adds the indexes that a file under construction does without.
    pub(crate) async fn create_indexes(&mut self) -> Result<(), StoreError> {
        let failed = StoreError::engine("index", &self.path);
        let connection = self.connection.get().await.map_err(failed)?;
        for sql in self.content.tables.iter().flat_map(|table| table.ddl.iter().skip(1)) {
            sqlx::raw_sql(*sql).execute(&mut *connection).await.map_err(failed)?;
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use tongban_kernel::{Actor, Category, CommandId, EventId, Meta, Origin, Recorded, StreamId};
    use uuid::Uuid;

    use super::*;
    use crate::put;

    const NOTES: &Table = &Table {
        name: "note",
        key: &["note_id"],
        ddl: &["CREATE TABLE note (note_id INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL)"],
    };
    const CONTENT: Content = Content { reader: "notes", tables: &[NOTES], n_partitions: 1 };

    fn event(seq: u64) -> Recorded {
        Recorded {
            partition: Partition(0),
            seq: Seq(seq),
            stream: StreamId::new(Category::new("test"), Uuid::nil()),
            revision: seq,
            id: EventId::from_uuid(Uuid::nil()),
            kind: "test.noted.v1".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
            occurred_at: Timestamp::UNIX_EPOCH,
            meta: Arc::new(Meta {
                actor: Actor::system("test"),
                command: CommandId::from_uuid(Uuid::nil()),
                body_hash: Hash::ZERO,
                causation: None,
                correlation: Uuid::nil(),
                trace: None,
                jurisdiction: "test".into(),
                calendar_version: 1,
                catalog_version: 1,
                origin: Origin::Live,
            }),
            prev_hash: Hash::ZERO,
            hash: Hash::of(&[&seq.to_be_bytes()]),
            data: Vec::new().into(),
        }
    }

    fn notes() -> Batch {
        let mut batch = Batch::default();
        for n in 0..1_000_i64 {
            batch.push(put(NOTES, [("note_id", n.into())], [("text", "x".repeat(500).into())]));
        }
        batch
    }

    #[tokio::test]
    async fn a_full_disk_writes_nothing_and_is_over_when_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notes.db");
        let mut writer = Writer::open(&path, CONTENT, Durability::Rebuildable).await.unwrap();
        let connection = writer.connection.get().await.unwrap();
        sqlx::raw_sql("PRAGMA max_page_count = 20").execute(&mut *connection).await.unwrap();
        let full = writer.commit(notes(), &event(7)).await.unwrap_err();
        let full = std::error::Error::source(&full).unwrap().to_string();
        assert!(full.contains("full"), "{full}");
        assert_eq!(writer.reread(Partition(0)).await.unwrap(), Seq(0));

        // The limit ends with the connection that it was set on.
        writer.commit(notes(), &event(7)).await.unwrap();
        assert_eq!(writer.seen(Partition(0)), (Seq(7), Some(event(7).hash)));
        let connection = writer.connection.get().await.unwrap();
        let (n,): (i64,) =
            sqlx::query_as("SELECT COUNT(*) FROM note").fetch_one(connection).await.unwrap();
        assert_eq!(n, 1_000);
    }
}
