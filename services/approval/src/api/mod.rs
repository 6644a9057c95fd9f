//! Approval over HTTP: handlers parse, execute, answer.

mod queries;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, Path, Problem, Wish};
use tongban_kernel::{CaseId, Wording};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Approvals;
use crate::commands::Command;
use view::CaseView;

/// All routes of approval.
pub(crate) fn router(service: Arc<Approvals>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(queries::list))
        .routes(routes!(queries::one))
        .routes(routes!(queries::steps))
        .routes(routes!(approve))
        .routes(routes!(send_back))
        .routes(routes!(refuse))
        .routes(routes!(suspend))
        .routes(routes!(resume))
        .routes(routes!(extend))
        .routes(routes!(conclude))
        .routes(routes!(reopen))
        .routes(routes!(annul))
        .routes(routes!(archive))
        .with_state(service)
}

type Service = State<Arc<Approvals>>;
type Answered = Result<Answer<CaseView>, Problem>;

/// A yes to a step.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approve {
    /// Why, where there is more to say than yes.
    #[schema(value_type = Option<String>)]
    opinion: Option<Wording>,
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/steps/{step}/approve", tag = "approval",
    params(("case_id" = String, Path), ("step" = String, Path), CommandHeaders), request_body = Approve,
    responses((status = 200, body = CaseView)))]
async fn approve(
    State(service): Service,
    Path((case, step)): Path<(CaseId, String)>,
    Request { wish, body }: Request<Approve>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    give(&service, &wish, case, Command::Approve { step, opinion: body.opinion }).await
}

/// Where a case goes back to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Return {
    /// The step that begins again.
    to: String,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/steps/{step}/return", tag = "approval",
    params(("case_id" = String, Path), ("step" = String, Path), CommandHeaders), request_body = Return,
    responses((status = 200, body = CaseView)))]
async fn send_back(
    State(service): Service,
    Path((case, step)): Path<(CaseId, String)>,
    Request { wish, body }: Request<Return>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    let command = Command::Return { from: step, to: body.to, reason: body.reason };
    give(&service, &wish, case, command).await
}

/// A reason and the rule it rests on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Grounds {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
    /// The rule it rests on.
    #[schema(value_type = String)]
    legal_basis: Wording,
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/steps/{step}/reject", tag = "approval",
    params(("case_id" = String, Path), ("step" = String, Path), CommandHeaders), request_body = Grounds,
    responses((status = 200, body = CaseView)))]
async fn refuse(
    State(service): Service,
    Path((case, step)): Path<(CaseId, String)>,
    Request { wish, body }: Request<Grounds>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    let Grounds { reason, legal_basis } = body;
    give(&service, &wish, case, Command::Refuse { step, reason, legal_basis }).await
}

/// A special procedure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suspend {
    /// Its code in the item.
    procedure: String,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/suspend", tag = "approval",
    params(("case_id" = String, Path), CommandHeaders), request_body = Suspend,
    responses((status = 200, body = CaseView)))]
async fn suspend(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Suspend>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    let Suspend { procedure, reason } = body;
    give(&service, &wish, case, Command::Suspend { procedure, reason }).await
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plain {}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/resume", tag = "approval",
    params(("case_id" = String, Path), CommandHeaders), request_body = Plain,
    responses((status = 200, body = CaseView)))]
async fn resume(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, .. }: Request<Plain>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    give(&service, &wish, case, Command::Resume).await
}

/// More time, granted before the limit of law ends. The promise moves by as much where it is
/// counted in the same unit and not broken yet; otherwise it stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Extend {
    /// By how much, in the unit of the limit of law.
    amount: u32,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
    /// Whose approval.
    #[schema(value_type = String)]
    approved_by: Wording,
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/extend", tag = "approval",
    params(("case_id" = String, Path), CommandHeaders), request_body = Extend,
    responses((status = 200, body = CaseView)))]
async fn extend(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Extend>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    let Extend { amount, reason, approved_by } = body;
    give(&service, &wish, case, Command::Extend { amount, reason, approved_by }).await
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/conclude", tag = "approval",
    params(("case_id" = String, Path), CommandHeaders), request_body = Grounds,
    responses((status = 200, body = CaseView)))]
async fn conclude(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Grounds>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    let Grounds { reason, legal_basis } = body;
    give(&service, &wish, case, Command::Conclude { reason, legal_basis }).await
}

/// Why work begins again, and where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reopen {
    /// The step that begins again.
    from: String,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
    /// The rule or order it rests on.
    #[schema(value_type = String)]
    basis: Wording,
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/reopen", tag = "approval",
    params(("case_id" = String, Path), CommandHeaders), request_body = Reopen,
    responses((status = 200, body = CaseView)))]
async fn reopen(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Reopen>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    let Reopen { from, reason, basis } = body;
    give(&service, &wish, case, Command::Reopen { from, reason, basis }).await
}

/// Why a conclusion is void.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Annul {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
    /// The rule or order it rests on.
    #[schema(value_type = String)]
    basis: Wording,
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/annul", tag = "approval",
    params(("case_id" = String, Path), CommandHeaders), request_body = Annul,
    responses((status = 200, body = CaseView)))]
async fn annul(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, body }: Request<Annul>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    let Annul { reason, basis } = body;
    give(&service, &wish, case, Command::Annul { reason, basis }).await
}

#[utoipa::path(post, path = "/api/approval/cases/{case_id}/archive", tag = "approval",
    params(("case_id" = String, Path), CommandHeaders), request_body = Plain,
    responses((status = 200, body = CaseView)))]
async fn archive(
    State(service): Service,
    Path(case): Path<CaseId>,
    Request { wish, .. }: Request<Plain>,
) -> Answered {
    wish.may(Permission::DecideStep)?;
    give(&service, &wish, case, Command::Archive).await
}

async fn give(service: &Approvals, wish: &Wish, case: CaseId, command: Command) -> Answered {
    let before = service.cases.load(case.uuid()).await?;
    wish.fits(&before)?;
    let envelope = wish.envelope(case.uuid());
    let executed = service.cases.execute(case.uuid(), command, &envelope).await?;
    let view = service.view(case, executed.aggregate.state())?;
    Ok(wish.answer(service, &executed, view).await)
}
