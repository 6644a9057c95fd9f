use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{CaseId, Text};
use tongban_readmodel::{Direction, Keyset, Page, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Service;
use super::view::CaseView;

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseFilter {
    /// Department that decides.
    department: Option<String>,
    /// `open`, `suspended`, `concluded`, `archived`, `annulled`, `withdrawn`.
    state: Option<String>,
    /// Case number.
    number: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A case in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseRow {
    /// The case.
    case_id: Uuid,
    /// Its number.
    number: String,
    /// The item.
    item_code: String,
    /// The department that decides.
    department: String,
    /// Where it stands.
    state: String,
    /// When it was accepted.
    #[schema(value_type = String)]
    accepted_at: Timestamp,
    /// The first instant that is too late, by law.
    #[schema(value_type = Option<String>)]
    statutory_due_at: Option<Timestamp>,
    /// The same by promise.
    #[schema(value_type = Option<String>)]
    promised_due_at: Option<Timestamp>,
    /// When it was decided.
    #[schema(value_type = Option<String>)]
    concluded_at: Option<Timestamp>,
    /// `granted` or `refused`.
    outcome: Option<String>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

const BY_CASE: Keyset = Keyset::new(&["case_id"], Direction::Descending);

#[utoipa::path(get, path = "/api/approval/cases", tag = "approval", params(CaseFilter, QueryHeaders),
    responses((status = 200, body = Rows<CaseRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<CaseFilter>,
) -> Result<Json<Rows<CaseRow>>, Problem> {
    signed.may(Permission::ReadCase)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let mut query = service.reads.query("SELECT * FROM cases WHERE 1 = 1");
    if let Some(department) = filter.department {
        query = query.push(" AND department = ").push_bind(department);
    }
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    if let Some(number) = filter.number {
        query = query.push(" AND number = ").push_bind(number);
    }
    let found = query.fetch_page(BY_CASE, &page).await?.try_map(case_row)?;
    Ok(Json(found.into()))
}

fn case_row(row: Row) -> Result<CaseRow, QueryError> {
    Ok(CaseRow {
        case_id: row.uuid("case_id")?,
        number: row.text("number")?,
        item_code: row.text("item_code")?,
        department: row.text("department")?,
        state: row.text("state")?,
        accepted_at: row.timestamp("accepted_at")?,
        statutory_due_at: row.opt_timestamp("statutory_due_at")?,
        promised_due_at: row.opt_timestamp("promised_due_at")?,
        concluded_at: row.opt_timestamp("concluded_at")?,
        outcome: row.opt_text("outcome")?,
        caused_by: row.uuid("caused_by")?,
    })
}

#[utoipa::path(get, path = "/api/approval/cases/{case_id}", tag = "approval",
    params(("case_id" = String, Path)), responses((status = 200, body = CaseView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    Path(case): Path<CaseId>,
) -> Result<Json<CaseView>, Problem> {
    signed.may(Permission::ReadCase)?;
    // Read from the log itself: always as new as the last answered command.
    let loaded = service.cases.load(case.uuid()).await?;
    Ok(Json(service.view(case, loaded.state())?))
}

/// Which steps.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StepFilter {
    /// Department that works them.
    department: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// A step that is being worked on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepRow {
    /// The case.
    case_id: Uuid,
    /// Its number.
    number: String,
    /// The step.
    step: String,
    /// Its round.
    round: i64,
    /// Its name.
    #[schema(value_type = Object)]
    name: Text,
    /// Who works it.
    department: String,
    /// `asking` while other departments are to answer, then `active`.
    state: &'static str,
    /// How many have not answered.
    asks: i64,
    /// The first instant that is too late.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

const BY_DUE: Keyset = Keyset::new(&["due_at", "case_id", "step"], Direction::Ascending);

#[utoipa::path(get, path = "/api/approval/steps", tag = "approval", params(StepFilter, QueryHeaders),
    responses((status = 200, body = Rows<StepRow>)))]
pub(crate) async fn steps(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<StepFilter>,
) -> Result<Json<Rows<StepRow>>, Problem> {
    signed.may(Permission::ReadCase)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    // Steps of a case that ended in the middle stay as they were.
    let mut query = service.reads.query(
        "SELECT * FROM steps WHERE state = 'active' AND due_at IS NOT NULL
         AND EXISTS (SELECT 1 FROM cases
             WHERE cases.case_id = steps.case_id AND cases.state IN ('open', 'suspended'))",
    );
    if let Some(department) = filter.department {
        query = query.push(" AND department = ").push_bind(department);
    }
    let found = query.fetch_page(BY_DUE, &page).await?.try_map(step_row)?;
    Ok(Json(found.into()))
}

fn step_row(row: Row) -> Result<StepRow, QueryError> {
    let asks = row.int("asks")?;
    Ok(StepRow {
        case_id: row.uuid("case_id")?,
        number: row.text("number")?,
        step: row.text("step")?,
        round: row.int("round")?,
        name: Text::new(row.text("name_zh")?, row.text("name_en")?),
        department: row.text("department")?,
        state: if asks > 0 { "asking" } else { "active" },
        asks,
        due_at: row.opt_timestamp("due_at")?,
        caused_by: row.uuid("caused_by")?,
    })
}
