//! What everybody reads, signed by nobody: matters that are put to the public.

use axum::extract::State;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows};
use tongban_kernel::DeliberationId;

use super::list::{DeliberationFilter, no_such, page};
use super::view::{DeliberationRow, DeliberationView, Reading};
use crate::api::Service;

/// Lists the matters that are put to the public, the newest first.
#[utoipa::path(get, path = "/api/coordination/public/deliberations", tag = "coordination",
    operation_id = "list_public_deliberations", params(DeliberationFilter, QueryHeaders),
    security(()), responses((status = 200, body = Rows<DeliberationRow>)))]
pub(crate) async fn list(
    State(service): Service,
    _: Consistent,
    Query(filter): Query<DeliberationFilter>,
) -> Result<Json<Rows<DeliberationRow>>, Problem> {
    page(service.reads.query("SELECT * FROM deliberations WHERE is_public = 1"), filter).await
}

/// Shows a matter that is put to the public: what is asked, what was said in short, what was decided
/// and why, what has become of it; and what departments said, after the decision.
#[utoipa::path(get, path = "/api/coordination/public/deliberations/{deliberation_id}",
    tag = "coordination", operation_id = "one_public_deliberation",
    params(("deliberation_id" = Uuid, Path), QueryHeaders), security(()),
    responses((status = 200, body = DeliberationView)))]
pub(crate) async fn one(
    State(service): Service,
    _: Consistent,
    Path(deliberation_id): Path<DeliberationId>,
) -> Result<Json<DeliberationView>, Problem> {
    let row = service
        .reads
        .query("SELECT * FROM deliberations WHERE is_public = 1 AND deliberation_id = $1")
        .bind(deliberation_id)
        .fetch_optional()
        .await?
        .ok_or_else(no_such)?;
    Ok(Json(service.deliberation_view(deliberation_id, &row, Reading::Nobody).await?))
}
