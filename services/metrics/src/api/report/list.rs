use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Signed};
use tongban_kernel::Text;
use tongban_readmodel::{Direction, Keyset, Page, QueryError, Row};
use utoipa::IntoParams;
use uuid::Uuid;

use super::measure::Subject;
use super::view::{ReportNow, ReportRow, ReportView};
use crate::Metrics;
use crate::api::span::{Month, Months};
use crate::api::{RowsAsOf, Service};
use crate::events::Content;

/// Which reports, and which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportFilter {
    /// Reports about this department; all when left out.
    department: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// What a row of the list is read from: the content, of some hundred kilobytes, is left where it is.
const OF_ROW: &str = "report_id, department, from_month, through_month, nth, issued_at, issued_by, \
    replaces, reason, replaced_by, caused_by";

const NEWEST_FIRST: Keyset = Keyset::new(&["issued_at", "report_id"], Direction::Descending);

/// Lists the reports that were issued, the newest first; those that were corrected are among them.
#[utoipa::path(get, path = "/api/metrics/reports", tag = "metrics", operation_id = "list_reports",
    params(ReportFilter, QueryHeaders), responses((status = 200, body = RowsAsOf<ReportRow>)))]
pub(super) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<ReportFilter>,
) -> Result<Json<RowsAsOf<ReportRow>>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let as_of = service.as_of();
    let query = service.reads.query("SELECT ").push(OF_ROW).push(" FROM reports WHERE 1 = 1");
    let query = match filter.department {
        Some(department) => query.push(" AND department = ").push_bind(department),
        None => query,
    };
    let found = query.fetch_page(NEWEST_FIRST, &page).await?;
    let found = found.try_map(|row| ReportRow::of(&row))?;
    Ok(Json(RowsAsOf { as_of, rows: found.into() }))
}

/// Shows a report as it was issued.
#[utoipa::path(get, path = "/api/metrics/reports/{report_id}", tag = "metrics",
    operation_id = "show_report", params(("report_id" = String, Path), QueryHeaders),
    responses((status = 200, body = ReportView)))]
pub(super) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(report_id): Path<Uuid>,
) -> Result<Json<ReportView>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let row = service.report(report_id).await?;
    let content: Content =
        serde_json::from_str(&row.text("content")?).map_err(Problem::internal)?;
    Ok(Json(ReportView {
        report: ReportRow::of(&row)?,
        word: row.text("word")?,
        position: row.text("position")?,
        content: content.into(),
    }))
}

/// Tells what the figures of a report are now: what was recorded since, and late facts, may have
/// moved them.
#[utoipa::path(get, path = "/api/metrics/reports/{report_id}/now", tag = "metrics",
    operation_id = "report_now", params(("report_id" = String, Path), QueryHeaders),
    responses((status = 200, body = ReportNow)))]
pub(super) async fn now(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(report_id): Path<Uuid>,
) -> Result<Json<ReportNow>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let row = service.report(report_id).await?;
    let subject = Subject { months: months_of(&row)?, department: department_of(&row)? };
    let as_of = service.as_of();
    let content = service.content(&subject, as_of.clone()).await?;
    Ok(Json(ReportNow { as_of, content: content.into() }))
}

/// The department that a report is about; none of one about the whole city.
pub(super) fn department_of(row: &Row) -> Result<Option<String>, QueryError> {
    Ok(Some(row.text("department")?).filter(|code| !code.is_empty()))
}

/// The months that a report is about.
pub(super) fn months_of(row: &Row) -> Result<Months, QueryError> {
    let month = |column: &str| {
        let none = |_| QueryError::Column { column: column.to_owned(), expected: "a month" };
        row.text(column)?.parse::<Month>().map_err(none)
    };
    Ok(Months { from: month("from_month")?, through: month("through_month")? })
}

impl Metrics {
    pub(super) async fn report(&self, report_id: Uuid) -> Result<Row, Problem> {
        let query = self.reads.query("SELECT * FROM reports WHERE report_id = $1").bind(report_id);
        let row = query.fetch_optional().await?;
        row.ok_or_else(|| Problem::not_found(Text::new("通报", "report")))
    }

    /// The report of this period that holds.
    pub(super) async fn report_in_force(
        &self,
        subject: &Subject,
    ) -> Result<Option<ReportRow>, QueryError> {
        let query = self.reads.query("SELECT ").push(OF_ROW);
        let query = query.push(" FROM reports WHERE replaced_by IS NULL AND department = ");
        let query = query.push_bind(subject.department.as_deref().unwrap_or_default());
        let query = query.push(" AND from_month = ").push_bind(subject.months.from.to_string());
        let query = query.push(" AND through_month = ");
        let query = query.push_bind(subject.months.through.to_string());
        let row = query.push(" ORDER BY nth DESC LIMIT 1").fetch_optional().await?;
        row.as_ref().map(ReportRow::of).transpose()
    }
}
