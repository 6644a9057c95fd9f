//! What stands before all services: sign-in, the catalogue, live changes, what was refused to the
//! system, one OpenAPI document.

mod age;
mod catalog;
mod cookies;
mod oidc;
mod sign_in;
mod work_items;

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use tongban_auth::{Oidc, Permission, SignIn, require};
use tongban_httpkit::{HttpMetrics, Visibility, changes_routes, document_route, edge, merge};
use tongban_kernel::Actor;
use tongban_natskit::{Spec, specs};
use tongban_platform::{Platform, Service};
use tongban_readmodel::ChangedStream;
use tongban_telemetry::Metrics;
use utoipa_axum::router::OpenApiRouter;

use crate::app::{ProcessRole, Roles};

pub(crate) use age::state_age;

/// How people sign in.
pub(crate) struct SignInWays<'a> {
    /// With a password.
    pub(crate) sign_in: &'a Arc<SignIn>,
    /// At a provider of OpenID Connect, where there is one.
    pub(crate) oidc: Option<Arc<Oidc>>,
}

/// The routes of a process with these roles, with everything around them, and the commands that can
/// be asked of it over NATS. The documents tell of all routes, whichever process answers them.
///
/// # Errors
/// When a document about them cannot be written.
pub(crate) fn router(
    platform: &Platform,
    roles: &Roles,
    SignInWays { sign_in, oidc }: SignInWays<'_>,
    services: &mut [Service],
    metrics: &Metrics,
) -> Result<(Router, Vec<Spec>)> {
    let of_edge = [
        sign_in::routes(Arc::clone(sign_in), platform.kit.clone()),
        oidc::routes(oidc, Arc::clone(sign_in), platform.kit.clone()),
        catalog::routes(platform.catalogs.clone(), platform.kit.clone()),
        work_items::routes(Arc::clone(&platform.state), platform.kit.clone()),
        changes_routes(platform.kit.clone(), visibility()),
    ];
    let of_edge = of_edge.map(|routes| (ProcessRole::Edge.name(), routes));
    let of_services =
        services.iter_mut().map(|service| (service.name, std::mem::take(&mut service.routes)));
    let routes = of_services.chain(of_edge).map(|(role, routes)| match roles.has_service(role) {
        true => routes,
        // Another process's: told of, not answered.
        false => OpenApiRouter::with_openapi(routes.into_openapi()),
    });
    let (router, openapi) = merge(routes, env!("CARGO_PKG_VERSION"));
    let document = serde_json::to_value(&openapi)?;
    let mut commands = specs(&document);
    let messages = crate::nats::document(&document, &commands);
    commands.retain(|command| roles.has_service(&command.service));
    let router = router
        .merge(document_route("/openapi.json", openapi.to_pretty_json()?))
        .merge(document_route("/asyncapi.json", serde_json::to_string_pretty(&messages)?));
    let router = edge(router, platform.runtime.clock.clone(), HttpMetrics::register(metrics));
    Ok((router, commands))
}

/// Changes name cases and tasks, never what is in them: whoever may read cases may hear of them.
/// That a complaint exists is for those who stand between departments alone: a change does not say
/// which department has to answer it.
fn visibility() -> Visibility {
    Arc::new(|actor: &Actor, changed: &ChangedStream| {
        let may = |permission| require(actor, permission).is_ok();
        match changed.stream.category.as_str() {
            "complaint" => may(Permission::Coordinate) || may(Permission::Supervise),
            _ => may(Permission::ReadCase),
        }
    })
}

#[cfg(test)]
mod tests {
    use tongban_kernel::{Category, Role, StreamId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn that_a_complaint_exists_is_heard_by_those_between_departments_alone() {
        let hears = |role, category| {
            let stream = StreamId::new(Category::new(category), Uuid::nil());
            let kind = "complaint.complaint_lodged.v2".into();
            let changed = ChangedStream { stream, kind, correlation: Uuid::nil() };
            visibility()(&Actor::officer("o-1", "fire-rescue", role), &changed)
        };
        for role in [Role::Coordinator, Role::Supervisor] {
            assert!(hears(role, "complaint") && hears(role, "intake"), "{role:?}");
        }
        for role in [Role::Handler, Role::WindowClerk] {
            assert!(!hears(role, "complaint") && hears(role, "intake"), "{role:?}");
        }
        assert!(!hears(Role::Operator, "complaint") && !hears(Role::Operator, "intake"));
    }
}
