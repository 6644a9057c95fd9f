use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path, Problem};
use tongban_kernel::{CaseId, Wording};
use utoipa::ToSchema;

use super::set_up::LeaderBody;
use super::{Answered, ProjectStatus};
use crate::api::Service;
use crate::project::commands::Command;
use crate::project::events::Outcome;

/// A department that is to take part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Joining {
    /// Which.
    department: String,
}

/// Lets a department take part in a project, for whoever leads it or convenes.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/join", tag = "coordination",
    params(("project_id" = Uuid, Path), CommandHeaders), request_body = Joining,
    responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn join_project(
    State(service): Service,
    Path(project_id): Path<CaseId>,
    Request { wish, body: Joining { department } }: Request<Joining>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let mut errors = Vec::new();
    service.check_departments([("/department".to_owned(), &department)], &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    service.give_project(&wish, project_id, Command::Join { department }).await
}

/// A department that is to take part no longer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Leaving {
    /// Which.
    department: String,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Lets a department leave a project; one that leads, or is responsible for what is not reached,
/// does not.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/leave", tag = "coordination",
    params(("project_id" = Uuid, Path), CommandHeaders), request_body = Leaving,
    responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn leave_project(
    State(service): Service,
    Path(project_id): Path<CaseId>,
    Request { wish, body: Leaving { department, reason } }: Request<Leaving>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    service.give_project(&wish, project_id, Command::Leave { department, reason }).await
}

/// Who is to lead.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HandOver {
    /// Who.
    to: LeaderBody,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Hands a project over to another leader.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/hand-over",
    tag = "coordination", params(("project_id" = Uuid, Path), CommandHeaders),
    request_body = HandOver, responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn hand_over_project(
    State(service): Service,
    Path(project_id): Path<CaseId>,
    Request { wish, body: HandOver { to, reason } }: Request<HandOver>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let mut errors = Vec::new();
    let to = service.leader("/to", to, &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    service.give_project(&wish, project_id, Command::HandOver { to, reason }).await
}

/// What came of a project.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectClosing {
    /// `achieved`, `partly_achieved`, `given_up`.
    #[schema(value_type = String)]
    outcome: Outcome,
    /// In words.
    #[schema(value_type = String)]
    result: Wording,
}

/// Closes a project and dissolves its task force; tasks that are still open for it end with it.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/close", tag = "coordination",
    params(("project_id" = Uuid, Path), CommandHeaders), request_body = ProjectClosing,
    responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn close_project(
    State(service): Service,
    Path(project_id): Path<CaseId>,
    Request { wish, body: ProjectClosing { outcome, result } }: Request<ProjectClosing>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    service.give_project(&wish, project_id, Command::Close { outcome, result }).await
}
