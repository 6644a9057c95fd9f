use std::collections::btree_map::Entry;

use jiff::Timestamp;
use sqlx::{Connection, Error, SqliteConnection};
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{Failure, PolicyStore, Refusal};
use tongban_kernel::{Partition, Seq};

use super::StateStore;
use super::store::State;
use crate::StoreError;
use crate::store::{Place, advance, reread, take_over};

impl State {
    /// The place of a policy; taken over when this process asks for the first time.
    async fn place(&mut self, policy: &str, partition: Partition) -> Result<Place, Error> {
        match self.places.entry((policy.to_owned(), partition)) {
            Entry::Occupied(held) => Ok(*held.get()),
            Entry::Vacant(new) => {
                let place = take_over(self.connection.get().await?, policy, partition).await?;
                Ok(*new.insert(place))
            }
        }
    }

    async fn checkpoint(&mut self, policy: &str, partition: Partition) -> Result<Seq, Error> {
        let held = self.place(policy, partition).await?;
        let place = reread(self.connection.get().await?, policy, partition, held).await?;
        self.places.insert((policy.to_owned(), partition), place);
        Ok(place.seq)
    }

    /// Moves a policy's place and keeps refusals, both or neither; false when another moved it.
    async fn commit(
        &mut self,
        policy: &str,
        (partition, seq): (Partition, Seq),
        refusals: &[Refusal],
        now: Timestamp,
    ) -> Result<bool, Error> {
        let from = self.place(policy, partition).await?;
        let mut transaction = self.connection.get().await?.begin_with("BEGIN IMMEDIATE").await?;
        let moved = advance(&mut transaction, policy, partition, from, (seq, None)).await?;
        let Some(place) = moved else { return Ok(false) };
        keep(&mut transaction, refusals, now).await?;
        transaction.commit().await?;
        self.places.insert((policy.to_owned(), partition), place);
        Ok(true)
    }

    async fn refused(&mut self, refusals: &[Refusal], now: Timestamp) -> Result<(), Error> {
        let mut transaction = self.connection.get().await?.begin_with("BEGIN IMMEDIATE").await?;
        keep(&mut transaction, refusals, now).await?;
        transaction.commit().await
    }
}

/// Keeps refusals; one that is kept already stays as it is, resolved or not.
async fn keep(
    connection: &mut SqliteConnection,
    refusals: &[Refusal],
    now: Timestamp,
) -> Result<(), Error> {
    const SQL: &str = "INSERT INTO work_item \
        (command, reader, event, correlation, reason, first_seen_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (command) DO NOTHING";
    for refusal in refusals {
        sqlx::query(SQL)
            .bind(refusal.command.uuid().as_bytes().to_vec())
            .bind(&refusal.reader)
            .bind(refusal.event.map(|event| event.uuid().as_bytes().to_vec()))
            .bind(refusal.correlation.as_bytes().to_vec())
            .bind(&refusal.reason)
            .bind(now.as_microsecond())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

impl PolicyStore for StateStore {
    fn checkpoint(
        &self,
        policy: &str,
        partition: Partition,
    ) -> BoxFuture<'_, Result<Seq, Failure>> {
        let policy = policy.to_owned();
        Box::pin(async move {
            let mut state = self.state.lock().await;
            let seq = state.checkpoint(&policy, partition).await;
            Ok(state.sound(seq.map_err(StoreError::engine("read", &self.path)))?)
        })
    }

    fn commit(
        &self,
        policy: &str,
        partition: Partition,
        seq: Seq,
        refusals: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), Failure>> {
        let policy = policy.to_owned();
        Box::pin(async move {
            let mut state = self.state.lock().await;
            let now = self.clock.now();
            let moved = state.commit(&policy, (partition, seq), &refusals, now).await;
            match state.sound(moved.map_err(StoreError::engine("write", &self.path)))? {
                true => Ok(()),
                false => Err(StoreError::lost_race(&policy, partition).into()),
            }
        })
    }

    fn refused(&self, refusals: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move {
            let mut state = self.state.lock().await;
            let kept = state.refused(&refusals, self.clock.now()).await;
            Ok(state.sound(kept.map_err(StoreError::engine("write", &self.path)))?)
        })
    }
}
