use axum::extract::State;
use serde::Deserialize;
use tongban_httpkit::{
    Consistent, FieldError, Json, Path, Problem, Query, QueryHeaders, Rows, Signed,
};
use tongban_kernel::{TaskId, Text};
use tongban_readmodel::{Direction, Keyset, Page};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{ClockView, TaskRow, TaskView};
use super::{Service, Sight};

/// Which tasks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskFilter {
    /// Department that is asked.
    department: Option<String>,
    /// `requested`, `acknowledged`, `returned`, `replied`, `closed`; or `open` for the first three.
    state: Option<String>,
    /// Whether they wait for their answer and are too late now.
    overdue: Option<bool>,
    /// What blocks this case, with `state=open`.
    case_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// The most urgent first.
const BY_DUE: Keyset = Keyset::new(&["due_at", "task_id"], Direction::Ascending);

const STATES: [&str; 6] = ["open", "requested", "acknowledged", "returned", "replied", "closed"];

/// Lists tasks, the most urgent first: all of them to coordinators and supervisors, to others those
/// that their department asks or is asked.
#[utoipa::path(get, path = "/api/coordination/tasks", tag = "coordination",
    params(TaskFilter, QueryHeaders), responses((status = 200, body = Rows<TaskRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<TaskFilter>,
) -> Result<Json<Rows<TaskRow>>, Problem> {
    let sight = Sight::of(&signed)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let now = service.now();
    let mut query = service.reads.query("SELECT * FROM tasks WHERE 1 = 1");
    if let Sight::Own(own) = sight {
        query = query.push(" AND (from_department = ").push_bind(own.as_str());
        query = query.push(" OR to_department = ").push_bind(own).push(")");
    }
    if let Some(department) = filter.department {
        query = query.push(" AND to_department = ").push_bind(department);
    }
    if let Some(case_id) = filter.case_id {
        query = query.push(" AND case_id = ").push_bind(case_id);
    }
    query = match filter.state.as_deref() {
        None => query,
        Some("open") => query.push(" AND is_open = 1"),
        Some(state) if STATES.contains(&state) => query.push(" AND state = ").push_bind(state),
        Some(_) => return Err(no_such_state()),
    };
    query = match filter.overdue {
        None => query,
        Some(true) => query.push(" AND is_open = 1 AND due_at <= ").push_bind(now),
        Some(false) => query.push(" AND (is_open = 0 OR due_at > ").push_bind(now).push(")"),
    };
    let found = query.fetch_page(BY_DUE, &page).await?;
    let found = found.try_map(|row| TaskRow::read(&row, now))?;
    Ok(Json(found.into()))
}

fn no_such_state() -> Problem {
    let states = STATES.join(", ");
    let remedy = Text::new(format!("可选：{states}"), format!("one of {states}"));
    Problem::invalid([FieldError::new("?state", "value", remedy)])
}

/// Shows a task: who acts next, its clock, and how its due date came about.
#[utoipa::path(get, path = "/api/coordination/tasks/{task_id}", tag = "coordination",
    params(("task_id" = Uuid, Path), QueryHeaders), responses((status = 200, body = TaskView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(task_id): Path<TaskId>,
) -> Result<Json<TaskView>, Problem> {
    let sight = Sight::of(&signed)?;
    Ok(Json(service.task_view(task_id, &sight).await?))
}

impl crate::Coordinating {
    async fn task_view(&self, task_id: TaskId, sight: &Sight) -> Result<TaskView, Problem> {
        let now = self.now();
        let row = self.reads.query("SELECT * FROM tasks WHERE task_id = $1").bind(task_id);
        let row = row.fetch_optional().await?;
        let task = row.map(|row| TaskRow::read(&row, now)).transpose()?;
        let task = task
            .filter(|task| sight.covers(&task.from_department, &task.to_department))
            .ok_or_else(|| Problem::not_found(Text::new("协同任务", "task")))?;
        let loaded = self.tasks.aggregates().load(task_id.uuid()).await?;
        let calendar = self.tasks.aggregates().runtime().versions.calendar.load_full();
        let clock = loaded.state().work().map(|work| ClockView::of(work, now, &calendar));
        Ok(TaskView { task, clock: clock.transpose().map_err(Problem::internal)? })
    }
}
