use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_catalog::model::{Department, Item};
use tongban_httpkit::{HasKit, Json, Kit, Path, Problem, Query, Signed};
use tongban_kernel::Text;
use tongban_platform::CatalogHandle;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Items of one answer: a search that finds more is too wide.
const ITEMS_MAX: usize = 50;

struct Edge {
    catalogs: CatalogHandle,
    kit: Kit,
}

impl HasKit for Edge {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

pub(super) fn routes(catalogs: CatalogHandle, kit: Kit) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(search))
        .routes(routes!(one))
        .routes(routes!(departments))
        .routes(routes!(department_names))
        .with_state(Arc::new(Edge { catalogs, kit }))
}

/// What is looked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Search {
    /// Words, a code, or the first characters of words; all items where it is empty.
    #[serde(default)]
    query: String,
}

/// An item in a list.
#[derive(Serialize, ToSchema)]
struct ItemRow {
    /// Its code.
    code: String,
    /// The version in force.
    version: u32,
    /// Its name.
    #[schema(value_type = Object)]
    names: Text,
    /// The department that decides.
    department: String,
}

/// Items in force that fit a search, best first.
#[utoipa::path(get, path = "/api/catalog/items", tag = "edge", params(Search),
    responses((status = 200, body = Vec<ItemRow>)))]
async fn search(
    State(edge): State<Arc<Edge>>,
    _: Signed,
    Query(search): Query<Search>,
) -> Json<Vec<ItemRow>> {
    let now = edge.kit.clock.now();
    let catalogs = edge.catalogs.load();
    let Some(edition) = catalogs.in_force_at(now) else { return Json(Vec::new()) };
    let catalog = &edition.catalog;
    let on = catalog.city().office.date_of(now);
    let found: Vec<&Item> = if search.query.trim().is_empty() {
        catalog.items_in_force(on).take(ITEMS_MAX).collect()
    } else {
        catalog.search(&search.query, on, ITEMS_MAX)
    };
    let row = |item: &Item| ItemRow {
        code: item.code.to_string(),
        version: item.version,
        names: item.names.clone(),
        department: item.department.to_string(),
    };
    Json(found.into_iter().map(row).collect())
}

/// An item as it is in force: steps, limits, materials, form.
#[utoipa::path(get, path = "/api/catalog/items/{code}", tag = "edge", params(("code" = String, Path)),
    responses((status = 200, body = Object)))]
async fn one(
    State(edge): State<Arc<Edge>>,
    _: Signed,
    Path(code): Path<String>,
) -> Result<Json<Item>, Problem> {
    let catalogs = edge.catalogs.load();
    let item = catalogs.item_in_force(&code, edge.kit.clock.now());
    let unknown = || Problem::not_found(Text::new("事项", "item"));
    Ok(Json(item.ok_or_else(unknown)?.clone()))
}

/// Departments as they are today.
#[utoipa::path(get, path = "/api/catalog/departments", tag = "edge",
    responses((status = 200, body = Vec<Object>)))]
async fn departments(State(edge): State<Arc<Edge>>, _: Signed) -> Json<Vec<Department>> {
    let now = edge.kit.clock.now();
    let catalogs = edge.catalogs.load();
    let Some(edition) = catalogs.in_force_at(now) else { return Json(Vec::new()) };
    let on = edition.catalog.city().office.date_of(now);
    Json(edition.catalog.departments_at(on).cloned().collect())
}

/// What a department is called.
#[derive(Serialize, ToSchema)]
struct DepartmentName {
    /// Its code.
    code: String,
    /// Its name.
    #[schema(value_type = Object)]
    names: Text,
}

/// What departments are called, for pages that everybody reads: those of today, and those that are no
/// more by their last name. Nothing else of the catalogue is told without signing in.
#[utoipa::path(get, path = "/api/catalog/public/departments", tag = "edge", security(()),
    responses((status = 200, body = Vec<DepartmentName>)))]
async fn department_names(State(edge): State<Arc<Edge>>) -> Json<Vec<DepartmentName>> {
    let now = edge.kit.clock.now();
    let catalogs = edge.catalogs.load();
    let Some(edition) = catalogs.in_force_at(now) else { return Json(Vec::new()) };
    let catalog = &edition.catalog;
    let on = catalog.city().office.date_of(now);
    // A code stands for one department through all its names.
    let codes = catalog.departments().iter().map(|department| department.code.as_str());
    let known = codes.filter_map(|code| Some((code, catalog.department_by(code, on)?)));
    let known: BTreeMap<_, _> = known.collect();
    let name = |(code, department): (&str, &Department)| DepartmentName {
        code: code.to_owned(),
        names: department.names.clone(),
    };
    Json(known.into_iter().map(name).collect())
}

#[cfg(test)]
mod tests;
