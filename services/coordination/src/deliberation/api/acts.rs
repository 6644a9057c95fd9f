use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path, Problem, Refusal as _};
use tongban_kernel::{DeliberationId, Wording};
use utoipa::ToSchema;

use super::{Answered, DeliberationStatus};
use crate::Coordinating;
use crate::api::{Service, small};
use crate::deliberation::commands::Command;
use crate::deliberation::events::Counts;
use crate::deliberation::state::Rejection;

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliberationClosing {}

/// Takes no more opinions before the limit, where all departments have spoken and the public is not
/// asked. At the limit it happens by itself.
#[utoipa::path(post, path = "/api/coordination/deliberations/{deliberation_id}/close",
    tag = "coordination", operation_id = "close_deliberation",
    params(("deliberation_id" = Uuid, Path), CommandHeaders),
    request_body = DeliberationClosing, responses((status = 200, body = DeliberationStatus)))]
pub(crate) async fn close_deliberation(
    State(service): Service,
    Path(deliberation_id): Path<DeliberationId>,
    Request { wish, .. }: Request<DeliberationClosing>,
) -> Answered {
    wish.may(Permission::Convene)?;
    service.give_deliberation(&wish, deliberation_id, Command::Close).await
}

/// What was said, in short.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliberationSummary {
    /// What was said. It names no persons: everybody reads it, where the public is asked.
    #[schema(value_type = String)]
    summary: Wording,
    /// The main points, 1 to 30: the decision answers each.
    #[schema(value_type = Vec<String>)]
    points: Vec<Wording>,
}

/// Says in short what was said; how many went which way is counted.
#[utoipa::path(post, path = "/api/coordination/deliberations/{deliberation_id}/summarise",
    tag = "coordination", params(("deliberation_id" = Uuid, Path), CommandHeaders),
    request_body = DeliberationSummary, responses((status = 200, body = DeliberationStatus)))]
pub(crate) async fn summarise_deliberation(
    State(service): Service,
    Path(deliberation_id): Path<DeliberationId>,
    Request { wish, body: DeliberationSummary { summary, points } }: Request<DeliberationSummary>,
) -> Answered {
    wish.may(Permission::Convene)?;
    let public = service.public_counts(deliberation_id).await?;
    let command = Command::Summarise { summary, points, public };
    service.give_deliberation(&wish, deliberation_id, command).await
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    /// What.
    #[schema(value_type = String)]
    decision: Wording,
    /// Why.
    #[schema(value_type = String)]
    reasons: Wording,
    /// What is said to each main point of the summary, in their order.
    #[schema(value_type = Vec<String>)]
    answers: Vec<Wording>,
}

/// Decides on a matter: with reasons, and an answer to each main point.
#[utoipa::path(post, path = "/api/coordination/deliberations/{deliberation_id}/decide",
    tag = "coordination", params(("deliberation_id" = Uuid, Path), CommandHeaders),
    request_body = Decision, responses((status = 200, body = DeliberationStatus)))]
pub(crate) async fn decide_deliberation(
    State(service): Service,
    Path(deliberation_id): Path<DeliberationId>,
    Request { wish, body: Decision { decision, reasons, answers } }: Request<Decision>,
) -> Answered {
    wish.may(Permission::Convene)?;
    let command = Command::Decide { decision, reasons, answers };
    service.give_deliberation(&wish, deliberation_id, command).await
}

/// What has become of a decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowUp {
    /// What was done.
    #[schema(value_type = String)]
    what: Wording,
}

/// Says what has become of a decision.
#[utoipa::path(post, path = "/api/coordination/deliberations/{deliberation_id}/follow-up",
    tag = "coordination", params(("deliberation_id" = Uuid, Path), CommandHeaders),
    request_body = FollowUp, responses((status = 200, body = DeliberationStatus)))]
pub(crate) async fn follow_up_deliberation(
    State(service): Service,
    Path(deliberation_id): Path<DeliberationId>,
    Request { wish, body: FollowUp { what } }: Request<FollowUp>,
) -> Answered {
    wish.may(Permission::Convene)?;
    service.give_deliberation(&wish, deliberation_id, Command::FollowUp { what }).await
}

impl Coordinating {
    /// How the public spoke. Opinions have streams of their own: they are counted in the read model,
    /// which knows them all by the time that somebody has read and summed them up.
    async fn public_counts(&self, deliberation_id: DeliberationId) -> Result<Counts, Problem> {
        let row = self.reads.query(
            "SELECT n_for, n_against, n_other FROM deliberations WHERE deliberation_id = $1",
        );
        let row = row.bind(deliberation_id).fetch_optional().await?;
        let row = row.ok_or_else(|| Rejection::UnknownDeliberation.problem())?;
        Ok(Counts {
            n_for: small(&row, "n_for")?,
            n_against: small(&row, "n_against")?,
            n_other: small(&row, "n_other")?,
        })
    }
}
