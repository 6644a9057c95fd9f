use jiff::Timestamp;
use sqlx::Error;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{Failure, StopStore, Unreadable};
use tongban_kernel::EventId;

use super::StateStore;
use super::moving::partition_and_seq;
use super::store::State;
use crate::{QueryError, Row, StoreError, Value};

/// An event at which a reader has stopped, because it cannot read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderStop {
    /// The reader.
    pub reader: String,
    /// The event.
    pub at: Unreadable,
    /// Why it cannot be read.
    pub reason: String,
    /// When a reader stopped there for the first time.
    pub stopped_at: Timestamp,
    /// When people decided to go on without it.
    pub parked_at: Option<Timestamp>,
    /// Who did.
    pub parked_by: Option<String>,
    /// Why.
    pub parked_why: Option<String>,
}

/// What came of parking an event, or of taking that back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parking {
    /// It is so now.
    Done,
    /// It was so before.
    AlreadyDone,
    /// The reader has not stopped there.
    Unknown,
    /// The reader is past it, and does not go back.
    Passed,
}

impl StateStore {
    /// The events at which readers have stopped, oldest first.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn stops(&self) -> Result<Vec<ReaderStop>, QueryError> {
        const SQL: &str = "SELECT * FROM reader_stop ORDER BY stopped_at, event";
        self.model.query(SQL).fetch_all().await?.iter().map(stop).collect()
    }

    /// Keeps the decision that a reader goes on without an event that it cannot read. Whichever process
    /// moves the reader on finds it.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn park(
        &self,
        reader: &str,
        event: EventId,
        by: &str,
        why: &str,
    ) -> Result<Parking, StoreError> {
        let mut state = self.state.lock().await;
        let now = self.clock.now();
        let parked = state.park(reader, event, by, why, now).await;
        state.sound(parked.map_err(StoreError::engine("write", &self.place)))
    }

    /// Takes that back. A policy or relay that was told of it before and has not passed the event
    /// does not any more; one that has is left as it is. How far projections are is kept elsewhere:
    /// one that was told may pass it all the same.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn unpark(&self, reader: &str, event: EventId) -> Result<Parking, StoreError> {
        let mut state = self.state.lock().await;
        let unparked = state.unpark(reader, event).await;
        state.sound(unparked.map_err(StoreError::engine("write", &self.place)))
    }

    /// Parks an event again as it was before that was taken back.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn park_again(&self, stop: &ReaderStop) -> Result<(), StoreError> {
        let (Some(at), Some(by), Some(why)) = (stop.parked_at, &stop.parked_by, &stop.parked_why)
        else {
            return Ok(());
        };
        let mut state = self.state.lock().await;
        let parked = state.park(&stop.reader, stop.at.id, by, why, at).await.map(drop);
        state.sound(parked.map_err(StoreError::engine("write", &self.place)))
    }
}

impl State {
    async fn park(
        &mut self,
        reader: &str,
        event: EventId,
        by: &str,
        why: &str,
        now: Timestamp,
    ) -> Result<Parking, Error> {
        const PARK: &str = "UPDATE reader_stop SET parked_at = $1, parked_by = $2, parked_why = $3 \
            WHERE reader = $4 AND event = $5 AND parked_at IS NULL";
        let values = vec![now.into(), by.into(), why.into(), reader.into(), event.into()];
        let n_parked = self.connection.get().await?.execute(PARK, values).await?;
        self.came_of(n_parked, reader, event).await
    }

    async fn unpark(&mut self, reader: &str, event: EventId) -> Result<Parking, Error> {
        const UNPARK: &str = "UPDATE reader_stop \
            SET parked_at = NULL, parked_by = NULL, parked_why = NULL \
            WHERE reader = $1 AND event = $2 AND parked_at IS NOT NULL";
        // Whoever moves the reader on may have been told that it is parked, and has lost the place:
        // it asks again.
        const FENCE: &str = "UPDATE reader_place SET fence = fence + 1 WHERE reader = $1 \
            AND part = (SELECT part FROM reader_stop WHERE reader = $1 AND event = $2)";
        const PASSED: &str = "SELECT 1 FROM reader_place JOIN reader_stop \
                ON reader_stop.reader = reader_place.reader AND reader_stop.part = reader_place.part \
            WHERE reader_place.reader = $1 AND event = $2 AND reader_place.seq >= reader_stop.seq";
        let values = || vec![reader.into(), event.into()];
        let mut transaction = self.connection.begin().await?;
        let mut session = transaction.session();
        session.execute(FENCE, values()).await?;
        if session.fetch_optional(PASSED, values()).await?.is_some() {
            return Ok(Parking::Passed);
        }
        let n_unparked = session.execute(UNPARK, values()).await?;
        if n_unparked > 0 {
            transaction.commit().await?;
        } else {
            drop(transaction);
        }
        self.came_of(n_unparked, reader, event).await
    }

    async fn came_of(
        &mut self,
        n_changed: u64,
        reader: &str,
        event: EventId,
    ) -> Result<Parking, Error> {
        const KNOWN: &str = "SELECT 1 FROM reader_stop WHERE reader = $1 AND event = $2";
        if n_changed > 0 {
            return Ok(Parking::Done);
        }
        let mut session = self.connection.get().await?;
        let known = session.fetch_optional(KNOWN, vec![reader.into(), event.into()]).await?;
        Ok(known.map_or(Parking::Unknown, |_| Parking::AlreadyDone))
    }

    async fn stopped(
        &mut self,
        reader: &str,
        at: Unreadable,
        reason: String,
        now: Timestamp,
    ) -> Result<(), Error> {
        const STOPPED: &str = "INSERT INTO reader_stop \
            (reader, event, kind, part, seq, reason, stopped_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (reader, event) DO NOTHING";
        let seq = Value::try_from(at.seq).map_err(|source| Error::Encode(source.into()))?;
        let values = vec![
            reader.into(),
            at.id.into(),
            at.kind.as_str().into(),
            at.partition.into(),
            seq,
            reason.into(),
            now.into(),
        ];
        self.connection.get().await?.execute(STOPPED, values).await.map(drop)
    }
}

impl StopStore for StateStore {
    fn stopped(
        &self,
        reader: &str,
        at: Unreadable,
        reason: String,
    ) -> BoxFuture<'_, Result<(), Failure>> {
        let reader = reader.to_owned();
        Box::pin(async move {
            let mut state = self.state.lock().await;
            let now = self.clock.now();
            let kept = state.stopped(&reader, at, reason, now).await;
            Ok(state.sound(kept.map_err(StoreError::engine("write", &self.place)))?)
        })
    }

    fn is_parked(&self, reader: &str, event: EventId) -> BoxFuture<'_, Result<bool, Failure>> {
        const SQL: &str = "SELECT 1 AS parked FROM reader_stop \
            WHERE reader = $1 AND event = $2 AND parked_at IS NOT NULL";
        let query = self.model.query(SQL).bind(reader).bind(event);
        Box::pin(async move { Ok(query.fetch_optional().await?.is_some()) })
    }
}

fn stop(row: &Row) -> Result<ReaderStop, QueryError> {
    let (partition, seq) = partition_and_seq(row)?;
    let id = EventId::from_uuid(row.uuid("event")?);
    Ok(ReaderStop {
        reader: row.text("reader")?,
        at: Unreadable { id, kind: row.text("kind")?.into(), partition, seq },
        reason: row.text("reason")?,
        stopped_at: row.timestamp("stopped_at")?,
        parked_at: row.opt_timestamp("parked_at")?,
        parked_by: row.opt_text("parked_by")?,
        parked_why: row.opt_text("parked_why")?,
    })
}
