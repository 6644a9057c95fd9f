use axum::extract::State;
use serde::Deserialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{CaseId, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{ProjectRow, ProjectView};
use crate::Coordinating;
use crate::api::{Service, Sight, one_of};
use crate::task::api::view::AskedBy;

/// Which projects.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProjectFilter {
    /// `underway` or `closed`.
    state: Option<String>,
    /// A department that leads or takes part.
    department: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const STATES: [&str; 2] = ["underway", "closed"];
const NEWEST: Keyset = Keyset::new(&["set_up_at", "project_id"], Direction::Descending);

/// Lists projects, the newest first: all of them to coordinators and supervisors, to others those
/// that their department takes part in.
#[utoipa::path(get, path = "/api/coordination/projects", tag = "coordination",
    operation_id = "list_projects", params(ProjectFilter, QueryHeaders),
    responses((status = 200, body = Rows<ProjectRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<ProjectFilter>,
) -> Result<Json<Rows<ProjectRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(one_of("?state", &STATES));
    }
    let mut query = seen(service.reads.query("SELECT * FROM projects WHERE 1 = 1"), &sight);
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    if let Some(department) = &filter.department {
        query = taking_part(query, &service.successions().seen_by(department));
    }
    let found = query.fetch_page(NEWEST, &page).await?;
    Ok(Json(found.try_map(|row| ProjectRow::read(&row))?.into()))
}

/// Shows a project with its departments, its plan and all that stood or stands in its way.
#[utoipa::path(get, path = "/api/coordination/projects/{project_id}", tag = "coordination",
    operation_id = "one_project", params(("project_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = ProjectView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(project_id): Path<CaseId>,
) -> Result<Json<ProjectView>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let query = service.reads.query("SELECT * FROM projects WHERE project_id = ");
    let row = seen(query.push_bind(project_id), &sight).fetch_optional().await?;
    let row = row.ok_or_else(|| Problem::not_found(Text::new("专班项目", "project")))?;
    Ok(Json(service.project_view(ProjectRow::read(&row)?).await?))
}

impl Coordinating {
    /// The project that asks for what is done for this case, where there is one and it is seen.
    pub(crate) async fn project_asking(
        &self,
        case_id: Uuid,
        sight: &Sight,
    ) -> Result<Option<AskedBy>, Problem> {
        let query = self.reads.query("SELECT project_id, title FROM projects WHERE project_id = ");
        let row = seen(query.push_bind(case_id), sight).fetch_optional().await?;
        Ok(row.map(|row| AskedBy::read(&row, "project_id")).transpose()?)
    }

    async fn project_view(&self, project: ProjectRow) -> Result<ProjectView, Problem> {
        let id = project.project_id;
        let of = async |sql: &'static str| self.reads.query(sql).bind(id).fetch_all().await;
        let members = of("SELECT department FROM project_members WHERE project_id = $1
             ORDER BY department")
        .await?;
        let milestones = of("SELECT * FROM milestones WHERE project_id = $1 ORDER BY nth").await?;
        let moves = of("SELECT * FROM milestone_moves WHERE project_id = $1
             ORDER BY nth, moved_at")
        .await?;
        let blockers = of("SELECT * FROM blockers WHERE project_id = $1 ORDER BY nth").await?;
        Ok(ProjectView::read(project, &members, &milestones, &moves, &blockers, self.now())?)
    }
}

fn seen(query: Sql, sight: &Sight) -> Sql {
    match sight {
        Sight::All => query,
        Sight::Own(own) => taking_part(query, own),
    }
}

fn taking_part(query: Sql, departments: &[String]) -> Sql {
    query
        .push(" AND project_id IN (SELECT project_id FROM project_members WHERE department IN ")
        .push_list(departments)
        .push(")")
}
