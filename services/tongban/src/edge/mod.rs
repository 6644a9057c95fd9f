//! What stands before all services: sign-in, accounts, the catalogue, live changes, what operators see
//! and do, one OpenAPI document, the web interface.

mod accounts;
mod age;
mod catalog;
mod cookies;
mod countdown;
mod oidc;
mod operations;
mod reference;
mod sign_in;
#[cfg(test)]
mod testing;
mod web;
mod work_items;

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use tongban_auth::{AccountStore, Oidc, Permission, SignIn, require};
use tongban_coordination::absence::{absence_of, absences_of_department};
use tongban_coordination::saved::SavedViews;
use tongban_eventstore::VersionsInForce;
use tongban_httpkit::{HttpMetrics, Visibility, changes_routes, document_route, edge, merge};
use tongban_kernel::Actor;
use tongban_natskit::{Spec, specs};
use tongban_platform::{Platform, Service};
use tongban_readmodel::ChangedStream;
use tongban_telemetry::Metrics;
use utoipa_axum::router::OpenApiRouter;

use crate::app::{Itself, ProcessRole};
use crate::operations::AccountTurn;

pub(crate) use age::state_age;

/// How people sign in.
pub(crate) struct SignInWays<'a> {
    /// With a password.
    pub(crate) sign_in: &'a Arc<SignIn>,
    /// By which accounts.
    pub(crate) accounts: &'a Arc<AccountStore>,
    /// Whose turn it is to change them.
    pub(crate) turn: &'a AccountTurn,
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
    itself: &Itself,
    SignInWays { sign_in, accounts, turn, oidc }: SignInWays<'_>,
    services: &mut [Service],
    metrics: &Metrics,
) -> Result<(Router, Vec<Spec>)> {
    let (roles, http) = (&itself.roles, HttpMetrics::register(metrics));
    let of_edge = [
        accounts::routes(platform, Arc::clone(sign_in), Arc::clone(accounts), turn.clone()),
        operations::routes(platform, itself, services, http.clone()),
        reference::routes(platform, services)?,
        sign_in::routes(Arc::clone(sign_in), platform.kit.clone()),
        oidc::routes(oidc, Arc::clone(sign_in), platform.kit.clone()),
        catalog::routes(platform.catalogs.clone(), platform.kit.clone()),
        countdown::routes(platform.clone()),
        work_items::routes(Arc::clone(&platform.state), platform.kit.clone()),
        changes_routes(platform.kit.clone(), visibility(&platform.runtime.versions)),
    ];
    let of_edge = of_edge.map(|routes| (ProcessRole::Edge.name(), routes));
    let of_services =
        services.iter_mut().map(|service| (service.name, std::mem::take(&mut service.routes)));
    let routes = of_services.chain(of_edge).map(|(role, routes)| match roles.has_service(role) {
        true => routes,
        // Another process's: told of, not answered.
        false => OpenApiRouter::with_openapi(routes.into_openapi()),
    });
    let (router, document) = merge(routes, env!("CARGO_PKG_VERSION"));
    let mut commands = specs(&document);
    let messages = crate::nats::document(&document, &commands);
    commands.retain(|command| roles.has_service(&command.service));
    let router = router
        .merge(document_route("/openapi.json", serde_json::to_string_pretty(&document)?))
        .merge(document_route("/asyncapi.json", serde_json::to_string_pretty(&messages)?));
    let router = match roles.has_service(ProcessRole::Edge.name()) {
        true => router.merge(web::routes()),
        false => router,
    };
    let router = edge(router, platform.runtime.clock.clone(), http);
    Ok((router, commands))
}

/// Changes name cases and tasks, never what is in them: whoever may read cases may hear of them.
/// That a complaint exists is for those who stand between departments alone: a change does not say
/// which department has to answer it. What one of the public said is found by its receipt, and that
/// follows from its id: those who sum opinions up hear of them, who read them anyway. That somebody
/// is away is heard by those who read it: their department, and those between departments. Reports
/// are heard of by who reads figures. Lists that somebody keeps are heard of by nobody else.
fn visibility(versions: &VersionsInForce) -> Visibility {
    let successions = Arc::clone(&versions.successions);
    Arc::new(move |actor: &Actor, changed: &ChangedStream| {
        let may = |permission| require(actor, permission).is_ok();
        let is_between = || may(Permission::Coordinate) || may(Permission::Supervise);
        match changed.stream.category.as_str() {
            "complaint" => is_between(),
            "opinion" => may(Permission::Convene),
            "report" => may(Permission::ReadMetrics),
            "views" => {
                may(Permission::ReadCase) && changed.stream.id == SavedViews::id_of(&actor.id)
            }
            "absence" => {
                let is_of =
                    |department: &String| changed.correlation == absences_of_department(department);
                let own = actor.department.as_deref();
                let own = own.map(|own| successions.load().seen_by(own)).unwrap_or_default();
                let is_own = changed.stream.id == absence_of(&actor.id);
                may(Permission::ReadCase) && (is_between() || is_own || own.iter().any(is_of))
            }
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
    fn whatever_the_document_refers_to_is_in_it_and_operations_have_ids_of_their_own() {
        let document: serde_json::Value =
            serde_json::from_str(include_str!("../../../../schemas/openapi.json")).unwrap();
        let mut ids = std::collections::BTreeSet::new();
        let mut values = vec![&document];
        while let Some(value) = values.pop() {
            if let Some(to) = value["$ref"].as_str() {
                assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to}");
            }
            if let Some(id) = value["operationId"].as_str() {
                assert!(ids.insert(id), "{id} twice");
            }
            let inner = value.as_object().into_iter().flat_map(|map| map.values());
            values.extend(inner.chain(value.as_array().into_iter().flatten()));
        }
    }

    #[test]
    fn that_a_complaint_exists_is_heard_by_those_between_departments_alone() {
        let hears = |role, category| {
            let stream = StreamId::new(Category::new(category), Uuid::nil());
            let kind = "complaint.complaint_lodged.v2".into();
            let changed = ChangedStream { stream, kind, correlation: Uuid::nil() };
            let hears = visibility(&VersionsInForce::builtin());
            hears(&Actor::officer("o-1", "fire-rescue", role), &changed)
        };
        for role in [Role::Coordinator, Role::Supervisor] {
            assert!(hears(role, "complaint") && hears(role, "intake"), "{role:?}");
            assert!(hears(role, "opinion"), "{role:?}");
        }
        for role in [Role::Handler, Role::WindowClerk] {
            assert!(!hears(role, "complaint") && hears(role, "intake"), "{role:?}");
            assert!(!hears(role, "opinion") && hears(role, "deliberation"), "{role:?}");
        }
        assert!(!hears(Role::Operator, "complaint") && !hears(Role::Operator, "intake"));
        assert!(hears(Role::Operator, "report") && !hears(Role::WindowClerk, "report"));
    }

    fn changed(category: &'static str, id: Uuid, correlation: Uuid) -> ChangedStream {
        let stream = StreamId::new(Category::new(category), id);
        ChangedStream { stream, kind: "coordination.changed.v1".into(), correlation }
    }

    #[test]
    fn lists_that_somebody_keeps_are_heard_of_by_nobody_else() {
        let hears = visibility(&VersionsInForce::builtin());
        let id = SavedViews::id_of("wang");
        let kept = changed("views", id, id);
        assert!(hears(&Actor::officer("wang", "transport", Role::Handler), &kept));
        for (other, role) in [("sun", Role::Handler), ("zhao", Role::Coordinator)] {
            assert!(!hears(&Actor::officer(other, "transport", role), &kept), "{other}");
        }
    }

    #[test]
    fn that_somebody_is_away_is_heard_by_those_who_may_read_it() {
        let versions = VersionsInForce::builtin();
        let successions = tongban_kernel::testkit::merged("roads", "transport");
        versions.successions.store(Arc::new(successions));
        let hears = visibility(&versions);
        for department in ["transport", "roads"] {
            let away = changed("absence", absence_of("wang"), absences_of_department(department));
            let told = |account, department, role| {
                hears(&Actor::officer(account, department, role), &away)
            };
            assert!(told("wang", "health", Role::Handler), "oneself");
            assert!(told("sun", "transport", Role::Handler), "who took over too");
            assert!(told("zhao", "government-services", Role::Coordinator));
            assert!(told("qian", "inspection", Role::Supervisor));
            assert!(!told("li", "health", Role::Handler));
            assert!(!told("op", "transport", Role::Operator));
        }
    }
}
