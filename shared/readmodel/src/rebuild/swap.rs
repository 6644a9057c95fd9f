use tongban_eventstore::Log;
use tongban_eventstore::readers::ReaderError;

use super::build::Scratch;
use super::{Rebuilt, swap_files, swap_schemas};
use crate::reader::store;
use crate::store::Content;
use crate::{Projection, ProjectionReader};

impl<P: Projection> ProjectionReader<P> {
    /// Takes rows that were computed again in the place of those in use, while events and questions
    /// keep coming: both wait for a moment. To be seen through: given up half-way, it leaves nothing
    /// open. Other processes that share the database go on with the new rows as well.
    ///
    /// # Errors
    /// When the last events cannot be read, the places cannot be exchanged, or the new rows cannot be
    /// opened; the old rows then stay in use, or, where files cannot be put back either, nothing is
    /// open until the next start, which puts them back.
    pub async fn swap_in(&self, mut rebuilt: Rebuilt<P>, log: &dyn Log) -> Result<(), ReaderError> {
        let mut slot = self.writer().await;
        let writer = slot.as_ref().ok_or_else(|| store(self.model.closed()))?;
        if let Scratch::Schema { schema, live, .. } = &rebuilt.scratch {
            let schemas = (schema.clone(), live.clone());
            return swap_schemas::swap_in(slot, rebuilt, schemas, log).await;
        }
        // Nothing is projected from here on: what was, since the rebuild came to the head, is made up.
        for (partition, seen, _) in writer.all_seen() {
            rebuilt.follow(log, partition, seen, &mut |_| ()).await?;
        }
        let content = Content::of::<P>(log.n_partitions());
        swap_files::swap_in(&self.model, &mut slot, rebuilt, content).await
    }
}
