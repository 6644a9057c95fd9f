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
    /// projected. Policies and sweepers are not rewound.
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
        Box::pin(async move {
            let (log, dir) = (&*self.log, self.models.dir());
            let rebuilt = rebuild(self.projection.clone(), log, dir, on_progress).await?;
            let n_projected = rebuilt.n_projected();
            self.reader.swap_in(rebuilt, log).await?;
            Ok(n_projected)
        })
    }
}
