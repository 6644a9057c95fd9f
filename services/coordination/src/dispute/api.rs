//! Disputes over HTTP: handlers parse, execute, answer.

mod orders;
mod panel;
mod queries;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::Shared;

/// The routes of disputes.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(queries::disputes))
        .routes(routes!(queries::dispute))
        .routes(routes!(orders::answer_dispute))
        .routes(routes!(orders::hear))
        .routes(routes!(orders::follow))
        .routes(routes!(orders::withdraw_dispute))
        .routes(routes!(panel::convene))
        .routes(routes!(panel::recuse))
        .routes(routes!(panel::vote))
        .routes(routes!(panel::rule))
}
