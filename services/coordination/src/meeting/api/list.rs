use axum::extract::State;
use serde::Deserialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{MeetingId, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{MeetingRow, MeetingView};
use crate::Coordinating;
use crate::api::{Service, Sight, one_of};
use crate::task::api::view::AskedBy;

/// Which meetings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MeetingFilter {
    /// `called`, `held`, `cancelled`.
    state: Option<String>,
    /// Of this project.
    project_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const STATES: [&str; 3] = ["called", "held", "cancelled"];
const LATEST: Keyset = Keyset::new(&["held_at", "meeting_id"], Direction::Descending);

/// Lists meetings, the latest first: all of them to coordinators and supervisors, to others those
/// that their department is invited to.
#[utoipa::path(get, path = "/api/coordination/meetings", tag = "coordination",
    operation_id = "list_meetings", params(MeetingFilter, QueryHeaders),
    responses((status = 200, body = Rows<MeetingRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<MeetingFilter>,
) -> Result<Json<Rows<MeetingRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(one_of("?state", &STATES));
    }
    let mut query = seen(service.reads.query("SELECT * FROM meetings WHERE 1 = 1"), &sight);
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    if let Some(project_id) = filter.project_id {
        query = query.push(" AND case_id = ").push_bind(project_id);
    }
    let found = query.fetch_page(LATEST, &page).await?;
    Ok(Json(found.try_map(|row| MeetingRow::read(&row))?.into()))
}

/// Shows a meeting with its agenda and its minutes, and what has become of what it decided.
#[utoipa::path(get, path = "/api/coordination/meetings/{meeting_id}", tag = "coordination",
    operation_id = "one_meeting", params(("meeting_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = MeetingView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(meeting_id): Path<MeetingId>,
) -> Result<Json<MeetingView>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    Ok(Json(service.meeting_view(meeting_id, &sight).await?))
}

impl Coordinating {
    /// The meeting that decided a task of this case, or that is the case itself, where there is one
    /// and it is seen.
    pub(crate) async fn meeting_asking(
        &self,
        task_id: Uuid,
        case_id: Uuid,
        sight: &Sight,
    ) -> Result<Option<AskedBy>, Problem> {
        // A project has few meetings: those of this one alone are looked through.
        let decided = format!("%\"task_id\":\"{task_id}\"%");
        let query = self.reads.query("SELECT meeting_id, title FROM meetings WHERE (meeting_id = ");
        let query = query.push_bind(case_id).push(" OR (case_id = ").push_bind(case_id);
        let query = query.push(" AND decisions LIKE ").push_bind(decided).push("))");
        let row = seen(query, sight).fetch_optional().await?;
        Ok(row.map(|row| AskedBy::read(&row, "meeting_id")).transpose()?)
    }

    async fn meeting_view(
        &self,
        meeting_id: MeetingId,
        sight: &Sight,
    ) -> Result<MeetingView, Problem> {
        let query = self.reads.query("SELECT * FROM meetings WHERE meeting_id = ");
        let row = seen(query.push_bind(meeting_id), sight).fetch_optional().await?;
        let row = row.ok_or_else(|| Problem::not_found(Text::new("联席会议", "meeting")))?;
        let of = async |sql: &'static str| self.reads.query(sql).bind(meeting_id).fetch_all().await;
        let invited = of("SELECT department FROM meeting_departments WHERE meeting_id = $1
             ORDER BY department")
        .await?;
        let corrections =
            of("SELECT * FROM minute_corrections WHERE meeting_id = $1 ORDER BY nth").await?;
        let tasks = self.reads.query("SELECT task_id, state, due_at FROM tasks WHERE task_id IN ");
        let tasks = tasks.push_list(MeetingView::tasks(&row)?).fetch_all().await?;
        Ok(MeetingView::read(&row, &invited, &corrections, &tasks)?)
    }
}

fn seen(query: Sql, sight: &Sight) -> Sql {
    let Sight::Own(own) = sight else { return query };
    query
        .push(" AND meeting_id IN (SELECT meeting_id FROM meeting_departments WHERE department IN ")
        .push_list(own)
        .push(")")
}
