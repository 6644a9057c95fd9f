use axum::extract::State;
use axum::http::Uri;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{Successions, TaskId, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{ClockView, TaskRow, TaskView};
use super::whose::{View, waiting};
use crate::api::{Service, Sight, login, one_of};
use crate::task::events::Occasion;

/// Which tasks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TaskFilter {
    /// Department that is asked.
    pub(super) department: Option<String>,
    /// `requested`, `acknowledged`, `questioned`, `returned`, `disputed`, or `open` for these five; `replied`,
    /// `accepted`, `joined`, `withdrawn`, `closed`.
    pub(super) state: Option<String>,
    /// Whether they wait for their answer and are too late now.
    pub(super) overdue: Option<bool>,
    /// What blocks this case, with `state=open`: its own tasks, and those of other cases that it
    /// shares.
    pub(super) case_id: Option<Uuid>,
    /// `mine`, `department` or `waiting`: those that are open, where no state is named.
    #[param(inline)]
    pub(super) view: Option<View>,
    /// The account that works them; `me` for oneself.
    pub(super) handler: Option<String>,
    /// Whether who works them is away now: open ones, where no state is named.
    pub(super) handler_away: Option<bool>,
    /// Rows of a page, at most 200.
    pub(super) limit: Option<u32>,
    /// The `next` of the page before.
    pub(super) cursor: Option<String>,
}

/// All tasks; the text ends inside its WHERE clause.
pub(super) const TASKS: &str = "SELECT * FROM tasks WHERE 1 = 1";

/// Emergencies first, and of each track the most urgent first.
pub(super) const BY_DUE: Keyset =
    Keyset::new(&["track", "due_at", "task_id"], Direction::Ascending);

const OPEN: [&str; 5] = ["requested", "acknowledged", "questioned", "returned", "disputed"];
const OVER: [&str; 5] = ["replied", "accepted", "joined", "withdrawn", "closed"];

/// Lists tasks, those of emergencies before all others, and the most urgent first: all of them to coordinators and supervisors, to others those
/// that their department asks or is asked.
#[utoipa::path(get, path = "/api/coordination/tasks", tag = "coordination",
    params(TaskFilter, QueryHeaders), responses((status = 200, body = Rows<TaskRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(mut filter): Query<TaskFilter>,
) -> Result<Json<Rows<TaskRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let now = service.now();
    let whose = service.whose(&signed, &mut filter).await?;
    let successions = service.successions();
    let asked_for = |query| whose.narrow(filter.narrow(query, now, &successions));
    let is_few = filter.case_id.is_some() || whose.handlers.is_some();
    let led = if is_few { Led::ToFew } else { Led::InOrder };
    let ways = filter.halves().iter().flat_map(|&is_open| {
        let half = |led| half(service.reads.query(TASKS), is_open, led);
        match &whose.waiting {
            // What a department waits for it sees.
            Some(own) => waiting(half, led, own, asked_for),
            None => ways(half, led, &sight, asked_for),
        }
    });
    let found = Sql::fetch_page_of(ways.collect(), BY_DUE, &page).await?;
    let mut found = found.try_map(|row| TaskRow::read(&row, now))?;
    service.complete(found.items.iter_mut().map(|row| &mut row.standing).collect(), now).await?;
    Ok(Json(found.into()))
}

impl TaskFilter {
    /// Whether there are such a state and such an account.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let known = |state: &str| state == "open" || OPEN.contains(&state) || OVER.contains(&state);
        if self.state.as_deref().is_some_and(|state| !known(state)) {
            return Err(no_such_state());
        }
        let mut errors = Vec::new();
        if let Some(handler) = self.handler.as_deref().filter(|handler| *handler != "me") {
            login("?handler", handler, &mut errors);
        }
        if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
    }

    pub(super) fn narrow(&self, mut query: Sql, now: Timestamp, successions: &Successions) -> Sql {
        if let Some(department) = &self.department {
            let seen = successions.seen_by(department);
            query = query.push(" AND to_department IN ").push_list(seen);
        }
        if let Some(case_id) = self.case_id {
            query = query.push(" AND task_id IN (SELECT task_id FROM tasks WHERE case_id = ");
            query = query.push_bind(case_id).push(" UNION ALL SELECT task_id FROM shares");
            query = query.push(" WHERE case_id = ").push_bind(case_id).push(")");
        }
        if let Some(state) = self.state.as_deref().filter(|state| *state != "open") {
            query = query.push(" AND state = ").push_bind(state);
        }
        match self.overdue {
            None => query,
            // Both tracks are named, so that of each only what is late is looked at.
            Some(true) => query.push(" AND track IN (0, 1) AND due_at <= ").push_bind(now),
            Some(false) => query.push(" AND (is_open = 0 OR due_at > ").push_bind(now).push(")"),
        }
    }

    /// Whether what is asked for is open, or over, or may be both: the indexes lead to either.
    pub(super) fn halves(&self) -> &'static [bool] {
        let is_open = |state: &str| state == "open" || OPEN.contains(&state);
        match (self.state.as_deref().map(is_open), self.overdue) {
            (Some(true), _) | (None, Some(true)) => &[true],
            // What is over is late no more.
            (Some(false), Some(true)) => &[],
            (Some(false), None | Some(false)) => &[false],
            (None, None | Some(false)) => &[true, false],
        }
    }
}

/// How tasks of a list are found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Led {
    /// Along an index, in the order of the list.
    InOrder,
    /// By something else that few have, which are sorted.
    ToFew,
}

/// Adds that they are open, or over.
pub(super) fn half(query: Sql, is_open: bool, led: Led) -> Sql {
    let query = match led {
        Led::InOrder => query.push(" AND is_open = "),
        // No index leads to a sum.
        Led::ToFew => query.push(" AND is_open + 0 = "),
    };
    query.push_bind(is_open)
}

/// Whether the list takes the query of this address.
pub(crate) fn check_filter(uri: &Uri) -> bool {
    let read = axum::extract::Query::<TaskFilter>::try_from_uri(uri);
    read.is_ok_and(|filter| filter.check().is_ok())
}

/// The ways in which someone sees tasks, each with what is asked for: a department those that it
/// asks and those that it is asked. Each is found along an index of its own; few are asked for once.
pub(super) fn ways(
    half: impl Fn(Led) -> Sql,
    led: Led,
    sight: &Sight,
    asked_for: impl Fn(Sql) -> Sql,
) -> Vec<Sql> {
    let all = || half(led);
    let own = match (sight, led) {
        (Sight::All, Led::InOrder | Led::ToFew) => return vec![asked_for(all())],
        (Sight::Own(own), Led::ToFew) => {
            // No index leads to a text that was put together.
            let query = all().push(" AND (from_department || '' IN ").push_list(own);
            let query = query.push(" OR to_department || '' IN ").push_list(own).push(")");
            return vec![asked_for(query)];
        }
        (Sight::Own(own), Led::InOrder) => own,
    };
    let of = |column, department| asked_for(all().push(column).push_bind(department));
    let asking = own.iter().map(|department| of(" AND from_department = ", department));
    let asked = own.iter().map(|department| of(" AND to_department = ", department));
    asking.chain(asked).collect()
}

fn no_such_task() -> Problem {
    Problem::not_found(Text::new("协同任务", "task"))
}

fn no_such_state() -> Problem {
    one_of("?state", &[&["open"][..], &OPEN, &OVER].concat())
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
    /// A task as far as someone sees it.
    pub(super) async fn task_row(
        &self,
        task_id: TaskId,
        sight: &Sight,
    ) -> Result<TaskRow, Problem> {
        let row = self.reads.query("SELECT * FROM tasks WHERE task_id = $1").bind(task_id);
        let row = row.fetch_optional().await?;
        let task = row.map(|row| TaskRow::read(&row, self.now())).transpose()?;
        let task = task.ok_or_else(no_such_task)?;
        let is_seen = sight.covers(&task.from_department, &task.to_department)
            || self.waits_for(task_id, sight).await?;
        if is_seen { Ok(task) } else { Err(no_such_task()) }
    }

    /// Whether one of these departments waits for a task of another case.
    async fn waits_for(&self, task_id: TaskId, sight: &Sight) -> Result<bool, Problem> {
        let Sight::Own(own) = sight else { return Ok(true) };
        let query = self.reads.query("SELECT task_id FROM tasks WHERE joined_into = ");
        let query = query.push_bind(task_id).push(" AND from_department IN ").push_list(own);
        Ok(query.push(" LIMIT 1").fetch_optional().await?.is_some())
    }

    async fn task_view(&self, task_id: TaskId, sight: &Sight) -> Result<TaskView, Problem> {
        let now = self.now();
        let mut task = self.task_row(task_id, sight).await?;
        self.complete(vec![&mut task.standing], now).await?;
        let loaded = self.tasks.aggregates().load(task_id.uuid()).await?;
        let calendar = self.tasks.aggregates().runtime().versions.calendar.load_full();
        let clock = loaded.state().work().map(|work| ClockView::of(work, now, &calendar));
        let clock = clock.transpose().map_err(Problem::internal)?;
        let (mut project, mut meeting) = (None, None);
        if task.occasion == Occasion::Project.as_str() {
            project = self.project_asking(task.case_id, sight).await?;
            meeting = self.meeting_asking(task.task_id, task.case_id, sight).await?;
        }
        Ok(TaskView { task, clock, project, meeting })
    }
}
