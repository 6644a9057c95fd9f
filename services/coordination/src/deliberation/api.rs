//! Deliberations over HTTP: for those who work on them, and for everybody.

mod acts;
mod departments;
mod list;
mod open;
mod public;
mod receipts;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

use serde::Serialize;
use tongban_httpkit::{Answer, Problem, Wish};
use tongban_kernel::DeliberationId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Coordinating;
use crate::api::Shared;
use crate::deliberation::commands::Command;

/// The routes of deliberations; those below `public` are signed by nobody.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list::list, open::open_deliberation))
        .routes(routes!(list::one))
        .routes(routes!(list::opinions))
        .routes(routes!(departments::give_opinion))
        .routes(routes!(acts::close_deliberation))
        .routes(routes!(acts::summarise_deliberation))
        .routes(routes!(acts::decide_deliberation))
        .routes(routes!(acts::follow_up_deliberation))
        .routes(routes!(public::list))
        .routes(routes!(public::one))
        .routes(routes!(receipts::give_public_opinion))
        .routes(routes!(receipts::by_receipt))
}

/// What has become of a deliberation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliberationStatus {
    /// The deliberation.
    deliberation_id: Uuid,
    /// `open`, `closed`, `summarised`, `decided`.
    state: &'static str,
}

type Answered = Result<Answer<DeliberationStatus>, Problem>;

impl Coordinating {
    async fn give_deliberation(
        &self,
        wish: &Wish,
        deliberation_id: DeliberationId,
        command: Command,
    ) -> Answered {
        let (deliberations, id) = (self.deliberations.aggregates(), deliberation_id.uuid());
        let executed = wish.give(deliberations, id, command, id).await?;
        let state = executed.aggregate.state().name();
        let status = DeliberationStatus { deliberation_id: id, state };
        Ok(wish.answer(self, &executed, status).await)
    }
}
