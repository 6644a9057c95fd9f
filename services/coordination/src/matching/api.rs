//! Matters and duties over HTTP: handlers parse, execute, answer.

mod confirm;
mod duties;
mod list;
mod propose;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::Shared;

/// The routes of matters and duties.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list::list, propose::propose))
        .routes(routes!(list::one))
        .routes(routes!(confirm::confirm))
        .routes(routes!(duties::overlaps))
}
