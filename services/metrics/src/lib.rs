//! Metrics (效能监测): counts, durations in working time, on-time rates.
//!
//! It decides nothing about a case: it reads what the other services record, and recorded histories,
//! and keeps rows and sums from which every figure is read. No figure is a flag that could go stale:
//! what is late now is asked of the due dates and the clock. What a supervisor issues as a report is
//! a fact, with the figures as they were.

mod api;
pub mod commands;
mod cost;
pub mod events;
mod open_work;
pub mod period;
mod process;
pub mod projection;
mod report;
mod samples;
pub mod state;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::Timestamp;
use tongban_eventstore::Aggregates;
use tongban_httpkit::{HasKit, HasProjection, Kit};
use tongban_kernel::calendar::{Calendar, Office};
use tongban_platform::{CatalogHandle, Platform, Service};
use tongban_readmodel::{Projection, ReadModel, StoreError};

use crate::projection::MetricsProjection;
use crate::state::Reports;

pub use open_work::{Open, OpenWork, open_work};

/// The running service.
pub struct Metrics {
    reads: ReadModel,
    reports: Aggregates<Reports>,
    kit: Kit,
    /// The calendar in force.
    calendar: Arc<ArcSwap<Calendar>>,
    catalogs: CatalogHandle,
}

/// Builds the service on a platform.
///
/// # Errors
/// When its read model cannot be opened.
pub async fn service(platform: &Platform) -> Result<Service, StoreError> {
    let log = &*platform.runtime.log;
    let reader = platform.read_models.mount(MetricsProjection, log).await?;
    let metrics = Arc::new(Metrics {
        reads: reader.model(),
        reports: platform.aggregates(),
        kit: platform.kit.clone(),
        calendar: Arc::clone(&platform.runtime.versions.calendar),
        catalogs: platform.catalogs.clone(),
    });
    Ok(Service::new("metrics", api::router(metrics)).projection(
        platform,
        MetricsProjection,
        reader,
    ))
}

impl Metrics {
    /// How the city reckons time now.
    fn office(&self, now: Timestamp) -> Office {
        let catalogs = self.catalogs.load();
        let in_force = catalogs.in_force_at(now);
        in_force.map(|edition| edition.catalog.city().office.clone()).unwrap_or_default()
    }
}

impl HasKit for Metrics {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasProjection for Metrics {
    const PROJECTION: &'static str = MetricsProjection::NAME;
}
