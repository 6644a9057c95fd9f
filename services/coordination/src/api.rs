//! Coordination over HTTP: handlers parse, execute, answer.

mod orders;
#[cfg(test)]
mod plans;
mod refusal;
mod requests;
mod stream;
mod tasks;
mod view;
mod warnings;

use std::sync::Arc;

use axum::extract::State;
use tongban_auth::Permission;
use tongban_httpkit::{Problem, Signed};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Coordinating;

/// All routes of coordination.
pub(crate) fn router(service: Arc<Coordinating>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(tasks::list, requests::request))
        .routes(routes!(tasks::one))
        .routes(routes!(orders::acknowledge))
        .routes(routes!(orders::give_back))
        .routes(routes!(orders::reassign))
        .routes(routes!(orders::extend))
        .routes(routes!(orders::reply))
        .routes(routes!(orders::close))
        .routes(routes!(warnings::list))
        .routes(routes!(stream::stream))
        .with_state(service)
}

type Service = State<Arc<Coordinating>>;

/// Whose tasks someone sees.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sight {
    /// Everyone's: coordinators and supervisors.
    All,
    /// Those that these departments ask or are asked: the own one, and those whose work it took
    /// over.
    Own(Vec<String>),
}

impl Sight {
    /// # Errors
    /// 403, for those who see no cases at all.
    fn of(signed: &Signed, service: &Coordinating) -> Result<Self, Problem> {
        signed.may(Permission::ReadCase)?;
        if signed.can(Permission::Coordinate) || signed.can(Permission::Supervise) {
            return Ok(Self::All);
        }
        let own = signed.actor.department.as_deref().ok_or_else(Problem::forbidden)?;
        Ok(Self::Own(service.successions().seen_by(own)))
    }

    fn covers(&self, from_department: &str, to_department: &str) -> bool {
        match self {
            Self::All => true,
            Self::Own(own) => own.iter().any(|own| own == from_department || own == to_department),
        }
    }
}
