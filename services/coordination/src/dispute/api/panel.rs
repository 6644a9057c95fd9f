//! What a panel does.

use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, FieldError, Path, Problem};
use tongban_kernel::{DisputeId, Wording};
use utoipa::ToSchema;

use super::orders::{Answered, DisputeStatus};
use crate::api::{Service, login, only_wording, unknown_department, wording};
use crate::dispute::commands::Command;
use crate::dispute::events::{Member, Ruling};

/// Who rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Panel {
    /// All members: of departments that are not heard.
    members: Vec<Member>,
    /// The account of the one who presides.
    chair: String,
}

/// Names the members who rule; convened once more, who stays keeps the vote.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/panel", tag = "coordination",
    params(("dispute_id" = Uuid, Path), CommandHeaders), request_body = Panel,
    responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn convene(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<Panel>,
) -> Answered {
    service.sees_to_rulings(&wish)?;
    let Panel { mut members, chair } = body;
    let mut errors: Vec<FieldError> = Vec::new();
    for (nth, member) in members.iter_mut().enumerate() {
        let field = format!("/members/{nth}/account");
        let account = service.account(&field, &member.account, &mut errors);
        // As the account is called: votes are found by it.
        member.account = account.unwrap_or_default();
        if !service.tasks.is_department(&member.department) {
            errors.push(unknown_department(format!("/members/{nth}/department")));
        }
    }
    let chair = login("/chair", &chair, &mut errors);
    let chair = chair.filter(|_| errors.is_empty()).ok_or_else(|| Problem::invalid(errors))?;
    let chair = chair.as_str().to_owned();
    let rules = service.disputes.rules();
    service.give_dispute(&wish, dispute_id, Command::Convene { members, chair, rules }).await
}

/// Why a member steps back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recusal {
    /// The account; one's own where it is left out.
    account: Option<String>,
    /// Why.
    reason: String,
}

/// Takes a member out of the panel: by its own wish, or by a coordinator's.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/recuse", tag = "coordination",
    params(("dispute_id" = Uuid, Path), CommandHeaders), request_body = Recusal,
    responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn recuse(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<Recusal>,
) -> Answered {
    wish.may(Permission::ReadCase)?;
    let reason = only_wording("/reason", &body.reason)?;
    let account = body.account.unwrap_or_else(|| wish.actor().id.clone());
    service.give_dispute(&wish, dispute_id, Command::Recuse { account, reason }).await
}

/// How a member holds that it is to be ruled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vote {
    /// Who has to answer.
    ruling: Ruling,
    /// Why.
    reason: String,
}

/// Votes, as a member of the panel; voted once more, the last word counts.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/vote", tag = "coordination",
    params(("dispute_id" = Uuid, Path), CommandHeaders), request_body = Vote,
    responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn vote(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<Vote>,
) -> Answered {
    wish.may(Permission::ReadCase)?;
    let mut errors = Vec::new();
    let reason = wording("/reason", &body.reason, &mut errors);
    for (nth, code) in body.ruling.assisting().iter().enumerate() {
        if !service.tasks.is_department(code) {
            errors.push(unknown_department(format!("/ruling/assisting/{nth}")));
        }
    }
    let reason = reason.filter(|_| errors.is_empty());
    let reason = reason.ok_or_else(|| Problem::invalid(errors))?;
    service.give_dispute(&wish, dispute_id, Command::Vote { ruling: body.ruling, reason }).await
}

/// What the majority holds, in the words of the chair.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulingGiven {
    /// Why.
    reason: String,
    /// By which rule.
    legal_basis: String,
}

/// Puts on record what the majority of the panel holds; it binds.
#[utoipa::path(post, path = "/api/coordination/disputes/{dispute_id}/rule", tag = "coordination",
    params(("dispute_id" = Uuid, Path), CommandHeaders), request_body = RulingGiven,
    responses((status = 200, body = DisputeStatus)))]
pub(crate) async fn rule(
    State(service): Service,
    Path(dispute_id): Path<DisputeId>,
    Request { wish, body }: Request<RulingGiven>,
) -> Answered {
    wish.may(Permission::ReadCase)?;
    let mut errors = Vec::new();
    let reason = wording("/reason", &body.reason, &mut errors);
    let legal_basis = wording("/legal_basis", &body.legal_basis, &mut errors);
    let parsed: Option<(Wording, Wording)> = reason.zip(legal_basis);
    let (reason, legal_basis) = parsed.ok_or_else(|| Problem::invalid(errors))?;
    let members_min = service.disputes.rules().arbitration.members_min as usize;
    let command = Command::Rule { reason, legal_basis, members_min };
    service.give_dispute(&wish, dispute_id, command).await
}
