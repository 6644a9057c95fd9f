use tongban_eventstore::Log;
use tongban_eventstore::readers::ReaderError;
use tracing::warn;

use super::Rebuilt;
use crate::models::failed;
use crate::reader::store;
use crate::store::{Content, Durability, Writer, replace_database};
use crate::{Projection, ProjectionReader};

impl<P: Projection> ProjectionReader<P> {
    /// Takes rows that were computed again in the place of those in use, while events and questions
    /// keep coming: both wait for a moment.
    ///
    /// # Errors
    /// When the last events cannot be read, or a machine fails; the old rows then stay in use.
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
        let path = self.model.path();
        let exchanged = replace_database(&rebuilt.path, path).map_err(store);
        let content = Content::of::<P>(log.n_partitions());
        let opened = Writer::open(path, content, Durability::Rebuildable).await;
        held.release();
        *slot = Some(opened.map_err(|error| store(failed(error, path)))?);
        exchanged
    }
}
