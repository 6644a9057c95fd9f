use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_calendar::Budget;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, Path, Problem, Refusal as _, Wish,
};
use tongban_kernel::NoticeId;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{Service, only_wording, wording};
use crate::notice::commands::Command;
use crate::notice::state::Rejection;

/// What has become of a warning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeStatus {
    /// The warning.
    notice_id: Uuid,
    /// `open`, `appealed`, `answered`, `met`, `revoked`, `closed`.
    state: &'static str,
}

type Answered = Result<Answer<NoticeStatus>, Problem>;

/// The answer to a warning.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeStatement {
    /// Why it came to this, and what is done about it.
    statement: String,
}

/// Answers a warning in writing, for the department that was warned.
#[utoipa::path(post, path = "/api/coordination/notices/{notice_id}/answer", tag = "coordination",
    params(("notice_id" = Uuid, Path), CommandHeaders), request_body = NoticeStatement,
    responses((status = 200, body = NoticeStatus)))]
pub(crate) async fn answer_notice(
    State(service): Service,
    Path(notice_id): Path<NoticeId>,
    Request { wish, body }: Request<NoticeStatement>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let statement = only_wording("/statement", &body.statement)?;
    service.give_notice(&wish, notice_id, Command::Answer { statement }).await
}

/// Why a warning is wrong.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeAppeal {
    /// Why.
    grounds: String,
    /// By which rule.
    legal_basis: String,
}

/// Appeals against a warning; it needs no answer until a supervisor has decided.
#[utoipa::path(post, path = "/api/coordination/notices/{notice_id}/appeal", tag = "coordination",
    params(("notice_id" = Uuid, Path), CommandHeaders), request_body = NoticeAppeal,
    responses((status = 200, body = NoticeStatus)))]
pub(crate) async fn appeal_notice(
    State(service): Service,
    Path(notice_id): Path<NoticeId>,
    Request { wish, body }: Request<NoticeAppeal>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let mut errors = Vec::new();
    let grounds = wording("/grounds", &body.grounds, &mut errors);
    let legal_basis = wording("/legal_basis", &body.legal_basis, &mut errors);
    let (grounds, legal_basis) =
        grounds.zip(legal_basis).ok_or_else(|| Problem::invalid(errors))?;
    service.give_notice(&wish, notice_id, Command::Appeal { grounds, legal_basis }).await
}

/// Why an appeal fails.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeUpheld {
    /// Why.
    reason: String,
    /// Within what the warning is to be answered now; as the city's ladder has it where it is left
    /// out.
    #[schema(value_type = Option<Object>)]
    answer_within: Option<Budget>,
}

/// Upholds a warning: the appeal fails, and it is to be answered.
#[utoipa::path(post, path = "/api/coordination/notices/{notice_id}/uphold", tag = "coordination",
    params(("notice_id" = Uuid, Path), CommandHeaders), request_body = NoticeUpheld,
    responses((status = 200, body = NoticeStatus)))]
pub(crate) async fn uphold_notice(
    State(service): Service,
    Path(notice_id): Path<NoticeId>,
    Request { wish, body }: Request<NoticeUpheld>,
) -> Answered {
    wish.may(Permission::Supervise)?;
    let (reason, answer_within) = (only_wording("/reason", &body.reason)?, body.answer_within);
    let (_, department) = service.of_notice(notice_id).await?;
    let office = service.tasks.office_of(&department);
    let answer_within = answer_within.unwrap_or(service.tasks.ladder().answer_within);
    service.give_notice(&wish, notice_id, Command::Uphold { reason, answer_within, office }).await
}

/// Why a warning is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeRevoked {
    /// Why.
    reason: String,
}

/// Takes a warning back: it counts nothing.
#[utoipa::path(post, path = "/api/coordination/notices/{notice_id}/revoke", tag = "coordination",
    params(("notice_id" = Uuid, Path), CommandHeaders), request_body = NoticeRevoked,
    responses((status = 200, body = NoticeStatus)))]
pub(crate) async fn revoke_notice(
    State(service): Service,
    Path(notice_id): Path<NoticeId>,
    Request { wish, body }: Request<NoticeRevoked>,
) -> Answered {
    wish.may(Permission::Supervise)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give_notice(&wish, notice_id, Command::Revoke { reason }).await
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoticeAccepted {}

/// Accepts the answer to a warning.
#[utoipa::path(post, path = "/api/coordination/notices/{notice_id}/accept", tag = "coordination",
    params(("notice_id" = Uuid, Path), CommandHeaders), request_body = NoticeAccepted,
    responses((status = 200, body = NoticeStatus)))]
pub(crate) async fn accept_notice(
    State(service): Service,
    Path(notice_id): Path<NoticeId>,
    Request { wish, .. }: Request<NoticeAccepted>,
) -> Answered {
    wish.may(Permission::Supervise)?;
    service.give_notice(&wish, notice_id, Command::Accept).await
}

impl crate::Coordinating {
    async fn give_notice(&self, wish: &Wish, notice_id: NoticeId, command: Command) -> Answered {
        let (case_id, _) = self.of_notice(notice_id).await?;
        let executed = wish.give(&self.notices, notice_id.uuid(), command, case_id).await?;
        let state = executed.aggregate.state().name();
        let status = NoticeStatus { notice_id: notice_id.uuid(), state };
        Ok(wish.answer(self, &executed, status).await)
    }

    /// The case whose task was warned of, and the department; from the read model, since an id does
    /// not say it.
    async fn of_notice(&self, notice_id: NoticeId) -> Result<(Uuid, String), Problem> {
        let row = self.reads.query("SELECT case_id, department FROM notices WHERE notice_id = $1");
        let row = row.bind(notice_id).fetch_optional().await?;
        let row = row.ok_or_else(|| Rejection::UnknownNotice.problem())?;
        Ok((row.uuid("case_id")?, row.text("department")?))
    }
}
