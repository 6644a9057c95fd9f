//! Intake (受理): a case comes in, is completed, and is handed over.
//!
//! An application is read against the version of its item that was in force when it was received.
//! Whatever is missing is told once and all at once; an office that is silent until its term is
//! over has accepted (Administrative Licensing Law art. 32). What approval makes of the case is told
//! to its applicant in plain words.

mod api;
pub mod commands;
pub mod events;
pub mod policy;
pub mod projection;
mod samples;
pub mod state;
mod sweeper;

use std::sync::Arc;

use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope};
use tongban_httpkit::{HasKit, HasProjection, HasThrottle, Kit, Throttle};
use tongban_kernel::Position;
use tongban_platform::{CatalogHandle, Platform, Service};
use tongban_readmodel::{Due, Projection, ReadModel, StoreError};
use tongban_vault::{KeyRing, Materials};

use crate::policy::{EndOfApproval, Order};
use crate::projection::Intake;
use crate::state::Case;
use crate::sweeper::DueAcceptances;

/// The running service.
pub struct Cases {
    cases: Aggregates<Case>,
    catalogs: CatalogHandle,
    keys: Arc<KeyRing>,
    materials: Arc<Materials>,
    reads: ReadModel,
    kit: Kit,
    throttle: Throttle,
}

/// Builds the service on a platform.
///
/// # Errors
/// When its read model cannot be opened.
pub async fn service(platform: &Platform) -> Result<Service, StoreError> {
    let reader = platform.read_models.mount(Intake, &*platform.runtime.log).await?;
    let cases = platform.aggregates();
    let reads = reader.model();
    let routes = api::router(Arc::new(Cases {
        cases: cases.clone(),
        catalogs: platform.catalogs.clone(),
        keys: platform.keys.clone(),
        materials: platform.materials.clone(),
        reads: reads.clone(),
        kit: platform.kit.clone(),
        throttle: Throttle::default(),
    }));
    let dispatcher = Dispatcher(cases);
    Ok(Service::new("intake", routes)
        .projection(platform, Intake, reader)
        .policy(platform, EndOfApproval, dispatcher.clone())
        .sweeper(platform, Due::<DueAcceptances>::new(reads), dispatcher))
}

impl HasKit for Cases {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasThrottle for Cases {
    fn throttle(&self) -> &Throttle {
        &self.throttle
    }
}

impl HasProjection for Cases {
    const PROJECTION: &'static str = Intake::NAME;
}

/// Gives the commands of the policy and the sweeper.
#[derive(Clone)]
struct Dispatcher(Aggregates<Case>);

impl Dispatch<Order> for Dispatcher {
    fn dispatch(
        &self,
        Order { case_id, command }: Order,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(
            async move { Ok(self.0.execute(case_id.uuid(), command, &envelope).await?.position) },
        )
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_domain_is_pure() {
        tongban_kernel::testkit::assert_pure(env!("CARGO_MANIFEST_DIR"));
    }
}
