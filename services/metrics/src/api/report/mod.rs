//! Reports on performance (效能通报) over HTTP: preview one, issue it, read those that were issued,
//! compare one with what its figures are now.

mod issue;
mod list;
mod measure;
mod named;
mod refusal;
mod view;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Metrics;

/// The routes of reports.
pub(super) fn router() -> OpenApiRouter<Arc<Metrics>> {
    OpenApiRouter::new()
        .routes(routes!(list::list, issue::issue_report))
        .routes(routes!(issue::preview))
        .routes(routes!(list::one))
        .routes(routes!(list::now))
}
