use std::sync::Arc;

use futures_util::TryFutureExt;
use tongban_kernel::{EventId, Partition, Seq};

use super::{Place, PolicyStore, ReaderError, Refusal, Seen, StopStore};
use crate::BoxFuture;

/// How far one reader is, as its store keeps it.
pub(super) struct Kept {
    name: &'static str,
    store: Arc<dyn PolicyStore>,
}

impl Kept {
    pub(super) fn new(name: &'static str, store: Arc<dyn PolicyStore>) -> Self {
        Self { name, store }
    }

    pub(super) fn checkpoint(
        &self,
        partition: Partition,
    ) -> BoxFuture<'_, Result<Place, ReaderError>> {
        Box::pin(self.store.checkpoint(self.name, partition).map_err(ReaderError::Store))
    }

    pub(super) fn look(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        Box::pin(self.store.look(self.name, partition).map_err(ReaderError::Store))
    }

    pub(super) fn renew(&self, partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        Box::pin(self.store.renew(self.name, partition).map_err(ReaderError::Store))
    }

    pub(super) fn let_go(&self, partition: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        Box::pin(self.store.let_go(self.name, partition).map_err(ReaderError::Store))
    }

    /// Whether people have decided that the reader goes on without an event that it cannot read.
    pub(super) async fn is_parked(&self, event: EventId) -> Result<bool, ReaderError> {
        self.store.is_parked(self.name, event).await.map_err(ReaderError::Store)
    }

    pub(super) fn stops(&self) -> &dyn StopStore {
        &*self.store
    }

    pub(super) fn is_shared(&self) -> bool {
        self.store.is_shared()
    }

    pub(super) fn commit(
        &self,
        partition: Partition,
        seen: Seen,
        refusals: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), ReaderError>> {
        self.store.commit(self.name, partition, seen, refusals)
    }
}
