//! Warnings as cases over HTTP, and what they count.

mod orders;
mod queries;
mod refusal;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::Shared;

/// The routes of warnings as cases.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(queries::notices))
        .routes(routes!(queries::notice))
        .routes(routes!(queries::scores))
        .routes(routes!(orders::answer_notice))
        .routes(routes!(orders::appeal_notice))
        .routes(routes!(orders::uphold_notice))
        .routes(routes!(orders::revoke_notice))
        .routes(routes!(orders::accept_notice))
}
