use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path, Problem};
use tongban_kernel::{CaseId, Wording};
use utoipa::ToSchema;

use super::{Answered, ProjectStatus};
use crate::api::Service;
use crate::project::commands::Command;

/// What stands in the way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raising {
    /// What.
    #[schema(value_type = String)]
    what: Wording,
    /// Whom it takes to clear it: any department.
    needs_department: String,
}

/// Says what stands in the way of a project, for a department that takes part: it is on every
/// fortnightly list until it is cleared.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/blockers",
    tag = "coordination", params(("project_id" = Uuid, Path), CommandHeaders),
    request_body = Raising, responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn raise_blocker(
    State(service): Service,
    Path(project_id): Path<CaseId>,
    Request { wish, body: Raising { what, needs_department } }: Request<Raising>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let mut errors = Vec::new();
    service.check_departments([("/needs_department".to_owned(), &needs_department)], &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    service.give_project(&wish, project_id, Command::Raise { what, needs_department }).await
}

/// How it was cleared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clearing {
    /// How.
    #[schema(value_type = String)]
    how: Wording,
}

/// Says that a blocker is cleared, for the department that raised it or whoever leads.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/blockers/{nth}/clear",
    tag = "coordination", params(("project_id" = Uuid, Path), ("nth" = u32, Path), CommandHeaders),
    request_body = Clearing, responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn clear_blocker(
    State(service): Service,
    Path((project_id, nth)): Path<(CaseId, u32)>,
    Request { wish, body: Clearing { how } }: Request<Clearing>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    service.give_project(&wish, project_id, Command::Clear { nth, how }).await
}
