use tongban_kernel::{Hash, Partition, Seq};

use super::{StateStore, WorkItem};
use crate::store::{Session, postgres, set_places};
use crate::{QueryError, Row, StoreError};

/// How far a policy, relay or sweeper is in one partition, whichever process moves it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderPlace {
    /// Its name.
    pub reader: String,
    /// The partition.
    pub partition: Partition,
    /// The last event that it has dealt with; 0 before the first.
    pub seq: Seq,
    /// The hash of that event, where the reader keeps it.
    pub hash: Option<Hash>,
}

/// From one store into another, when an office moves.
impl StateStore {
    /// How far every reader is, in every partition that it has begun.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn reader_places(&self) -> Result<Vec<ReaderPlace>, QueryError> {
        const SQL: &str =
            "SELECT reader, part, seq, event_hash FROM reader_place ORDER BY reader, part";
        let rows = self.model.query(SQL).fetch_all().await?;
        rows.iter().map(place).collect()
    }

    /// A process that moves readers on at this moment, wherever in the database: a policy or relay
    /// here, or a projection in a schema of its own. None of a file, which says itself whether
    /// somebody has it. A process that died is named until its leases have run out.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn used_by(&self) -> Result<Option<String>, StoreError> {
        let mut state = self.state.lock().await;
        let found = async {
            match state.connection.get().await? {
                Session::Sqlite(_) => Ok(None),
                Session::Postgres(connection, _) => postgres::any_holder(connection).await,
            }
        };
        let found = found.await.map_err(StoreError::engine("read", &self.place));
        state.sound(found)
    }

    /// Moves readers on to these places, all or none. One that is further already stays there.
    /// Whoever moved them before has lost them.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn adopt_places(&self, places: &[ReaderPlace]) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        let adopted = async {
            let mut transaction = state.connection.begin().await?;
            set_places(&mut transaction.session(), places).await?;
            transaction.commit().await
        };
        let adopted = adopted.await.map_err(StoreError::engine("write", &self.place));
        state.sound(adopted)
    }

    /// Keeps work items of another store as they are, all or none. One that is kept already learns
    /// at most that it was resolved.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn adopt_items(&self, items: &[WorkItem]) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO work_item (command, reader, event, correlation, reason, \
            first_seen_at, resolved_at, resolved_by, resolution) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
            ON CONFLICT (command) DO UPDATE SET resolved_at = excluded.resolved_at, \
                resolved_by = excluded.resolved_by, resolution = excluded.resolution \
            WHERE work_item.resolved_at IS NULL";
        let mut state = self.state.lock().await;
        let adopted = async {
            let mut transaction = state.connection.begin().await?;
            for item in items {
                let values = vec![
                    item.command.into(),
                    (&item.reader).into(),
                    item.event.into(),
                    item.correlation.into(),
                    (&item.reason).into(),
                    item.first_seen_at.into(),
                    item.resolved_at.into(),
                    item.resolved_by.as_ref().into(),
                    item.resolution.as_ref().into(),
                ];
                transaction.session().execute(SQL, values).await?;
            }
            transaction.commit().await
        };
        let adopted = adopted.await.map_err(StoreError::engine("write", &self.place));
        state.sound(adopted)
    }
}

/// Where something lies, as a row has it.
pub(super) fn partition_and_seq(row: &Row) -> Result<(Partition, Seq), QueryError> {
    let partition = u16::try_from(row.int("part")?).map_err(|_| wrong("part", "a partition"))?;
    let seq = u64::try_from(row.int("seq")?).map_err(|_| wrong("seq", "a place"))?;
    Ok((Partition(partition), Seq(seq)))
}

fn wrong(column: &str, expected: &'static str) -> QueryError {
    QueryError::Column { column: column.to_owned(), expected }
}

fn place(row: &Row) -> Result<ReaderPlace, QueryError> {
    let (partition, seq) = partition_and_seq(row)?;
    let hash = row.opt_blob("event_hash")?.map(|bytes| bytes.try_into().map(Hash)).transpose();
    Ok(ReaderPlace {
        reader: row.text("reader")?,
        partition,
        seq,
        hash: hash.map_err(|_| wrong("event_hash", "a hash"))?,
    })
}
