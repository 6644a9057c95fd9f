use std::sync::Arc;

use futures_util::stream::TryStreamExt;
use tongban_kernel::{Partition, Recorded, Seq};
use tracing::Instrument as _;

use super::cases::{by_case, is_live};
use super::{Consumer, Failure, PolicyStore, ReaderError, ReaderKind};
use crate::{BoxFuture, spans};

/// Where a relay hands events on: outside of this system.
pub trait Outlet: Send + Sync + 'static {
    /// Its name, under which the relay's checkpoint is kept: never changed.
    const NAME: &'static str;

    /// Whether it takes such events; all others pass by.
    fn takes(&self, event: &Recorded) -> bool;

    /// Hands one event on; answers when whoever is outside has it for good. After a crash the last
    /// ones are handed on again: the event's id tells that they are the same.
    ///
    /// # Errors
    /// When they do not have it, or may not: it is tried again, and nothing is passed over.
    fn hand_on<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), Failure>>;
}

/// Runs an outlet over the log: nothing is lost, and the events of one case stay in order. Imported
/// history stays inside.
pub struct RelayReader<O> {
    outlet: O,
    store: Arc<dyn PolicyStore>,
}

impl<O: Outlet> RelayReader<O> {
    /// A relay whose checkpoint lies in `store`.
    pub fn new(outlet: O, store: Arc<dyn PolicyStore>) -> Self {
        Self { outlet, store }
    }

    async fn hand_on_in_order(&self, events: Vec<&Recorded>) -> Result<(), ReaderError> {
        for event in events {
            let handed_on = self.outlet.hand_on(event).instrument(spans::hand_on(O::NAME, event));
            handed_on.await.map_err(ReaderError::Outlet)?;
        }
        Ok(())
    }
}

impl<O: Outlet> Consumer for RelayReader<O> {
    fn name(&self) -> &str {
        O::NAME
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Relay
    }

    fn checkpoint(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        Box::pin(async move {
            self.store.checkpoint(O::NAME, partition).await.map_err(ReaderError::Store)
        })
    }

    fn consume<'a>(
        &'a self,
        partition: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async move {
            let leave = events.iter().filter(|event| is_live(event) && self.outlet.takes(event));
            by_case(leave, |events| Box::pin(self.hand_on_in_order(events)))
                .try_collect::<()>()
                .await?;
            let seq = events.last().map_or(Seq(0), |last| last.seq);
            let kept = self.store.commit(O::NAME, partition, seq, Vec::new()).await;
            kept.map_err(ReaderError::Store)
        })
    }
}

#[cfg(test)]
mod tests;
