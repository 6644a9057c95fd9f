//! Metrics over HTTP. Every answer says as of which position of the log and at which instant; a
//! report that was issued says as of which it was.

pub(crate) mod behind;
pub(crate) mod cost;
pub(crate) mod costs;
pub(crate) mod figure;
mod figures;
mod goals;
mod imports;
pub(crate) mod portrait;
mod queries;
mod report;
pub(crate) mod span;
pub(crate) mod trend;

use std::sync::Arc;

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{
    Consistent, HasProjection, Json, Problem, Query, QueryHeaders, Rows, Signed,
};
use tongban_kernel::Position;
use tongban_readmodel::QueryError;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Metrics;
use figures::{ComplaintFigures, Flow, RatingFigures, Standing, TaskFigures};
use goals::Goals;
use span::{Span, Whose};

/// All routes of metrics.
pub(crate) fn router(service: Arc<Metrics>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(summary))
        .routes(routes!(departments))
        .routes(routes!(items))
        .routes(routes!(trend::trend))
        .routes(routes!(behind::cases))
        .routes(routes!(portrait::process))
        .routes(routes!(cost::coordination_cost))
        .routes(routes!(imports::list))
        .routes(routes!(imports::one))
        .merge(report::router())
        .with_state(service)
}

type Service = State<Arc<Metrics>>;

/// What the figures rest on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AsOf {
    /// The figures show at least the log up to here.
    #[schema(value_type = String)]
    position: String,
    /// The instant at which "open" and "overdue" were asked.
    #[schema(value_type = String)]
    at: Timestamp,
}

/// Which months, and whose cases.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SummaryFilter {
    /// First month, as `2026-01`; all before when left out.
    #[param(value_type = Option<String>)]
    from: Option<span::Month>,
    /// Last month; all after when left out.
    #[param(value_type = Option<String>)]
    through: Option<span::Month>,
    /// Department that decides, or that was asked to help.
    department: Option<String>,
    /// Item of the catalogue.
    item_code: Option<String>,
}

/// The office, or one department, at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    as_of: AsOf,
    /// What the shares below are to reach.
    goals: Goals,
    /// What happened in the months that were asked for.
    flow: Flow,
    /// What happened today, by the local date; not told of one item.
    today: Option<Flow>,
    /// What stands now, whatever the months.
    standing: Standing,
    /// Help between departments; not told of one item.
    tasks: Option<TaskFigures>,
    /// Complaints.
    complaints: ComplaintFigures,
    /// What applicants think of the services.
    ratings: RatingFigures,
}

#[utoipa::path(get, path = "/api/metrics/summary", tag = "metrics",
    params(SummaryFilter, QueryHeaders), responses((status = 200, body = Summary)))]
async fn summary(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<SummaryFilter>,
) -> Result<Json<Summary>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let as_of = service.as_of();
    let span = Span { from: filter.from, through: filter.through };
    let department = filter.department.as_deref();
    let whose = Whose { department, item_code: filter.item_code.as_deref() };
    Ok(Json(service.summarised(span, whose, as_of).await?))
}

/// Which months, and which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DepartmentFilter {
    /// First month, as `2026-01`; all before when left out.
    #[param(value_type = Option<String>)]
    from: Option<span::Month>,
    /// Last month; all after when left out.
    #[param(value_type = Option<String>)]
    through: Option<span::Month>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// One department.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DepartmentRow {
    /// Its code in the catalogue.
    pub(crate) department: String,
    /// What happened to its cases in the months that were asked for.
    pub(crate) flow: Flow,
    /// What stands now.
    pub(crate) standing: Standing,
    /// How it helped others.
    pub(crate) tasks: TaskFigures,
    /// Complaints that it answers.
    pub(crate) complaints: ComplaintFigures,
    /// What applicants think of its services.
    pub(crate) ratings: RatingFigures,
}

/// A page of rows, and of when they are.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowsAsOf<T> {
    as_of: AsOf,
    #[serde(flatten)]
    rows: Rows<T>,
}

#[utoipa::path(get, path = "/api/metrics/departments", tag = "metrics",
    params(DepartmentFilter, QueryHeaders), responses((status = 200, body = RowsAsOf<DepartmentRow>)))]
async fn departments(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<DepartmentFilter>,
) -> Result<Json<RowsAsOf<DepartmentRow>>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let page = tongban_readmodel::Page::new(filter.limit, filter.cursor.as_deref())?;
    let span = Span { from: filter.from, through: filter.through };
    let as_of = service.as_of();
    let found = service.departments(span, as_of.at, &page).await?;
    Ok(Json(RowsAsOf { as_of, rows: found.into() }))
}

/// Which months, whose items, and which page.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemFilter {
    /// First month, as `2026-01`; all before when left out.
    #[param(value_type = Option<String>)]
    from: Option<span::Month>,
    /// Last month; all after when left out.
    #[param(value_type = Option<String>)]
    through: Option<span::Month>,
    /// Department that decides.
    department: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// One item of one department.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ItemRow {
    /// The department that decides.
    pub(crate) department: String,
    /// The item's code in the catalogue.
    pub(crate) item_code: String,
    /// What happened to its cases in the months that were asked for.
    pub(crate) flow: Flow,
    /// What stands now.
    pub(crate) standing: Standing,
    /// Complaints about it.
    pub(crate) complaints: ComplaintFigures,
    /// What applicants think of it.
    pub(crate) ratings: RatingFigures,
}

#[utoipa::path(get, path = "/api/metrics/items", tag = "metrics",
    params(ItemFilter, QueryHeaders), responses((status = 200, body = RowsAsOf<ItemRow>)))]
async fn items(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<ItemFilter>,
) -> Result<Json<RowsAsOf<ItemRow>>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let page = tongban_readmodel::Page::new(filter.limit, filter.cursor.as_deref())?;
    let span = Span { from: filter.from, through: filter.through };
    let as_of = service.as_of();
    let found = service.items(span, as_of.at, filter.department.as_deref(), &page).await?;
    Ok(Json(RowsAsOf { as_of, rows: found.into() }))
}

impl Metrics {
    /// Everyone's figures, or those of one department or item.
    async fn summarised(
        &self,
        span: Span,
        whose: Whose<'_>,
        as_of: AsOf,
    ) -> Result<Summary, QueryError> {
        let (today, tasks) = if whose.item_code.is_some() {
            (None, None)
        } else {
            let today = self.today(as_of.at, whose.department).await?;
            (Some(today), Some(self.tasks(span, as_of.at, whose.department).await?))
        };
        Ok(Summary {
            goals: Goals::SET,
            flow: self.flow(span, whose).await?,
            today,
            standing: self.standing(as_of.at, whose).await?,
            tasks,
            complaints: self.complaints(span, as_of.at, whose).await?,
            ratings: self.ratings(span, as_of.at, whose).await?,
            as_of,
        })
    }

    /// The position is read before the figures: they show at least that much.
    fn as_of(&self) -> AsOf {
        let mut position = Position::start(self.kit.log.generation());
        for (name, partition, status) in self.kit.progress.all() {
            if name == Self::PROJECTION {
                position.advance(partition, status.checkpoint);
            }
        }
        AsOf { position: position.to_string(), at: self.kit.clock.now() }
    }
}
