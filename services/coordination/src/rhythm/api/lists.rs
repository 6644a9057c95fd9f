use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Signed};
use tongban_kernel::Text;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{Service, small};

/// When the next list is due, and those before it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RhythmView {
    /// The list that is due next; none while nobody has said when.
    next: Option<NextList>,
    /// The latest of those that were due, the newest first.
    lists: Vec<ListRow>,
}

/// The list that is due next.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NextList {
    /// Which.
    nth: u32,
    /// The working day on which it is due.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
}

/// A list that was due.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListRow {
    /// Which.
    nth: u32,
    /// The working day on which it was due.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// `issued` or `missed`.
    state: &'static str,
    /// When it was issued.
    #[schema(value_type = Option<String>)]
    issued_at: Option<Timestamp>,
    /// How much was on it.
    n_items: u32,
}

/// A list with what was on it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListView {
    /// As among the others.
    #[serde(flatten)]
    list: ListRow,
    /// What was on it, the oldest first.
    items: Vec<ListedView>,
}

/// Something that was on a list, and what has become of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedView {
    /// `blocker` or `task`.
    kind: String,
    /// The project of a blocker, or the task.
    id: Uuid,
    /// Which blocker of the project; 0 for a task.
    nth: u32,
    /// What was stuck.
    what: String,
    /// Whether it is still open.
    is_open: bool,
}

impl ListRow {
    fn read(row: &Row) -> Result<Self, QueryError> {
        let issued_at = row.opt_timestamp("issued_at")?;
        Ok(Self {
            nth: small(row, "nth")?,
            due_on: row.date("due_on")?,
            state: if issued_at.is_some() { "issued" } else { "missed" },
            issued_at,
            n_items: small(row, "n_items")?,
        })
    }
}

/// Says when the next fortnightly list is due, and which of those before were issued or missed.
#[utoipa::path(get, path = "/api/coordination/dispatch", tag = "coordination",
    operation_id = "show_rhythm", params(QueryHeaders),
    responses((status = 200, body = RhythmView)))]
pub(crate) async fn rhythm(
    State(service): Service,
    signed: Signed,
    _: Consistent,
) -> Result<Json<RhythmView>, Problem> {
    signed.may(Permission::ReadCase)?;
    let next = service.reads.query("SELECT next_nth, next_on, next_due_at FROM rhythm LIMIT 1");
    let next = next.fetch_optional().await?;
    let next = next.map(|row| {
        Ok::<_, QueryError>(NextList {
            nth: small(&row, "next_nth")?,
            due_on: row.date("next_on")?,
            due_at: row.timestamp("next_due_at")?,
        })
    });
    let lists = service.reads.query("SELECT * FROM lists ORDER BY nth DESC LIMIT 26");
    let lists = lists.fetch_all().await?;
    let lists = lists.iter().map(ListRow::read).collect::<Result<_, _>>()?;
    Ok(Json(RhythmView { next: next.transpose()?, lists }))
}

const LISTED: &str = "SELECT listed.kind, listed.id, listed.nth,
         COALESCE(blocker.what, task.ask_zh) AS what,
         COALESCE(blocker.is_open, task.is_open) AS is_open
     FROM list_items AS listed
     LEFT JOIN blockers AS blocker ON listed.kind = 'blocker'
         AND blocker.project_id = listed.id AND blocker.nth = listed.nth
     LEFT JOIN tasks AS task ON listed.kind = 'task' AND task.task_id = listed.id
     WHERE listed.list = $1 ORDER BY listed.place";

/// Shows a fortnightly list, and what has become of all that was on it.
#[utoipa::path(get, path = "/api/coordination/dispatch/lists/{nth}", tag = "coordination",
    operation_id = "one_list", params(("nth" = u32, Path), QueryHeaders),
    responses((status = 200, body = ListView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(nth): Path<u32>,
) -> Result<Json<ListView>, Problem> {
    signed.may(Permission::Convene)?;
    let row = service.reads.query("SELECT * FROM lists WHERE nth = $1").bind(nth);
    let row = row.fetch_optional().await?;
    let row = row.ok_or_else(|| Problem::not_found(Text::new("调度清单", "list")))?;
    let listed = |row: &Row| {
        Ok::<_, QueryError>(ListedView {
            kind: row.text("kind")?,
            id: row.uuid("id")?,
            nth: small(row, "nth")?,
            what: row.text("what")?,
            is_open: row.bool("is_open")?,
        })
    };
    let items = service.reads.query(LISTED).bind(nth).fetch_all().await?;
    let items = items.iter().map(listed).collect::<Result<_, _>>()?;
    Ok(Json(ListView { list: ListRow::read(&row)?, items }))
}
