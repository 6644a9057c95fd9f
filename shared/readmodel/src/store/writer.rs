use std::collections::BTreeMap;
use std::path::Path;

use tongban_kernel::{Hash, Partition, Recorded, Seq};
use tracing::warn;

use super::place::{Place, advance, let_go, reread, take_over};
use super::sqlite::{FileConnection, is_marked_damaged, is_unreadable, lay_out};
use super::{Durability, Transaction, WriteConnection, postgres};
use crate::rows::Batch;
use crate::{Change, Projection, StoreError, Table};

/// What a read model's file or schema holds: whose places, and which tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    pub(crate) reader: &'static str,
    pub(super) tables: &'static [&'static Table],
    pub(crate) n_partitions: u16,
}

impl Content {
    /// The content of a projection's rows over a log with this many partitions.
    pub(crate) fn of<P: Projection>(n_partitions: u16) -> Self {
        Self { reader: P::NAME, tables: P::TABLES, n_partitions }
    }

    /// The partitions of the log.
    pub(crate) fn partitions(&self) -> impl Iterator<Item = Partition> + use<> {
        (0..self.n_partitions).map(Partition)
    }

    /// Tells one set of tables from another.
    pub(crate) fn layout(&self) -> Hash {
        let ddl = self.tables.iter().flat_map(|table| table.ddl);
        Hash::of(&ddl.map(|sql| sql.as_bytes()).collect::<Vec<_>>())
    }
}

pub(crate) const OTHER_TABLES: &str = "its tables are those of another program";

/// Why a read model's file is not opened.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// It is no use: the log has all that is needed to make it anew.
    Unreadable(String),
    /// A machine failed.
    Failed(StoreError),
}

/// The one writer of a read model in this process: rows and checkpoint move together.
#[derive(Debug)]
pub(crate) struct Writer {
    content: Content,
    place: String,
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
        let mut opened = FileConnection::open(path, durability).await.map_err(failed)?;
        let connection = opened.get().await.map_err(failed)?;
        let found = lay_out(connection, content, durability).await.map_err(failed)?;
        if found != content.layout().0 {
            return Err(OpenError::Unreadable(OTHER_TABLES.into()));
        }
        Self::over(WriteConnection::File(opened), content).await.map_err(failed)
    }

    /// Takes over the places that nobody else holds, behind a connection to tables that are there.
    pub(crate) async fn over(
        connection: WriteConnection,
        content: Content,
    ) -> Result<Self, sqlx::Error> {
        let mut writer = Self::resting(connection, content);
        let mut session = writer.connection.get().await?;
        for (partition, place) in &mut writer.places {
            *place = take_over(&mut session, content.reader, *partition).await?;
        }
        Ok(writer)
    }

    /// One that holds no place, and asks for each when it is needed.
    pub(crate) fn resting(connection: WriteConnection, content: Content) -> Self {
        let places = content.partitions().map(|partition| (partition, Place::UNKNOWN)).collect();
        Self { content, place: connection.place(), connection, places }
    }

    /// Where it writes, for people.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// The last event that was dealt with, with its hash.
    pub(crate) fn seen(&self, partition: Partition) -> (Seq, Option<Hash>) {
        self.places.get(&partition).map_or((Seq(0), None), |place| (place.seq, place.hash))
    }

    /// The same of every partition.
    pub(crate) fn all_seen(&self) -> impl Iterator<Item = (Partition, Seq, Option<Hash>)> {
        self.places.iter().map(|(partition, place)| (*partition, place.seq, place.hash))
    }

    /// The partitions of the log.
    pub(crate) fn partitions(&self) -> impl Iterator<Item = Partition> + use<> {
        self.content.partitions()
    }

    /// Asks how far it is, and for the place if it does not hold it: after a failure, what this
    /// process believes may be wrong.
    pub(crate) async fn reread(&mut self, partition: Partition) -> Result<Place, StoreError> {
        let known = self.known(partition)?;
        let place = self.try_reread(partition, known).await;
        self.connection.give_up_after(&place);
        let place = place?;
        self.places.insert(partition, place);
        self.rest_unless_needed().await;
        Ok(place)
    }

    /// The same of all that it holds, on another connection: the tables were exchanged.
    pub(crate) async fn reread_held(&mut self) -> Result<(), StoreError> {
        self.rest().await;
        let held = self.places.iter().filter(|(_, place)| place.is_held());
        for partition in held.map(|(partition, _)| *partition).collect::<Vec<_>>() {
            self.reread(partition).await?;
        }
        Ok(())
    }

    async fn try_reread(
        &mut self,
        partition: Partition,
        known: Place,
    ) -> Result<Place, StoreError> {
        let failed = StoreError::engine("read the checkpoint of", &self.place);
        let mut session = self.connection.get().await.map_err(failed)?;
        reread(&mut session, self.content.reader, partition, known).await.map_err(failed)
    }

    /// Writes what came of events up to `last`, and the checkpoint there, both or neither. Where
    /// several processes ask the rows, all are told of `news`.
    pub(crate) async fn commit(
        &mut self,
        batch: Batch,
        last: &Recorded,
        news: Option<&Change>,
    ) -> Result<(), StoreError> {
        let from = self.known(last.partition)?;
        let place = self.try_commit(batch, last, news, from).await;
        self.connection.give_up_after(&place);
        if let Err(StoreError::LostRace { .. }) = place {
            self.places.insert(last.partition, from.lost());
            self.rest_unless_needed().await;
        }
        self.places.insert(last.partition, place?);
        Ok(())
    }

    async fn try_commit(
        &mut self,
        batch: Batch,
        last: &Recorded,
        news: Option<&Change>,
        from: Place,
    ) -> Result<Place, StoreError> {
        let failed = StoreError::engine("write", &self.place);
        let mut transaction = self.connection.begin().await.map_err(failed)?;
        // The checkpoint first: who lost it need not write anything.
        let (reader, to) = (self.content.reader, (last.seq, Some(last.hash)));
        let moved = advance(&mut transaction.session(), reader, last.partition, from, to).await;
        let Some(place) = moved.map_err(failed)? else {
            return Err(StoreError::lost_race(reader, last.partition));
        };
        transaction.write(batch).await.map_err(failed)?;
        if let Some(news) = news {
            transaction.tell(news).await.map_err(failed)?;
        }
        transaction.commit().await.map_err(failed)?;
        Ok(place)
    }

    /// Lets another process have a place at once; a file is let go when it is closed.
    pub(crate) async fn let_go(&mut self, partition: Partition) -> Result<(), StoreError> {
        let place = self.known(partition)?;
        if let (WriteConnection::Schema(_), true) = (&self.connection, place.is_held()) {
            let gone = self.try_let_go(partition, place).await;
            self.connection.give_up_after(&gone);
            gone?;
            self.places.insert(partition, place.lost());
            self.rest_unless_needed().await;
        }
        Ok(())
    }

    async fn try_let_go(&mut self, partition: Partition, place: Place) -> Result<(), StoreError> {
        let failed = StoreError::engine("let go of", &self.place);
        let mut session = self.connection.get().await.map_err(failed)?;
        let_go(&mut session, self.content.reader, partition, place).await.map_err(failed)
    }

    /// Who holds no place has nothing to write, and the server a process less.
    async fn rest_unless_needed(&mut self) {
        if !self.places.values().any(Place::is_held) {
            self.rest().await;
        }
    }

    async fn rest(&mut self) {
        if let Err(error) = self.connection.rest().await {
            warn!(reader = self.content.reader, error = %error, "a connection is cut off");
        }
    }

    /// Adds the indexes that rows under construction do without.
    pub(crate) async fn create_indexes(&mut self) -> Result<(), StoreError> {
        let failed = StoreError::engine("index", &self.place);
        let mut transaction = self.connection.begin().await.map_err(failed)?;
        match &mut transaction {
            Transaction::Sqlite(connection) => {
                for sql in self.content.tables.iter().flat_map(|table| table.ddl.iter().skip(1)) {
                    sqlx::raw_sql(*sql).execute(&mut **connection).await.map_err(failed)?;
                }
            }
            Transaction::Postgres(connection, ..) => {
                postgres::create_indexes(connection, self.content).await.map_err(failed)?;
            }
        }
        transaction.commit().await.map_err(failed)
    }

    /// Closes it; what was written stays, and another process may go on.
    pub(crate) async fn close(mut self) -> Result<(), StoreError> {
        for partition in self.partitions() {
            if let Err(error) = self.let_go(partition).await {
                // The lease runs out by itself.
                warn!(reader = self.content.reader, error = %error, "a partition is not let go");
            }
        }
        self.connection.close().await.map_err(StoreError::engine("close", &self.place))
    }

    fn known(&self, partition: Partition) -> Result<Place, StoreError> {
        self.places
            .get(&partition)
            .copied()
            .ok_or_else(|| StoreError::lost_race(self.content.reader, partition))
    }
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
        let mut connection = writer.connection.get().await.unwrap();
        connection.execute("PRAGMA max_page_count = 20", Vec::new()).await.unwrap();
        let full = writer.commit(notes(), &event(7), None).await.unwrap_err();
        let full = std::error::Error::source(&full).unwrap().to_string();
        assert!(full.contains("full"), "{full}");
        assert_eq!(writer.reread(Partition(0)).await.unwrap().seq, Seq(0));

        // The limit ends with the connection that it was set on.
        writer.commit(notes(), &event(7), None).await.unwrap();
        assert_eq!(writer.seen(Partition(0)), (Seq(7), Some(event(7).hash)));
        let mut connection = writer.connection.get().await.unwrap();
        let count = connection.fetch_optional("SELECT COUNT(*) FROM note", Vec::new()).await;
        assert_eq!(count.unwrap(), Some(vec![1_000.into()]));
    }
}
