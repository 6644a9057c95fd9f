//! Repeats are answered with what they repeat (并案).

use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path, Problem, Refusal};
use tongban_kernel::{ComplaintId, Wording};
use utoipa::ToSchema;

use super::{Answered, Service, Standing, give};
use crate::Complaints;
use crate::commands::{Command, Standing as OfOther, Target};
use crate::state::Rejection;

/// Complaints that are merged one into the other. More come about only where wishes meet.
pub(super) const LINKS_MAX: usize = 64;

/// What a complaint repeats.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Merge {
    /// The complaint that came before, with which it is answered.
    #[schema(value_type = String)]
    into: ComplaintId,
    /// Why they are one.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Has a complaint answered with one that came before.
///
/// The other one is looked at before this one is decided: it may be answered or merged in between.
/// Then the complainant has that answer, or the one it leads to.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/merge", tag = "complaint",
    params(("complaint_id" = String, Path), CommandHeaders), request_body = Merge,
    responses((status = 200, body = Standing)))]
pub(super) async fn merge(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<Merge>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    let into = service.target(body.into).await?;
    give(&service, &wish, complaint, Command::Merge { into, reason: body.reason }).await
}

/// Why a complaint is to be answered by itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Separate {
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// Has a complaint answered by itself again, if the other one was never answered.
#[utoipa::path(post, path = "/api/complaint/complaints/{complaint_id}/separate", tag = "complaint",
    params(("complaint_id" = String, Path), CommandHeaders), request_body = Separate,
    responses((status = 200, body = Standing)))]
pub(super) async fn separate(
    State(service): Service,
    Path(complaint): Path<ComplaintId>,
    Request { wish, body }: Request<Separate>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    let was_answered = service.was_answered_with_others(complaint).await?;
    give(&service, &wish, complaint, Command::Separate { was_answered, reason: body.reason }).await
}

impl Complaints {
    async fn target(&self, complaint: ComplaintId) -> Result<Target, Problem> {
        let loaded = self.complaints.load(complaint.uuid()).await?;
        loaded.state().target().ok_or_else(|| Rejection::UnknownTarget.problem())
    }

    /// Whether any of those that this one was merged into, one after the other, was ever answered.
    async fn was_answered_with_others(&self, complaint: ComplaintId) -> Result<bool, Problem> {
        let loaded = self.complaints.load(complaint.uuid()).await?;
        let own = loaded.state().target().ok_or_else(|| Rejection::Unknown.problem())?;
        let mut standing = own.standing;
        for _ in 0..LINKS_MAX {
            let OfOther::Merged { into } = standing else { break };
            let other = self.target(into).await?;
            if other.was_answered {
                return Ok(true);
            }
            standing = other.standing;
        }
        Ok(false)
    }
}
