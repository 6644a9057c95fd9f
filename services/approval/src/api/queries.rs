use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{CaseId, Successions, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Service;
use super::view::CaseView;

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseFilter {
    /// Department that decides; with it come the cases that it took over.
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

const CASES: &str = "SELECT * FROM cases WHERE 1 = 1";
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
    let query = filter.narrow(service.reads.query(CASES), &service.successions());
    let found = query.fetch_page(BY_CASE, &page).await?.try_map(case_row)?;
    Ok(Json(found.into()))
}

impl CaseFilter {
    fn narrow(self, mut query: Sql, successions: &Successions) -> Sql {
        if let Some(department) = self.department {
            query = query.push(" AND department IN ").push_list(successions.seen_by(&department));
        }
        if let Some(state) = self.state {
            query = query.push(" AND state = ").push_bind(state);
        }
        if let Some(number) = self.number {
            query = query.push(" AND number = ").push_bind(number);
        }
        query
    }
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
    /// Department that works them; with it come the steps that it took over.
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
    /// The first instant that is too late; none while the clock stands still.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// Steps of a case that ended in the middle stay as they were.
const STEPS: &str = "SELECT * FROM steps WHERE state = 'active'
    AND EXISTS (SELECT 1 FROM cases
        WHERE cases.case_id = steps.case_id AND cases.state IN ('open', 'suspended'))";

/// The most urgent first; last those whose clock stands still.
const BY_DUE: Keyset = Keyset::new(&["sorts_at", "case_id", "step"], Direction::Ascending);

/// Lists the steps that are being worked on, the most urgent first; last those of cases whose clocks
/// stand still.
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
    let query = filter.narrow(service.reads.query(STEPS), &service.successions());
    let found = query.fetch_page(BY_DUE, &page).await?.try_map(step_row)?;
    Ok(Json(found.into()))
}

impl StepFilter {
    fn narrow(self, query: Sql, successions: &Successions) -> Sql {
        match self.department {
            Some(department) => {
                query.push(" AND department IN ").push_list(successions.seen_by(&department))
            }
            None => query,
        }
    }
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

#[cfg(test)]
mod tests {
    use tongban_platform::testkit::World;
    use tongban_readmodel::ReadModel;

    use super::*;
    use crate::projection::ApprovalProjection;

    async fn read_model() -> (World, ReadModel) {
        let world = World::new().await;
        let log = &*world.platform.runtime.log;
        let model = world.platform.read_models.mount(ApprovalProjection, log).await.unwrap();
        (world, model.model())
    }

    /// The page is read along this index as far as it goes: nothing is sorted or looked through.
    async fn runs_along(query: Sql, order: Keyset, index: &str) {
        let plan = query.fetch_page(order, &Page::default()).await.unwrap().items;
        let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
        assert!(plan[0].contains(index), "{plan:?} without {index}");
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE")), "{plan:?} sorts");
    }

    #[tokio::test]
    async fn lists_of_cases_run_along_an_index_however_they_are_narrowed_down() {
        let (_world, model) = read_model().await;
        let narrowed = |department: Option<&str>, state: Option<&str>, number: Option<&str>| {
            let text = |value: Option<&str>| value.map(str::to_owned);
            let (department, state, number) = (text(department), text(state), text(number));
            let filter = CaseFilter { department, state, number, limit: None, cursor: None };
            filter.narrow(model.query("EXPLAIN QUERY PLAN ").push(CASES), &Successions::default())
        };
        for (query, index) in [
            (narrowed(None, None, None), "INDEX sqlite_autoindex_cases_1"),
            (narrowed(Some("ZJ"), None, None), "INDEX cases_by_department (department=?)"),
            (narrowed(None, Some("open"), None), "INDEX cases_by_state (state=?)"),
            (
                narrowed(Some("ZJ"), Some("open"), None),
                "INDEX cases_by_department_and_state (department=? AND state=?)",
            ),
            (narrowed(None, None, Some("1")), "INDEX cases_by_number (number=?)"),
        ] {
            runs_along(query, BY_CASE, index).await;
        }
    }

    #[tokio::test]
    async fn lists_of_steps_run_along_an_index_with_and_without_a_department() {
        let (_world, model) = read_model().await;
        for (department, index) in [
            (None, "INDEX steps_by_due (state=?)"),
            (Some("ZJ".to_owned()), "INDEX steps_by_department (department=? AND state=?)"),
        ] {
            let filter = StepFilter { department, limit: None, cursor: None };
            let query = filter
                .narrow(model.query("EXPLAIN QUERY PLAN ").push(STEPS), &Successions::default());
            runs_along(query, BY_DUE, index).await;
        }
    }
}
