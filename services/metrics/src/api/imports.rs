use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Signed};
use tongban_kernel::Text;
use tongban_readmodel::{Direction, Keyset, Page, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{AsOf, RowsAsOf, Service};
use crate::Metrics;
use crate::projection::HistoryFlow;

/// Which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportFilter {
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// An import of recorded histories: one that has come in whole and was not reverted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportRow {
    /// The import.
    import_id: Uuid,
    /// The file's name.
    file_name: String,
    /// Cases of the file.
    n_cases: i64,
    /// Rows of the file.
    n_rows: i64,
    /// When it began to come in.
    #[schema(value_type = String)]
    started_at: Timestamp,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// What the milestones of recorded cases say; nothing of it was decided here.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct HistoryFigures {
    /// Cases.
    cases: i64,
    /// Cases with a known receipt.
    received: i64,
    /// Cases with a known acceptance.
    accepted: i64,
    /// Cases with a known conclusion.
    concluded: i64,
    /// Of those, with a known deadline: late cases are counted among these.
    measured: i64,
    /// Concluded after the recorded deadline.
    late: i64,
    /// Share of those measured that were in time, 0 to 1; none where nothing was measured.
    on_time_rate: Option<f64>,
}

/// One department of an import.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportDepartment {
    /// Its name in the file; empty where the file names none.
    department: String,
    #[serde(flatten)]
    figures: HistoryFigures,
}

/// An import with its figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ImportView {
    as_of: AsOf,
    #[serde(flatten)]
    import: ImportRow,
    /// Of all its cases.
    figures: HistoryFigures,
    /// By department, in the order of their names.
    departments: Vec<ImportDepartment>,
}

/// An import has tens of departments; a file that names thousands names something else by it.
const DEPARTMENTS_MAX: &str = " GROUP BY department ORDER BY department LIMIT 1000";
const NEWEST_FIRST: Keyset = Keyset::new(&["started_at", "import_id"], Direction::Descending);

#[utoipa::path(get, path = "/api/metrics/imports", tag = "metrics",
    params(ImportFilter, QueryHeaders), responses((status = 200, body = RowsAsOf<ImportRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<ImportFilter>,
) -> Result<Json<RowsAsOf<ImportRow>>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let as_of = service.as_of();
    let query = service.reads.query("SELECT * FROM imports WHERE state = 'completed'");
    let found = query.fetch_page(NEWEST_FIRST, &page).await?.try_map(|row| import_row(&row))?;
    Ok(Json(RowsAsOf { as_of, rows: found.into() }))
}

#[utoipa::path(get, path = "/api/metrics/imports/{import_id}", tag = "metrics",
    params(("import_id" = String, Path), QueryHeaders),
    responses((status = 200, body = ImportView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(import_id): Path<Uuid>,
) -> Result<Json<ImportView>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let as_of = service.as_of();
    let import = service.import(import_id).await?;
    let import = import.ok_or_else(|| Problem::not_found(Text::new("导入批次", "import")))?;
    let figures = service.import_figures(import_id).await?;
    let departments = service.import_departments(import_id).await?;
    Ok(Json(ImportView { as_of, import, figures, departments }))
}

impl Metrics {
    async fn import(&self, import_id: Uuid) -> Result<Option<ImportRow>, QueryError> {
        let sql = "SELECT * FROM imports WHERE import_id = $1 AND state = 'completed'";
        let found = self.reads.query(sql).bind(import_id).fetch_optional().await?;
        found.as_ref().map(import_row).transpose()
    }

    pub(super) async fn import_figures(
        &self,
        import_id: Uuid,
    ) -> Result<HistoryFigures, QueryError> {
        let query = self.reads.query("SELECT ").push(HistoryFlow::SUMS);
        let query = query.push(" FROM import_departments WHERE import_id = ").push_bind(import_id);
        let row = query.fetch_optional().await?;
        let flow = row.as_ref().map(HistoryFlow::of).transpose()?.unwrap_or_default();
        Ok(HistoryFigures::from(&flow))
    }

    pub(super) async fn import_departments(
        &self,
        import_id: Uuid,
    ) -> Result<Vec<ImportDepartment>, QueryError> {
        let query = self.reads.query("SELECT department, ").push(HistoryFlow::SUMS);
        let query = query.push(" FROM import_departments WHERE import_id = ").push_bind(import_id);
        let rows = query.push(DEPARTMENTS_MAX).fetch_all().await?;
        let department = |row: &Row| {
            let figures = HistoryFigures::from(&HistoryFlow::of(row)?);
            Ok(ImportDepartment { department: row.text("department")?, figures })
        };
        rows.iter().map(department).collect()
    }
}

fn import_row(row: &Row) -> Result<ImportRow, QueryError> {
    Ok(ImportRow {
        import_id: row.uuid("import_id")?,
        file_name: row.text("file_name")?,
        n_cases: row.int("n_cases")?,
        n_rows: row.int("n_rows")?,
        started_at: row.timestamp("started_at")?,
        caused_by: row.uuid("caused_by")?,
    })
}

impl From<&HistoryFlow> for HistoryFigures {
    fn from(flow: &HistoryFlow) -> Self {
        Self {
            cases: flow.cases,
            received: flow.received,
            accepted: flow.accepted,
            concluded: flow.concluded,
            measured: flow.measured,
            late: flow.late,
            on_time_rate: super::figures::per(flow.measured - flow.late, flow.measured),
        }
    }
}
