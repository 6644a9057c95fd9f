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
                let place = take_over(&mut self.connection, policy, partition).await?;
                Ok(*new.insert(place))
            }
        }
    }
}

impl StateStore {
    async fn checkpoint_of(&self, policy: &str, partition: Partition) -> Result<Seq, Error> {
        let mut state = self.state.lock().await;
        let held = state.place(policy, partition).await?;
        let place = reread(&mut state.connection, policy, partition, held).await?;
        state.places.insert((policy.to_owned(), partition), place);
        Ok(place.seq)
    }

    async fn commit_all(
        &self,
        policy: &str,
        partition: Partition,
        seq: Seq,
        refusals: &[Refusal],
    ) -> Result<(), StoreError> {
        let failed = StoreError::engine("write", &self.path);
        let mut state = self.state.lock().await;
        let from = state.place(policy, partition).await.map_err(failed)?;
        let mut transaction =
            state.connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let moved = advance(&mut transaction, policy, partition, from, (seq, None)).await;
        let Some(place) = moved.map_err(failed)? else {
            return Err(StoreError::lost_race(policy, partition));
        };
        keep(&mut transaction, refusals, self.clock.now()).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        state.places.insert((policy.to_owned(), partition), place);
        Ok(())
    }

    async fn keep_all(&self, refusals: &[Refusal]) -> Result<(), Error> {
        let mut state = self.state.lock().await;
        let mut transaction = state.connection.begin_with("BEGIN IMMEDIATE").await?;
        keep(&mut transaction, refusals, self.clock.now()).await?;
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
            let seq = self.checkpoint_of(&policy, partition).await;
            Ok(seq.map_err(StoreError::engine("read", &self.path))?)
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
        Box::pin(async move { Ok(self.commit_all(&policy, partition, seq, &refusals).await?) })
    }

    fn refused(&self, refusals: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move {
            let kept = self.keep_all(&refusals).await;
            Ok(kept.map_err(StoreError::engine("write", &self.path))?)
        })
    }
}
