use std::sync::Arc;

use tongban_eventstore::readers::ReaderError;
use tongban_eventstore::{BoxFuture, Log};
use tongban_readmodel::{Projection, ProjectionReader, ReadModels, RebuildProgress, rebuild};

/// Hears how far a rebuild is.
pub type OnProgress = Box<dyn FnMut(RebuildProgress) + Send>;

/// A read model that can be computed again while it is in use.
pub trait Rebuild: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Computes its rows again beside those in use, and swaps them in; answers how many events were
    /// projected. Policies and sweepers are not rewound. Refused while they are being computed again.
    fn rebuild(&self, on_progress: OnProgress) -> BoxFuture<'_, Result<u64, ReaderError>>;
}

pub(crate) struct LiveModel<P> {
    pub(crate) projection: P,
    pub(crate) reader: Arc<ProjectionReader<P>>,
    pub(crate) log: Arc<dyn Log>,
    pub(crate) models: Arc<ReadModels>,
}

impl<P: Projection + Clone> Rebuild for LiveModel<P> {
    fn name(&self) -> &'static str {
        P::NAME
    }

    fn rebuild(&self, on_progress: OnProgress) -> BoxFuture<'_, Result<u64, ReaderError>> {
        let (projection, reader) = (self.projection.clone(), Arc::clone(&self.reader));
        let (log, models) = (Arc::clone(&self.log), Arc::clone(&self.models));
        let rebuilding = async move {
            let rebuilt = rebuild(projection, &*log, models.dir(), on_progress).await?;
            let n_projected = rebuilt.n_projected();
            reader.swap_in(rebuilt, &*log).await?;
            Ok(n_projected)
        };
        Box::pin(async move {
            // Seen through even if whoever asked goes away: rows that are exchanged half-way would
            // stay closed to readers and questions.
            let rebuilt = tokio::spawn(rebuilding).await;
            rebuilt.map_err(|error| ReaderError::Store(error.into()))?
        })
    }
}
