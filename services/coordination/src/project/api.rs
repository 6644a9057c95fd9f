//! Projects over HTTP: handlers parse, execute, answer.

mod blockers;
mod list;
mod members;
mod plan;
mod refusal;
mod set_up;
#[cfg(test)]
mod tests;
mod view;

use serde::Serialize;
use tongban_httpkit::{Answer, Problem, Wish};
use tongban_kernel::CaseId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Coordinating;
use crate::api::Shared;
use crate::project::commands::Command;

/// The routes of projects.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list::list, set_up::set_up_project))
        .routes(routes!(list::one))
        .routes(routes!(members::join_project))
        .routes(routes!(members::leave_project))
        .routes(routes!(members::hand_over_project))
        .routes(routes!(members::close_project))
        .routes(routes!(plan::plan_milestone))
        .routes(routes!(plan::move_milestone))
        .routes(routes!(plan::reach_milestone))
        .routes(routes!(blockers::raise_blocker))
        .routes(routes!(blockers::clear_blocker))
}

/// What has become of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectStatus {
    /// The project: the `case_id` of what is asked for it.
    project_id: Uuid,
    /// `underway` or `closed`.
    state: &'static str,
}

type Answered = Result<Answer<ProjectStatus>, Problem>;

impl Coordinating {
    async fn give_project(&self, wish: &Wish, project_id: CaseId, command: Command) -> Answered {
        let project_id = project_id.uuid();
        let executed = wish.give(&self.projects, project_id, command, project_id).await?;
        let state = executed.aggregate.state().name();
        let status = ProjectStatus { project_id, state };
        Ok(wish.answer(self, &executed, status).await)
    }
}
