//! Metrics (效能监测): counts, durations in working time, on-time rates.
//!
//! It decides nothing: it reads what the other services record, and recorded histories, and keeps
//! rows and sums from which every figure is read. No figure is a flag that could go stale: what is
//! late now is asked of the due dates and the clock.

mod api;
pub mod projection;
mod samples;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use tongban_httpkit::{HasKit, HasProjection, Kit};
use tongban_platform::{Platform, Service};
use tongban_readmodel::{Projection, ReadModel, StoreError};

use crate::projection::MetricsProjection;

/// The running service.
pub struct Metrics {
    reads: ReadModel,
    kit: Kit,
}

/// Builds the service on a platform.
///
/// # Errors
/// When its read model cannot be opened.
pub async fn service(platform: &Platform) -> Result<Service, StoreError> {
    let log = &*platform.runtime.log;
    let reader = platform.read_models.mount(MetricsProjection, log).await?;
    let metrics = Arc::new(Metrics { reads: reader.model(), kit: platform.kit.clone() });
    Ok(Service::new("metrics", api::router(metrics)).projection(
        platform,
        MetricsProjection,
        reader,
    ))
}

impl HasKit for Metrics {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasProjection for Metrics {
    const PROJECTION: &'static str = MetricsProjection::NAME;
}
