use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path, Problem};
use tongban_kernel::TaskId;
use utoipa::ToSchema;

use super::orders::{Answered, TaskStatus};
use crate::api::{Service, unknown_department, wording};
use crate::task::commands::Command;

/// Why a department does not have to answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisputeTask {
    /// Why.
    reason: String,
    /// By which rule.
    legal_basis: String,
    /// Who has to answer, as it sees it; left out where nobody has.
    responsible: Option<String>,
}

/// Disputes that the asked department has to answer a task: a panel rules. The clock runs on.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/dispute", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = DisputeTask,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn dispute_task(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<DisputeTask>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let mut errors = Vec::new();
    let reason = wording("/reason", &body.reason, &mut errors);
    let legal_basis = wording("/legal_basis", &body.legal_basis, &mut errors);
    let responsible = body.responsible;
    if responsible.as_deref().is_some_and(|code| !service.tasks.is_department(code)) {
        errors.push(unknown_department("/responsible"));
    }
    let parsed = reason.zip(legal_basis).filter(|_| errors.is_empty());
    let (reason, legal_basis) = parsed.ok_or_else(|| Problem::invalid(errors))?;
    let command = Command::Dispute { reason, legal_basis, responsible };
    service.give(&wish, task_id, command).await
}
