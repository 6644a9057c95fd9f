use std::path::Path;

use tongban_eventstore::Log;
use tongban_eventstore::readers::ReaderError;
use tracing::warn;

use super::Rebuilt;
use crate::models::failed;
use crate::reader::store;
use crate::store::{Content, Durability, Exchange, Writer};
use crate::{Projection, ProjectionReader, StoreError};

impl<P: Projection> ProjectionReader<P> {
    /// Takes rows that were computed again in the place of those in use, while events and questions
    /// keep coming: both wait for a moment. To be seen through: given up half-way, it leaves nothing
    /// open.
    ///
    /// # Errors
    /// When the last events cannot be read, the files cannot be exchanged, or the new rows cannot be
    /// opened; the old rows then stay in use.
    pub async fn swap_in(&self, mut rebuilt: Rebuilt<P>, log: &dyn Log) -> Result<(), ReaderError> {
        let mut slot = self.writer().await;
        let live = slot.as_ref().ok_or_else(|| store(self.model.closed()))?;
        // Nothing is projected from here on: what was, since the rebuild came to the head, is made up.
        for partition in live.partitions() {
            let (seen, _) = live.seen(partition);
            rebuilt.follow(log, partition, seen, &mut |_| ()).await?;
        }
        rebuilt.writer.close().await.map_err(store)?;
        let held = self.model.hold().await;
        if let Some(live) = slot.take()
            && let Err(error) = live.close().await
        {
            // Perhaps it was damaged, and that is why it is replaced.
            warn!(reader = P::NAME, error = %error, "the old read model could not be closed");
        }
        let (path, content) = (self.model.path(), Content::of::<P>(log.n_partitions()));
        let exchanged = exchange(&rebuilt.path, path, content).await;
        let (writer, swapped) = match exchanged {
            Ok(writer) => (Ok(writer), Ok(())),
            Err(error) => (open(path, content).await, Err(store(error))),
        };
        held.release();
        *slot = Some(writer.map_err(store)?);
        swapped
    }
}

/// Puts a file in the place of another and opens it; one that cannot be used gives the place back.
async fn exchange(built: &Path, path: &Path, content: Content) -> Result<Writer, StoreError> {
    let exchange = Exchange::begin(built, path)?;
    let opened = open(path, content).await;
    match opened {
        Ok(_) => exchange.keep(),
        Err(_) => exchange.undo(),
    }
    opened
}

async fn open(path: &Path, content: Content) -> Result<Writer, StoreError> {
    let opened = Writer::open(path, content, Durability::Rebuildable).await;
    opened.map_err(|error| failed(error, path))
}
