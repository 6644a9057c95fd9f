use jiff::Timestamp;
use sqlx::Error;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{self, Failure, PolicyStore, ReaderError, Refusal, Seen};
use tongban_kernel::{Partition, Seq};

use super::StateStore;
use super::store::State;
use crate::StoreError;
use crate::reader::store;
use crate::store::{Place, Session, WriteConnection, advance, let_go, reread};

impl State {
    fn known(&self, reader: &str, partition: Partition) -> Place {
        let key = (reader.to_owned(), partition);
        self.places.get(&key).copied().unwrap_or(Place::UNKNOWN)
    }

    fn note(&mut self, reader: &str, partition: Partition, place: Place) {
        self.places.insert((reader.to_owned(), partition), place);
    }

    /// The place of a reader; taken over when this process does not have it and no other does.
    async fn checkpoint(&mut self, reader: &str, partition: Partition) -> Result<Place, Error> {
        let known = self.known(reader, partition);
        let place = reread(&mut self.connection.get().await?, reader, partition, known).await?;
        self.note(reader, partition, place);
        Ok(place)
    }

    /// Moves a reader's place and keeps refusals, both or neither; false when another moved it.
    async fn commit(
        &mut self,
        reader: &str,
        partition: Partition,
        seen: Seen,
        refusals: &[Refusal],
        now: Timestamp,
    ) -> Result<bool, Error> {
        let mut from = self.known(reader, partition);
        if !from.is_held() {
            from = self.checkpoint(reader, partition).await?;
        }
        let mut transaction = self.connection.begin().await?;
        let mut session = transaction.session();
        let moved = advance(&mut session, reader, partition, from, (seen.seq, seen.hash)).await?;
        if moved.is_some() {
            keep(&mut session, refusals, now).await?;
            transaction.commit().await?;
        } else {
            drop(transaction);
        }
        self.note(reader, partition, moved.unwrap_or(from.lost()));
        Ok(moved.is_some())
    }

    async fn let_go(&mut self, reader: &str, partition: Partition) -> Result<(), Error> {
        let known = self.known(reader, partition);
        if let (WriteConnection::Schema(_), true) = (&self.connection, known.is_held()) {
            let_go(&mut self.connection.get().await?, reader, partition, known).await?;
            self.note(reader, partition, known.lost());
            if !self.places.values().any(Place::is_held) {
                self.connection.rest().await?;
            }
        }
        Ok(())
    }

    async fn refused(&mut self, refusals: &[Refusal], now: Timestamp) -> Result<(), Error> {
        let mut transaction = self.connection.begin().await?;
        keep(&mut transaction.session(), refusals, now).await?;
        transaction.commit().await
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

impl PolicyStore for StateStore {
    fn is_shared(&self) -> bool {
        self.is_shared
    }

    fn checkpoint(
        &self,
        reader: &str,
        partition: Partition,
    ) -> BoxFuture<'_, Result<readers::Place, Failure>> {
        let reader = reader.to_owned();
        Box::pin(async move {
            let look = self.model.look(&reader, partition).await?;
            if look.is_elsewhere {
                return Ok(readers::Place::Elsewhere(look.seq));
            }
            let mut state = self.state.lock().await;
            let place = state.checkpoint(&reader, partition).await;
            Ok(state.sound(place.map_err(StoreError::engine("read", &self.place)))?.into())
        })
    }

    fn look(&self, reader: &str, partition: Partition) -> BoxFuture<'_, Result<Seq, Failure>> {
        let reader = reader.to_owned();
        Box::pin(async move { Ok(self.model.look(&reader, partition).await?.seq) })
    }

    fn commit(
        &self,
        reader: &str,
        partition: Partition,
        seen: Seen,
        refusals: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), ReaderError>> {
        let reader = reader.to_owned();
        Box::pin(async move {
            let mut state = self.state.lock().await;
            let now = self.clock.now();
            let moved = state.commit(&reader, partition, seen, &refusals, now).await;
            let moved = state.sound(moved.map_err(StoreError::engine("write", &self.place)));
            moved.map_err(store)?.then_some(()).ok_or(ReaderError::Lost)
        })
    }

    fn renew(&self, reader: &str, partition: Partition) -> BoxFuture<'_, Result<(), Failure>> {
        let reader = reader.to_owned();
        Box::pin(async move { Ok(self.model.renew(&reader, partition).await?) })
    }

    fn let_go(&self, reader: &str, partition: Partition) -> BoxFuture<'_, Result<(), Failure>> {
        let reader = reader.to_owned();
        Box::pin(async move {
            let mut state = self.state.lock().await;
            let gone = state.let_go(&reader, partition).await;
            Ok(state.sound(gone.map_err(StoreError::engine("let go of", &self.place)))?)
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
