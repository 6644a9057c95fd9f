use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Consistent, FieldError, Json, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{Successions, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Service, Sight};
use crate::events::Rung;

/// A warning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WarningRow {
    /// The task.
    task_id: Uuid,
    /// Its case.
    case_id: Uuid,
    /// The case's number.
    number: String,
    /// `due_soon`, `overdue`, `lead`, `supervisor`.
    rung: String,
    /// The epoch of the deadline.
    epoch: i64,
    /// The due date warned about.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// When it was warned.
    #[schema(value_type = String)]
    issued_at: Timestamp,
    /// Who had to answer the task.
    department: String,
    /// Who is warned: `handler`, `coordinator`, `lead`, `supervisor`.
    to_role: String,
    /// Who asks.
    from_department: String,
    /// What is asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// What has become of the task.
    task_state: String,
    /// The event that is the warning.
    caused_by: Uuid,
}

impl WarningRow {
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            task_id: row.uuid("task_id")?,
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            rung: row.text("rung")?,
            epoch: row.int("epoch")?,
            due_at: row.timestamp("due_at")?,
            issued_at: row.timestamp("issued_at")?,
            department: row.text("department")?,
            to_role: row.text("to_role")?,
            from_department: row.text("from_department")?,
            ask: Text::new(row.text("ask_zh")?, row.text("ask_en")?),
            task_state: row.text("state")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// Which warnings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WarningFilter {
    /// Department that had to answer.
    pub(super) department: Option<String>,
    /// `due_soon`, `overdue`, `lead`, `supervisor`.
    pub(super) rung: Option<String>,
    /// Of this case.
    pub(super) case_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    pub(super) limit: Option<u32>,
    /// The `next` of the page before.
    pub(super) cursor: Option<String>,
}

pub(super) const NEWEST_FIRST: Keyset =
    Keyset::new(&["warning.issued_at", "warning.caused_by"], Direction::Descending);

/// Lists warnings, the newest first.
#[utoipa::path(get, path = "/api/coordination/warnings", tag = "coordination",
    params(WarningFilter, QueryHeaders), responses((status = 200, body = Rows<WarningRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<WarningFilter>,
) -> Result<Json<Rows<WarningRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let rung = filter.rung.as_deref().map(|rung| Rung::parse(rung).ok_or_else(no_such_rung));
    let rung = rung.transpose()?;
    let successions = service.successions();
    let query = seen(service.reads.query(WARNINGS), &sight, |query| {
        filter.narrow(query, rung, &successions)
    });
    let found = query.fetch_page(NEWEST_FIRST, &page).await?;
    let found = found.try_map(|row| WarningRow::read(&row))?;
    Ok(Json(found.into()))
}

impl WarningFilter {
    pub(super) fn narrow(
        &self,
        mut query: Sql,
        rung: Option<Rung>,
        successions: &Successions,
    ) -> Sql {
        if let Some(department) = &self.department {
            let seen = successions.seen_by(department);
            query = query.push(" AND warning.department IN ").push_list(seen);
        }
        if let Some(rung) = rung {
            query = query.push(" AND warning.rung = ").push_bind(rung.as_str());
        }
        if let Some(case_id) = self.case_id {
            query = query.push(" AND warning.case_id = ").push_bind(case_id);
        }
        query
    }
}

fn no_such_rung() -> Problem {
    let rungs = Rung::LADDER.map(Rung::as_str).join(", ");
    let remedy = Text::new(format!("可选：{rungs}"), format!("one of {rungs}"));
    Problem::invalid([FieldError::new("?rung", "value", remedy)])
}

/// Warnings with their tasks; the text ends inside its WHERE clause.
pub(super) const WARNINGS: &str =
    "SELECT warning.*, task.from_department, task.ask_zh, task.ask_en, task.state
     FROM warnings AS warning JOIN tasks AS task ON task.task_id = warning.task_id
     WHERE 1 = 1";

/// Adds what is asked for, as far as someone sees it. A department sees warnings in two ways; what is
/// asked for is said with each of them, so that each is found along an index.
pub(super) fn seen(query: Sql, sight: &Sight, asked_for: impl Fn(Sql) -> Sql) -> Sql {
    let Sight::Own(own) = sight else { return asked_for(query) };
    let query = asked_for(query.push(" AND ((warning.department IN ").push_list(own));
    let query =
        query.push(") OR (warning.task_id IN (SELECT task_id FROM tasks WHERE from_department IN ");
    asked_for(query.push_list(own).push(")")).push("))")
}
