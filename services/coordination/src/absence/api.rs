//! Absences over HTTP, and who stands in for whom.

mod away;
mod list;
mod orders;
mod refusal;

pub(crate) use away::{Away, PASSED_ON_MAX};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::Shared;

/// The routes of absences.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(list::absences, orders::note_absence))
        .routes(routes!(orders::end_absence))
}
