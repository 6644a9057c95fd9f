use axum::extract::State;
use jiff::civil::Date;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path};
use tongban_kernel::{CaseId, Wording};
use utoipa::ToSchema;

use super::set_up::MilestoneBody;
use super::{Answered, ProjectStatus};
use crate::api::Service;
use crate::project::commands::Command;

/// Adds a milestone to the plan of a project.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/milestones",
    tag = "coordination", params(("project_id" = Uuid, Path), CommandHeaders),
    request_body = MilestoneBody, responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn plan_milestone(
    State(service): Service,
    Path(project_id): Path<CaseId>,
    Request { wish, body }: Request<MilestoneBody>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let command = Command::Plan(service.new_milestone(body));
    service.give_project(&wish, project_id, command).await
}

/// Another day for a milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moving {
    /// The last day on which it is in time.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Moves a milestone to another day; the day before stays visible.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/milestones/{nth}/move",
    tag = "coordination", params(("project_id" = Uuid, Path), ("nth" = u32, Path), CommandHeaders),
    request_body = Moving, responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn move_milestone(
    State(service): Service,
    Path((project_id, nth)): Path<(CaseId, u32)>,
    Request { wish, body: Moving { due_on, reason } }: Request<Moving>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let before = service.projects.load(project_id.uuid()).await?;
    // Of a milestone that there is not, nothing moves.
    let responsible = before.state().responsible(nth).unwrap_or_default();
    let office = service.tasks.office_of(responsible);
    let command = Command::Move { nth, due_on, office, reason };
    service.give_project(&wish, project_id, command).await
}

/// What was reached.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reaching {
    /// In words.
    #[schema(value_type = String)]
    note: Wording,
}

/// Says that a milestone is reached, for the department that is responsible or whoever leads.
#[utoipa::path(post, path = "/api/coordination/projects/{project_id}/milestones/{nth}/reach",
    tag = "coordination", params(("project_id" = Uuid, Path), ("nth" = u32, Path), CommandHeaders),
    request_body = Reaching, responses((status = 200, body = ProjectStatus)))]
pub(crate) async fn reach_milestone(
    State(service): Service,
    Path((project_id, nth)): Path<(CaseId, u32)>,
    Request { wish, body: Reaching { note } }: Request<Reaching>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    service.give_project(&wish, project_id, Command::Reach { nth, note }).await
}
