use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_httpkit::{
    Consistent, FieldError, Json, Path, Problem, Query, QueryHeaders, Rows, Signed,
};
use tongban_kernel::{Successions, TaskId, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{ClockView, TaskRow, TaskView};
use super::{Service, Sight};

/// Which tasks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskFilter {
    /// Department that is asked.
    pub(super) department: Option<String>,
    /// `requested`, `acknowledged`, `returned`, `replied`, `closed`; or `open` for the first three.
    pub(super) state: Option<String>,
    /// Whether they wait for their answer and are too late now.
    pub(super) overdue: Option<bool>,
    /// What blocks this case, with `state=open`.
    pub(super) case_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    pub(super) limit: Option<u32>,
    /// The `next` of the page before.
    pub(super) cursor: Option<String>,
}

/// All tasks; the text ends inside its WHERE clause.
pub(super) const TASKS: &str = "SELECT * FROM tasks WHERE 1 = 1";

/// The most urgent first.
pub(super) const BY_DUE: Keyset = Keyset::new(&["due_at", "task_id"], Direction::Ascending);

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
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let now = service.now();
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(no_such_state());
    }
    let successions = service.successions();
    let query =
        seen(service.reads.query(TASKS), &sight, |query| filter.narrow(query, now, &successions));
    let found = query.fetch_page(BY_DUE, &page).await?;
    let found = found.try_map(|row| TaskRow::read(&row, now))?;
    Ok(Json(found.into()))
}

impl TaskFilter {
    pub(super) fn narrow(&self, mut query: Sql, now: Timestamp, successions: &Successions) -> Sql {
        if let Some(department) = &self.department {
            let seen = successions.seen_by(department);
            query = query.push(" AND to_department IN ").push_list(seen);
        }
        if let Some(case_id) = self.case_id {
            query = query.push(" AND case_id = ").push_bind(case_id);
        }
        // Whether a task is open is said with its state, since the indexes lead to those that are;
        // and as a parameter: what stands in both ways of seeing a task in the same words, SQLite
        // takes for the way to find it.
        let is_open = |query: Sql, is_open: bool| query.push(" AND is_open = ").push_bind(is_open);
        query = match self.state.as_deref() {
            None => query,
            Some("open") => is_open(query, true),
            Some(state) => {
                let query = is_open(query, !matches!(state, "replied" | "closed"));
                query.push(" AND state = ").push_bind(state)
            }
        };
        match self.overdue {
            None => query,
            Some(true) => is_open(query, true).push(" AND due_at <= ").push_bind(now),
            Some(false) => query.push(" AND (is_open = 0 OR due_at > ").push_bind(now).push(")"),
        }
    }
}

/// Adds what is asked for, as far as someone sees it. A department sees tasks in two ways; what is
/// asked for is said with each of them, so that each is found along an index.
pub(super) fn seen(query: Sql, sight: &Sight, asked_for: impl Fn(Sql) -> Sql) -> Sql {
    let Sight::Own(own) = sight else { return asked_for(query) };
    let query = asked_for(query.push(" AND ((from_department IN ").push_list(own));
    asked_for(query.push(") OR (to_department IN ").push_list(own)).push("))")
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
    let sight = Sight::of(&signed, &service)?;
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
