//! Coordination (协同): tasks between departments, and the warnings that come before they are late.
//!
//! A step that names cooperating departments opens a task for each; the asked department takes it
//! on, answers it, or returns it to the coordinator. Its clock never stands still: as its deadline
//! nears and passes, each rung of the ladder is warned of once per epoch of the deadline, whatever
//! is restarted, delivered twice, computed anew or set back.

mod api;
pub mod commands;
pub mod events;
pub mod policy;
pub mod projection;
mod samples;
pub mod state;
mod sweeper;
mod tasks;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;
use tongban_httpkit::{HasKit, HasProjection, Kit};
use tongban_kernel::Successions;
use tongban_platform::{Platform, Service};
use tongban_readmodel::{Projection, ReadModel, StoreError};

use crate::policy::TasksOfSteps;
use crate::projection::Coordination;
pub use sweeper::{DueRung, DueRungs, TasksOfEndedCases};
pub use tasks::Tasks;

/// The running service.
pub(crate) struct Coordinating {
    tasks: Tasks,
    reads: ReadModel,
    kit: Kit,
}

/// Builds the service on a platform.
///
/// # Errors
/// When its read model cannot be opened.
pub async fn service(platform: &Platform) -> Result<Service, StoreError> {
    Ok(assemble(platform).await?.0)
}

/// The service as the process runs it, and its inside.
async fn assemble(platform: &Platform) -> Result<(Service, Arc<Coordinating>), StoreError> {
    let projection = platform.read_models.mount(Coordination, &*platform.runtime.log).await?;
    let reads = projection.model();
    let tasks = Tasks::new(platform.runtime.clone(), platform.catalogs.clone());
    let coordinating = Arc::new(Coordinating {
        tasks: tasks.clone(),
        reads: reads.clone(),
        kit: platform.kit.clone(),
    });
    let routes = api::router(Arc::clone(&coordinating));
    let service = Service::new(Coordination::NAME, routes)
        .projection(platform, Coordination, projection)
        .policy(platform, TasksOfSteps, tasks.clone())
        .sweeper(platform, DueRungs::new(reads.clone()), tasks.clone())
        .sweeper(platform, TasksOfEndedCases::new(reads), tasks);
    Ok((service, coordinating))
}

impl Coordinating {
    fn successions(&self) -> Arc<Successions> {
        self.tasks.aggregates().runtime().versions.successions.load_full()
    }

    fn now(&self) -> Timestamp {
        self.kit.clock.now()
    }
}

impl HasKit for Coordinating {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasProjection for Coordinating {
    const PROJECTION: &'static str = Coordination::NAME;
}
