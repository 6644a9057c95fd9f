//! Who of the asked department works a task, and who asks after it.

use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path, Problem, Wish};
use tongban_kernel::TaskId;
use utoipa::ToSchema;

use super::orders::{Answered, TaskStatus};
use crate::Coordinating;
use crate::api::{Service, only_wording, wording};
use crate::task::commands::Command;

/// Who works a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assign {
    /// The account; oneself where it is left out.
    handler: Option<String>,
    /// Why: needed where somebody else works it.
    reason: Option<String>,
}

/// Says who of the asked department works a task: oneself, or somebody else.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/assign", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Assign,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn assign(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Assign>,
) -> Answered {
    let command = body.command(&wish, &service)?;
    service.give(&wish, task_id, command).await
}

impl Assign {
    /// What is wished by whom.
    pub(super) fn command(self, wish: &Wish, service: &Coordinating) -> Result<Command, Problem> {
        if !wish.can(Permission::Coordinate) {
            wish.may(Permission::WorkTask)?;
        }
        let mut errors = Vec::new();
        let handler = match self.handler {
            Some(raw) => service.account("/handler", &raw, &mut errors),
            None if wish.can(Permission::WorkTask) => Some(wish.actor().id.clone()),
            // Who coordinates works no tasks.
            None => service.account("/handler", "", &mut errors),
        };
        let reason = self.reason.map(|raw| wording("/reason", &raw, &mut errors));
        let handler = handler.filter(|_| errors.is_empty());
        let handler = handler.ok_or_else(|| Problem::invalid(errors))?;
        Ok(Command::Assign { handler, reason: reason.flatten() })
    }
}

/// A word to who has to answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Urge {
    /// What is said.
    note: String,
}

/// Asks after a task, for who waits for its answer: once per working day.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/urge", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Urge,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn urge(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Urge>,
) -> Answered {
    let command = body.command(&wish)?;
    service.give(&wish, task_id, command).await
}

impl Urge {
    /// What is wished by whom.
    pub(super) fn command(self, wish: &Wish) -> Result<Command, Problem> {
        wish.may(Permission::RequestTask)?;
        Ok(Command::Urge { note: only_wording("/note", &self.note)? })
    }
}
