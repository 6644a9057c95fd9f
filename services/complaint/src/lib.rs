//! Complaint (投诉): complaint, rectification, feedback, confirmed closure.
//!
//! A complaint is answered within seven working days, and closed by the complainant or a callback:
//! never by those who answered it.

mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub mod policy;
pub mod projection;
pub mod state;

use std::sync::Arc;

use tongban_eventstore::Aggregates;
use tongban_httpkit::{HasKit, HasProjection, HasThrottle, Kit, Throttle};
use tongban_kernel::Successions;
use tongban_platform::{CatalogHandle, Platform, Service};
use tongban_readmodel::{Projection, ReadModel, StoreError};
use tongban_vault::KeyRing;

use crate::dispatch::OfRatings;
use crate::policy::BadRatings;
use crate::projection::ComplaintProjection;
use crate::state::Complaint;

/// The running service.
pub struct Complaints {
    complaints: Aggregates<Complaint>,
    keys: Arc<KeyRing>,
    catalogs: CatalogHandle,
    reads: ReadModel,
    kit: Kit,
    throttle: Throttle,
}

/// Builds the service on a platform.
///
/// # Errors
/// When its read model cannot be opened.
pub async fn service(platform: &Platform) -> Result<Service, StoreError> {
    let log = &*platform.runtime.log;
    let reader = platform.read_models.mount(ComplaintProjection, log).await?;
    let complaints = Arc::new(Complaints {
        complaints: platform.aggregates(),
        keys: Arc::clone(&platform.keys),
        catalogs: platform.catalogs.clone(),
        reads: reader.model(),
        kit: platform.kit.clone(),
        throttle: Throttle::default(),
    });
    let service = Service::new("complaint", api::router(Arc::clone(&complaints)));
    let service = service.projection(platform, ComplaintProjection, reader);
    Ok(service.policy(platform, BadRatings, OfRatings(complaints)))
}

impl Complaints {
    fn successions(&self) -> Arc<Successions> {
        self.complaints.runtime().versions.successions.load_full()
    }
}

impl HasKit for Complaints {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasThrottle for Complaints {
    fn throttle(&self) -> &Throttle {
        &self.throttle
    }
}

impl HasProjection for Complaints {
    const PROJECTION: &'static str = ComplaintProjection::NAME;
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_domain_is_pure() {
        tongban_kernel::testkit::assert_pure(env!("CARGO_MANIFEST_DIR"));
    }
}
