use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Consistent, Json, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{Successions, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::standing::Standing;
use crate::api::{Service, Sight, one_of};
use crate::task::events::Rung;

/// A warning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WarningRow {
    /// The task.
    task_id: Uuid,
    /// Its case.
    case_id: Uuid,
    /// What the task is asked for: `application`, `emergency`, `drill`, `project`.
    occasion: String,
    /// The case's number.
    number: String,
    /// `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`.
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
    /// Who is warned: `handler`, `coordinator`, `lead`, `supervisor`, `accountability`.
    to_role: String,
    /// Who asks.
    from_department: String,
    /// What is asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// What has become of the task.
    task_state: String,
    /// Who works the task, and how much time is left until it is due now.
    #[serde(flatten)]
    pub(super) standing: Standing,
    /// The event that is the warning.
    caused_by: Uuid,
}

impl WarningRow {
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        let (is_open, task_due_at) = (row.bool("is_open")?, row.timestamp("task_due_at")?);
        let due = is_open.then_some((row.text("to_department")?, task_due_at));
        Ok(Self {
            standing: Standing::new(row.opt_text("handler")?, due),
            task_id: row.uuid("task_id")?,
            case_id: row.uuid("case_id")?,
            occasion: row.text("occasion")?,
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
    /// `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`.
    pub(super) rung: Option<String>,
    /// Of this case; those of a drill are shown only so.
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
    let all = || service.reads.query(WARNINGS);
    let ways = ways(all, &sight, |query| filter.narrow(query, rung, &successions, &sight));
    let found = Sql::fetch_page_of(ways, NEWEST_FIRST, &page).await?;
    let mut found = found.try_map(|row| WarningRow::read(&row))?;
    let now = service.now();
    service.complete(found.items.iter_mut().map(|row| &mut row.standing).collect(), now).await?;
    Ok(Json(found.into()))
}

impl WarningFilter {
    pub(super) fn narrow(
        &self,
        mut query: Sql,
        rung: Option<Rung>,
        successions: &Successions,
        sight: &Sight,
    ) -> Sql {
        if let Some(department) = &self.department {
            let seen = successions.seen_by(department);
            query = query.push(" AND warning.department IN ").push_list(seen);
        }
        if let Some(rung) = rung {
            query = query.push(match sight {
                Sight::All => " AND warning.rung = ",
                // It is led by the department: no index leads to a text that was put together.
                Sight::Own(_) => " AND warning.rung || '' = ",
            });
            query = query.push_bind(rung.as_str());
        }
        match self.case_id {
            Some(case_id) => query.push(" AND warning.case_id = ").push_bind(case_id),
            None => real(query),
        }
    }
}

fn no_such_rung() -> Problem {
    one_of("?rung", &Rung::LADDER.map(Rung::as_str))
}

/// Warnings with their tasks; the text ends inside its WHERE clause.
pub(super) const WARNINGS: &str =
    "SELECT warning.*, task.from_department, task.ask_zh, task.ask_en, task.state,
         task.to_department, task.handler, task.is_open, task.due_at AS task_due_at
     FROM warnings AS warning JOIN tasks AS task ON task.task_id = warning.task_id
     WHERE 1 = 1";

/// Leaves drills out: who was warned in one is nobody who has to act.
pub(super) fn real(query: Sql) -> Sql {
    query.push(" AND warning.occasion <> 'drill'")
}

/// The ways in which someone sees warnings, each with what is asked for: a department those of what
/// it was asked, and of what it asks. Each is found along an index of its own.
pub(super) fn ways(
    all: impl Fn() -> Sql,
    sight: &Sight,
    asked_for: impl Fn(Sql) -> Sql,
) -> Vec<Sql> {
    let Sight::Own(own) = sight else { return vec![asked_for(all())] };
    let of = |column, department| asked_for(all().push(column).push_bind(department));
    let asked = own.iter().map(|department| of(" AND warning.department = ", department));
    let asking = own.iter().map(|department| of(" AND warning.asking = ", department));
    let of_before = own.iter().map(|department| of(OF_BEFORE, department));
    asked.chain(asking).chain(of_before).collect()
}

/// Warnings that do not say who asks, by their task: those of before they did.
const OF_BEFORE: &str = " AND warning.asking IS NULL AND task.from_department = ";

/// Adds that someone sees them, where it is not what they are found by.
pub(super) fn seen(query: Sql, sight: &Sight) -> Sql {
    let Sight::Own(own) = sight else { return query };
    let query = query.push(" AND (warning.department IN ").push_list(own);
    let query = query.push(" OR warning.asking IN ").push_list(own);
    let query = query.push(" OR (warning.asking IS NULL AND task.from_department IN ");
    query.push_list(own).push("))")
}
