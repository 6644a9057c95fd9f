//! Intake over HTTP: handlers parse, execute, answer.

mod acts;
mod files;
mod progress;
mod queries;
mod rating;
mod reading;
mod refusal;
mod related;
mod story;
mod submit;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Cases;

/// All routes of intake.
pub(crate) fn router(service: Arc<Cases>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(queries::list, submit::submit))
        .routes(routes!(queries::one))
        .routes(routes!(related::related))
        .routes(routes!(acts::correct))
        .routes(routes!(acts::supplement))
        .routes(routes!(acts::accept))
        .routes(routes!(acts::decline))
        .routes(routes!(acts::withdraw))
        .routes(routes!(acts::amend))
        .routes(routes!(acts::link_duplicate))
        .routes(routes!(files::store))
        .routes(routes!(files::one))
        .routes(routes!(progress::progress))
        .routes(routes!(rating::rate))
        .with_state(service)
}
