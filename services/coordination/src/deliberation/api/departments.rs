use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, Path};
use tongban_kernel::{DeliberationId, Wording};
use utoipa::ToSchema;

use super::{Answered, DeliberationStatus};
use crate::api::Service;
use crate::deliberation::commands::Command;
use crate::deliberation::events::Stance;

/// What a department thinks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DepartmentOpinion {
    /// `for`, `against`, `other`.
    #[schema(value_type = String)]
    stance: Stance,
    /// In words; everybody reads them after the decision, where the matter is put to the public.
    #[schema(value_type = String)]
    opinion: Wording,
}

/// Says what one's department thinks; until the limit it may be said anew, and every word is kept.
#[utoipa::path(post, path = "/api/coordination/deliberations/{deliberation_id}/opinion",
    tag = "coordination", params(("deliberation_id" = Uuid, Path), CommandHeaders),
    request_body = DepartmentOpinion, responses((status = 200, body = DeliberationStatus)))]
pub(crate) async fn give_opinion(
    State(service): Service,
    Path(deliberation_id): Path<DeliberationId>,
    Request { wish, body: DepartmentOpinion { stance, opinion } }: Request<DepartmentOpinion>,
) -> Answered {
    wish.may(Permission::TakePart)?;
    let command = Command::Speak { stance, opinion };
    service.give_deliberation(&wish, deliberation_id, command).await
}
