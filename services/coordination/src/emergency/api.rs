//! Emergencies, drills and plans over HTTP: handlers parse, execute, answer.

mod declare;
mod figures;
mod history;
mod orders;
mod plans;
mod queries;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::Shared;

/// The routes of emergencies and plans.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(plans::plans))
        .routes(routes!(queries::emergencies, declare::declare_emergency))
        .routes(routes!(queries::emergency))
        .routes(routes!(history::emergency_history))
        .routes(routes!(figures::emergency_figures))
        .routes(routes!(orders::report_situation))
        .routes(routes!(orders::change_severity))
        .routes(routes!(orders::end_emergency))
        .routes(routes!(orders::hand_in_paper))
        .routes(routes!(orders::waive_paper))
}
