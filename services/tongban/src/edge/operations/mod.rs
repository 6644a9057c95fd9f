//! What operators see and do: how this process does, and what it was asked to do. No business data.

mod acts;
mod status;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use tongban_auth::Login;
use tongban_httpkit::{HasKit, HttpMetrics, Kit, Problem, Wish};
use tongban_platform::{Platform, Service};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Itself;
use crate::operations::Verifications;

struct Edge {
    platform: Platform,
    itself: Itself,
    services: Vec<Known>,
    metrics: HttpMetrics,
    verifications: Verifications,
}

/// What runs of a service where the process has its role.
struct Known {
    service: &'static str,
    readers: Vec<String>,
    sweepers: Vec<&'static str>,
}

impl HasKit for Edge {
    fn kit(&self) -> &Kit {
        &self.platform.kit
    }
}

pub(super) fn routes(
    platform: &Platform,
    itself: &Itself,
    services: &[Service],
    metrics: HttpMetrics,
) -> OpenApiRouter {
    let services = services.iter().map(|service| Known {
        service: service.name,
        readers: service.consumers.iter().map(|reader| reader.name().to_owned()).collect(),
        sweepers: service.sweepers.clone(),
    });
    let edge = Edge {
        platform: platform.clone(),
        itself: itself.clone(),
        services: services.collect(),
        metrics,
        verifications: Verifications::default(),
    };
    OpenApiRouter::new()
        .routes(routes!(status::status))
        .routes(routes!(status::readers))
        .routes(routes!(acts::park))
        .routes(routes!(acts::unpark))
        .routes(routes!(acts::confirm))
        .routes(routes!(acts::last_verification, acts::verify))
        .routes(routes!(acts::resolve))
        .with_state(Arc::new(edge))
}

/// The account of who wishes; every one that signs in has such a name.
pub(super) fn account_of(wish: &Wish) -> Result<Login, Problem> {
    Login::parse(&wish.actor().id).map_err(|_| Problem::unauthenticated())
}
