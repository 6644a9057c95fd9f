//! What departments and coordinators do in a dispute.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, FieldError, Path, Problem, Refusal as _, Wish,
};
use tongban_kernel::{DisputeId, Text};
use utoipa::ToSchema;
use uuid::Uuid;

use super::view::ruling_of;
use crate::api::{Service, only_wording, unknown_department, wording};
use crate::dispute::commands::{Command, Precedent};
use crate::dispute::state::Rejection;

/// What has become of a dispute.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisputeStatus {
    /// The dispute.
    dispute_id: Uuid,
    /// `open`, `ruled`, `withdrawn`, `lapsed`.
    state: &'static str,
}

pub(super) type Answered = Result<Answer<DisputeStatus>, Problem>;

/// What a department holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisputeAnswer {
    /// What.
    position: String,
    /// By which rule.
    legal_basis: String,
}

/// Answers a dispute, for a department that is heard in it.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/answer", tag = "coordination",
    params(("dispute_id" = Uuid, Path), CommandHeaders), request_body = DisputeAnswer,
    responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn answer_dispute(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<DisputeAnswer>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let mut errors = Vec::new();
    let position = wording("/position", &body.position, &mut errors);
    let legal_basis = wording("/legal_basis", &body.legal_basis, &mut errors);
    let (position, legal_basis) =
        position.zip(legal_basis).ok_or_else(|| Problem::invalid(errors))?;
    service.give_dispute(&wish, dispute_id, Command::Answer { position, legal_basis }).await
}

/// Who is to be heard as well.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisputeParty {
    /// The department.
    department: String,
}

/// Hears another department as well: only who is heard can be held responsible.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/hear", tag = "coordination",
    params(("dispute_id" = Uuid, Path), CommandHeaders), request_body = DisputeParty,
    responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn hear(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<DisputeParty>,
) -> Answered {
    service.sees_to_rulings(&wish)?;
    let department = body.department;
    if !service.tasks.is_department(&department) {
        return Err(Problem::invalid([unknown_department("/department")]));
    }
    let rules = service.disputes.rules();
    service.give_dispute(&wish, dispute_id, Command::Hear { department, rules }).await
}

/// The ruling to follow.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowPrecedent {
    /// The dispute in which it was ruled.
    #[schema(value_type = String, format = Uuid)]
    precedent: DisputeId,
    /// Why it fits.
    reason: String,
}

/// Rules as it was ruled before on the same ask, without a panel.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/follow", tag = "coordination",
    params(("dispute_id" = Uuid, Path), CommandHeaders), request_body = FollowPrecedent,
    responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn follow(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<FollowPrecedent>,
) -> Answered {
    service.sees_to_rulings(&wish)?;
    let reason = only_wording("/reason", &body.reason)?;
    let precedent = Box::new(service.precedent(body.precedent).await?);
    service.give_dispute(&wish, dispute_id, Command::Follow { precedent, reason }).await
}

/// Why a dispute is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawDispute {
    /// Why.
    reason: String,
}

/// Withdraws a dispute: its department answers the task, by the due date that there was.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/withdraw",
    tag = "coordination", params(("dispute_id" = Uuid, Path), CommandHeaders),
    request_body = WithdrawDispute, responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn withdraw_dispute(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<WithdrawDispute>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give_dispute(&wish, dispute_id, Command::Withdraw { reason }).await
}

impl crate::Coordinating {
    /// # Errors
    /// 403, for those who neither coordinate nor supervise.
    pub(super) fn sees_to_rulings(&self, wish: &Wish) -> Result<(), Problem> {
        wish.may(Permission::Coordinate).or_else(|_| wish.may(Permission::Supervise))
    }

    pub(super) async fn give_dispute(
        &self,
        wish: &Wish,
        dispute_id: DisputeId,
        command: Command,
    ) -> Answered {
        let case_id = self.case_of_dispute(dispute_id).await?;
        let (disputes, dispute_id) = (self.disputes.aggregates(), dispute_id.uuid());
        let executed = wish.give(disputes, dispute_id, command, case_id).await?;
        let state = executed.aggregate.state().name();
        let status = DisputeStatus { dispute_id, state };
        Ok(wish.answer(self, &executed, status).await)
    }

    /// From the read model, since an id does not say it.
    async fn case_of_dispute(&self, dispute_id: DisputeId) -> Result<Uuid, Problem> {
        let row = self.reads.query("SELECT case_id FROM disputes WHERE dispute_id = $1");
        let row = row.bind(dispute_id).fetch_optional().await?;
        Ok(row.ok_or_else(|| Rejection::UnknownDispute.problem())?.uuid("case_id")?)
    }

    async fn precedent(&self, dispute_id: DisputeId) -> Result<Precedent, Problem> {
        let row = self.reads.query(
            "SELECT ask_zh, ruled_department, assisting, ruled_basis FROM disputes
             WHERE dispute_id = $1 AND state = 'ruled'",
        );
        let row = row.bind(dispute_id).fetch_optional().await?.ok_or_else(|| {
            let remedy = Text::new("请填写已裁决的争议", "name a dispute that was ruled on");
            Problem::invalid([FieldError::new("/precedent", "unknown", remedy)])
        })?;
        Ok(Precedent {
            dispute_id,
            ask: row.text("ask_zh")?,
            ruling: ruling_of(&row)?,
            legal_basis: row.opt_text("ruled_basis")?.unwrap_or_default(),
        })
    }
}
