//! What the process gives to every service, and what every service gives to the process.
//!
//! A service is built from a [`Platform`] and answers with a [`Service`]; the process runs what it
//! finds in there. Neither knows the other's inside.

mod catalogs;
mod rebuild;
#[cfg(feature = "testkit")]
pub mod testkit;

use std::sync::Arc;

use tokio::sync::watch;
use tongban_eventstore::readers::{
    Consumer, Dispatch, Policy, PolicyReader, PolicyStore, Sweeper, run_sweeper,
};
use tongban_eventstore::{Aggregates, BoxFuture, Runtime};
use tongban_httpkit::Kit;
use tongban_kernel::Decider;
use tongban_readmodel::{Projection, ProjectionReader, ReadModel, ReadModels, StateStore};
use tongban_vault::{KeyRing, Materials};
use utoipa_axum::router::OpenApiRouter;

use crate::rebuild::LiveModel;

pub use catalogs::CatalogHandle;
pub use rebuild::{OnProgress, Rebuild};

/// Everything a service is given.
#[derive(Clone)]
pub struct Platform {
    /// The log, the time, the rules in force.
    pub runtime: Runtime,
    /// The read models, one namespace a service.
    pub read_models: Arc<ReadModels>,
    /// Checkpoints of policies and the refusals they met.
    pub state: Arc<StateStore>,
    /// The keys of persons.
    pub keys: Arc<KeyRing>,
    /// The files that were handed in.
    pub materials: Arc<Materials>,
    /// Departments and items, in all their versions.
    pub catalogs: CatalogHandle,
    /// What the edge needs.
    pub kit: Kit,
}

impl Platform {
    /// The aggregates of one kind.
    pub fn aggregates<D: Decider>(&self) -> Aggregates<D> {
        Aggregates::new(self.runtime.clone())
    }
}

/// A task that runs until it is told to stop.
pub type Task = Box<dyn FnOnce(watch::Receiver<bool>) -> BoxFuture<'static, ()> + Send + Sync>;

/// Everything a service gives.
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// Its part of the API.
    pub routes: OpenApiRouter,
    /// Its projection and its policies, to be fed every partition.
    pub consumers: Vec<Arc<dyn Consumer>>,
    /// Its sweepers.
    pub tasks: Vec<Task>,
    /// Their names.
    pub sweepers: Vec<&'static str>,
    /// Its read models, to be computed again on request.
    pub rebuilds: Vec<Arc<dyn Rebuild>>,
    /// The rows of its projection, for what the process asks the service of.
    pub rows: Option<ReadModel>,
}

impl Service {
    /// A service without readers.
    pub fn new(name: &'static str, routes: OpenApiRouter) -> Self {
        let (consumers, tasks, sweepers) = (Vec::new(), Vec::new(), Vec::new());
        Self { name, routes, consumers, tasks, sweepers, rebuilds: Vec::new(), rows: None }
    }

    /// Adds its projection, as it was mounted.
    #[must_use]
    pub fn projection<P: Projection + Clone>(
        mut self,
        platform: &Platform,
        projection: P,
        reader: ProjectionReader<P>,
    ) -> Self {
        self.rows = Some(reader.model());
        let reader = Arc::new(reader);
        self.consumers.push(reader.clone());
        self.rebuilds.push(Arc::new(LiveModel {
            projection,
            reader,
            log: platform.runtime.log.clone(),
            models: platform.read_models.clone(),
        }));
        self
    }

    /// Adds a policy.
    #[must_use]
    pub fn policy<P: Policy, D: Dispatch<P::Order>>(
        mut self,
        platform: &Platform,
        policy: P,
        dispatch: D,
    ) -> Self {
        let store: Arc<dyn PolicyStore> = platform.state.clone();
        self.consumers.push(Arc::new(PolicyReader::new(policy, dispatch, store)));
        self
    }

    /// Adds a sweeper.
    #[must_use]
    pub fn sweeper<S: Sweeper, D: Dispatch<S::Order>>(
        mut self,
        platform: &Platform,
        sweeper: S,
        dispatch: D,
    ) -> Self {
        let store: Arc<dyn PolicyStore> = platform.state.clone();
        let clock = Arc::clone(&platform.runtime.clock);
        let progress = platform.kit.progress.clone();
        self.sweepers.push(S::NAME);
        self.tasks.push(Box::new(move |shutdown| {
            Box::pin(run_sweeper(sweeper, dispatch, store, clock, progress, shutdown))
        }));
        self
    }
}
