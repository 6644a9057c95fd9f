use axum::extract::State;
use serde::Serialize;
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Problem, QueryHeaders, Signed};
use utoipa::ToSchema;

use crate::api::Service;
use crate::matching::engine::Scan;

/// What there is to be said about all duties.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Duties {
    /// The catalogue that they stand in.
    catalog_version: u32,
    /// Overlaps and gaps.
    #[serde(flatten)]
    scan: Scan,
}

/// Lays the duties of all departments beside each other: where they overlap, and which items no
/// duty of their department covers; at most 200 of each are told.
#[utoipa::path(get, path = "/api/coordination/duties/overlaps", tag = "coordination",
    params(QueryHeaders), responses((status = 200, body = Duties)))]
pub(crate) async fn overlaps(
    State(service): Service,
    signed: Signed,
    _: Consistent,
) -> Result<Json<Duties>, Problem> {
    if !signed.can(Permission::Coordinate) && !signed.can(Permission::Supervise) {
        return Err(Problem::forbidden());
    }
    let in_force = service.matters.knowledge.in_force().await?;
    let catalog_version = in_force.catalog_version;
    // Every duty is compared with all others: too long to keep others waiting.
    let scan = move || in_force.engine.scan().clone();
    let scan = tokio::task::spawn_blocking(scan).await.map_err(Problem::internal)?;
    Ok(Json(Duties { catalog_version, scan }))
}
