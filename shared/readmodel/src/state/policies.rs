use std::collections::btree_map::Entry;

use jiff::Timestamp;
use sqlx::Error;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{Failure, PolicyStore, Refusal};
use tongban_kernel::{Partition, Seq};

use super::StateStore;
use super::store::State;
use crate::StoreError;
use crate::store::{Place, Session, advance, held, renew, reread, take_over};

impl State {
    /// The place of a policy; taken over when this process asks for the first time.
    async fn place(&mut self, policy: &str, partition: Partition) -> Result<Place, Error> {
        match self.places.entry((policy.to_owned(), partition)) {
            Entry::Occupied(known) => Ok(*known.get()),
            Entry::Vacant(new) => {
                let mut session = self.connection.get().await?;
                Ok(*new.insert(take_over(&mut session, policy, partition).await?))
            }
        }
    }

    async fn checkpoint(&mut self, policy: &str, partition: Partition) -> Result<Place, Error> {
        let known = self.place(policy, partition).await?;
        let place = reread(&mut self.connection.get().await?, policy, partition, known).await?;
        self.places.insert((policy.to_owned(), partition), place);
        Ok(place)
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
        let mut transaction = self.connection.begin().await?;
        let mut session = transaction.session();
        let moved = advance(&mut session, policy, partition, from, (seq, None)).await?;
        let Some(place) = moved else { return Ok(false) };
        keep(&mut session, refusals, now).await?;
        transaction.commit().await?;
        self.places.insert((policy.to_owned(), partition), place);
        Ok(true)
    }

    async fn refused(&mut self, refusals: &[Refusal], now: Timestamp) -> Result<(), Error> {
        let mut transaction = self.connection.begin().await?;
        keep(&mut transaction.session(), refusals, now).await?;
        transaction.commit().await
    }

    async fn renew(&mut self) -> Result<Vec<(String, Partition)>, Error> {
        let mut session = self.connection.get().await?;
        for ((policy, partition), place) in &mut self.places {
            *place = renew(&mut session, policy, *partition, *place).await?;
        }
        let held = self.places.iter().filter(|(_, place)| place.is_held());
        Ok(held.map(|(key, _)| key.clone()).collect())
    }
}

/// Keeps refusals; one that is kept already stays as it is, resolved or not.
async fn keep(
    session: &mut Session<'_>,
    refusals: &[Refusal],
    now: Timestamp,
) -> Result<(), Error> {
    const SQL: &str = "INSERT INTO work_item \
        (command, reader, event, correlation, reason, first_seen_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (command) DO NOTHING";
    for refusal in refusals {
        let values = vec![
            refusal.command.into(),
            (&refusal.reader).into(),
            refusal.event.into(),
            refusal.correlation.into(),
            (&refusal.reason).into(),
            now.into(),
        ];
        session.execute(SQL, values).await?;
    }
    Ok(())
}

impl StateStore {
    /// Keeps the partitions of policies that this process holds for another
    /// [`LEASE_TERM`](crate::LEASE_TERM), and answers which those are. To be called several times
    /// within a term; a file has no terms.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn renew(&self) -> Result<Vec<(String, Partition)>, StoreError> {
        let mut state = self.state.lock().await;
        let renewed = state.renew().await;
        state.sound(renewed.map_err(StoreError::engine("renew the leases of", &self.place)))
    }
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
            let place = state.checkpoint(&policy, partition).await;
            let place = state.sound(place.map_err(StoreError::engine("read", &self.place)))?;
            Ok(held(&policy, partition, place)?.seq)
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
            match state.sound(moved.map_err(StoreError::engine("write", &self.place)))? {
                true => Ok(()),
                false => Err(StoreError::lost_race(&policy, partition).into()),
            }
        })
    }

    fn refused(&self, refusals: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move {
            let mut state = self.state.lock().await;
            let kept = state.refused(&refusals, self.clock.now()).await;
            Ok(state.sound(kept.map_err(StoreError::engine("write", &self.place)))?)
        })
    }
}
