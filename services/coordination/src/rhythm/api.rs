//! The rhythm of dispatch over HTTP: what is stuck, when the next list is due, the lists.

mod list;
mod lists;
mod orders;
mod refusal;
#[cfg(test)]
mod tests;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::Shared;

/// The routes of the rhythm.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list::stuck))
        .routes(routes!(lists::rhythm, orders::set_rhythm))
        .routes(routes!(orders::issue_list))
        .routes(routes!(lists::one))
}
