use axum::extract::State;
use serde::Deserialize;
use tongban_httpkit::{Consistent, Json, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_readmodel::{Page, Query as Sql};
use utoipa::IntoParams;
use uuid::Uuid;

use crate::api::{Service, Sight, one_of};
use crate::rhythm::{OLDEST, STUCK, StuckRow};

/// What of all that is stuck.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StuckFilter {
    /// `blocker` or `task`.
    kind: Option<String>,
    /// A department that raised it, asks, or is needed.
    department: Option<String>,
    /// Of this project or case.
    case_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const KINDS: [&str; 2] = ["blocker", "task"];

/// Lists what is stuck between departments, the oldest first: open blockers of projects, and tasks
/// that were returned, are disputed or late. Coordinators and supervisors see all of it, others
/// what their department has to do with.
#[utoipa::path(get, path = "/api/coordination/blockers", tag = "coordination",
    operation_id = "list_blockers", params(StuckFilter, QueryHeaders),
    responses((status = 200, body = Rows<StuckRow>)))]
pub(crate) async fn stuck(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<StuckFilter>,
) -> Result<Json<Rows<StuckRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.kind.as_deref().is_some_and(|kind| !KINDS.contains(&kind)) {
        return Err(one_of("?kind", &KINDS));
    }
    let mut query = seen(service.reads.query(STUCK).bind(service.now()), &sight);
    if let Some(kind) = filter.kind {
        query = query.push(" AND kind = ").push_bind(kind);
    }
    if let Some(department) = &filter.department {
        let departments = service.successions().seen_by(department);
        query = concerned(query.push(" AND ("), &departments).push(")");
    }
    if let Some(case_id) = filter.case_id {
        query = query.push(" AND case_id = ").push_bind(case_id);
    }
    let found = query.fetch_page(OLDEST, &page).await?;
    Ok(Json(found.try_map(|row| StuckRow::read(&row))?.into()))
}

fn seen(query: Sql, sight: &Sight) -> Sql {
    let Sight::Own(own) = sight else { return query };
    concerned(query.push(" AND ("), own)
        .push(" OR (kind = 'blocker' AND id IN (SELECT project_id FROM project_members")
        .push(" WHERE department IN ")
        .push_list(own)
        .push(")))")
}

fn concerned(query: Sql, departments: &[String]) -> Sql {
    let query = query.push("from_department IN ").push_list(departments);
    query.push(" OR to_department IN ").push_list(departments)
}
