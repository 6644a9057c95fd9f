//! What stands behind a figure: the rows that it counts, each with the event that made it count.

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_readmodel::{Page, Paged, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::figure::{Figure, Source};
use super::queries::{OF_CASES_OF_ITEM, asked, in_span, of};
use super::span::{Period, Whose, Within};
use super::{AsOf, Service};
use crate::Metrics;

/// Which figure, with the filters that the figure had.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BehindFilter {
    /// The figure.
    #[param(inline)]
    figure: Figure,
    /// First month or week, as `2026-01` or `2026-W05`; all before when left out. What stands now
    /// is told whatever the time.
    #[param(value_type = Option<String>)]
    from: Option<Period>,
    /// Last month or week; all after when left out.
    #[param(value_type = Option<String>)]
    through: Option<Period>,
    /// Department that decides, that was asked to help, or that answers a complaint.
    department: Option<String>,
    /// Item of the catalogue.
    item_code: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// One of those that a figure counts: a case, also by its rating, a task of one, or a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Behind {
    /// The case; none for a complaint about no case.
    pub(crate) case_id: Option<Uuid>,
    /// Its number.
    pub(crate) number: Option<String>,
    /// The task, where tasks are counted.
    pub(crate) task_id: Option<Uuid>,
    /// The complaint, where complaints are counted.
    pub(crate) complaint_id: Option<Uuid>,
    /// Who decides, was asked, or answers; none for a complaint that nobody was assigned.
    pub(crate) department: Option<String>,
    /// The item.
    pub(crate) item_code: Option<String>,
    /// When it was received, or asked for.
    #[schema(value_type = String)]
    pub(crate) received_at: Timestamp,
    /// When the case was accepted.
    #[schema(value_type = Option<String>)]
    pub(crate) accepted_at: Option<Timestamp>,
    /// Until when: by law, or by promise where the figure goes by that. The first instant that is
    /// too late; none where the clock stands still or has not begun.
    #[schema(value_type = Option<String>)]
    pub(crate) due_at: Option<Timestamp>,
    /// When it was decided, or answered.
    #[schema(value_type = Option<String>)]
    pub(crate) ended_at: Option<Timestamp>,
    /// The instant by which it is counted.
    #[schema(value_type = String)]
    pub(crate) counted_at: Timestamp,
    /// The event that made it count; of what stands now, the last that changed it.
    pub(crate) counted_by: Uuid,
}

/// A page of what a figure counts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BehindRows {
    as_of: AsOf,
    /// Only what happened in the months or weeks that were asked for is counted; what stands now is,
    /// whatever they are.
    is_of_months: bool,
    #[serde(flatten)]
    rows: Rows<Behind>,
}

/// Tells which cases, tasks or complaints a figure counts, the latest first. Those of all pages are
/// as many as the figure says.
#[utoipa::path(get, path = "/api/metrics/cases", operation_id = "metrics_cases", tag = "metrics",
    params(BehindFilter, QueryHeaders), responses((status = 200, body = BehindRows)))]
pub(crate) async fn cases(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<BehindFilter>,
) -> Result<Json<BehindRows>, Problem> {
    // Numbers are for all who read metrics; whose they are, for those who stand between departments.
    signed.may(Permission::Coordinate).or_else(|_| signed.may(Permission::Supervise))?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let within = Within::of(filter.from, filter.through);
    let (department, item_code) = (filter.department.as_deref(), filter.item_code.as_deref());
    let as_of = service.as_of();
    let whose = Whose { department, item_code };
    let found = service.behind(filter.figure, within, as_of.at, whose, &page).await?;
    let is_of_months = filter.figure.counted().in_months;
    Ok(Json(BehindRows { as_of, is_of_months, rows: found.into() }))
}

const CASES: &str = "SELECT * FROM cases WHERE ";
const TASKS: &str = "SELECT tasks.*, \
    (SELECT item_code FROM cases WHERE cases.case_id = tasks.case_id) AS item_code \
    FROM tasks WHERE ";
const COMPLAINTS: &str = "SELECT complaints.*, \
    (SELECT number FROM cases WHERE cases.case_id = complaints.case_id) AS number \
    FROM complaints WHERE ";
const RATINGS: &str = "SELECT ratings.*, \
    COALESCE((SELECT received_at FROM cases WHERE cases.case_id = ratings.case_id), rated_at) \
        AS received_at, \
    (SELECT accepted_at FROM cases WHERE cases.case_id = ratings.case_id) AS accepted_at, \
    (SELECT concluded_at FROM cases WHERE cases.case_id = ratings.case_id) AS concluded_at \
    FROM ratings WHERE ";

impl Metrics {
    pub(crate) async fn behind(
        &self,
        figure: Figure,
        within: impl Into<Within>,
        at: Timestamp,
        whose: Whose<'_>,
        page: &Page,
    ) -> Result<Paged<Behind>, QueryError> {
        let source = figure.source();
        let query = self.reads.query(match source {
            Source::Cases => CASES,
            Source::Tasks => TASKS,
            Source::Complaints => COMPLAINTS,
            Source::Ratings => RATINGS,
        });
        let query = figure.where_counted(in_span(query, within, at));
        let query = match source {
            Source::Cases if !figure.counted().in_months => {
                query.push(" AND approval <> 'concluded'")
            }
            Source::Cases | Source::Tasks | Source::Complaints | Source::Ratings => query,
        };
        let query = match (source, whose.item_code) {
            (Source::Cases | Source::Complaints | Source::Ratings, _) => of(query, whose),
            (Source::Tasks, None) => asked(query, whose.department),
            (Source::Tasks, Some(item_code)) => {
                let query = asked(query, whose.department).push(OF_CASES_OF_ITEM);
                query.push_bind(item_code).push(")")
            }
        };
        let rows = query.fetch_page(figure.counted().keys, page).await?;
        rows.try_map(|row| Behind::of(figure, &row))
    }
}

impl Behind {
    fn of(figure: Figure, row: &Row) -> Result<Self, QueryError> {
        let counted = figure.counted();
        let (counted_at, counted_by) = (row.timestamp(counted.at)?, row.uuid(counted.event)?);
        Ok(match figure.source() {
            source @ (Source::Cases | Source::Ratings) => Self {
                case_id: Some(row.uuid("case_id")?),
                number: Some(row.text("number")?),
                task_id: None,
                complaint_id: None,
                department: Some(row.text("department")?),
                item_code: Some(row.text("item_code")?),
                received_at: row.timestamp("received_at")?,
                accepted_at: row.opt_timestamp("accepted_at")?,
                due_at: match source {
                    Source::Cases => still_due(row, figure.is_by_promise())?,
                    // What was rated is over.
                    Source::Ratings | Source::Tasks | Source::Complaints => None,
                },
                ended_at: row.opt_timestamp("concluded_at")?,
                counted_at,
                counted_by,
            },
            Source::Tasks => Self {
                case_id: Some(row.uuid("case_id")?),
                number: Some(row.text("number")?),
                task_id: Some(row.uuid("task_id")?),
                complaint_id: None,
                department: Some(row.text("to_department")?),
                item_code: row.opt_text("item_code")?,
                received_at: row.timestamp("requested_at")?,
                accepted_at: None,
                due_at: Some(row.timestamp("due_at")?),
                ended_at: row.opt_timestamp("replied_at")?,
                counted_at,
                counted_by,
            },
            Source::Complaints => Self {
                case_id: row.opt_uuid("case_id")?,
                number: row.opt_text("number")?,
                task_id: None,
                complaint_id: Some(row.uuid("complaint_id")?),
                department: row.opt_text("department")?,
                item_code: row.opt_text("item_code")?,
                received_at: row.timestamp("received_at")?,
                accepted_at: None,
                due_at: Some(row.timestamp("due_at")?),
                ended_at: row.opt_timestamp("answered_at")?,
                counted_at,
                counted_by,
            },
        })
    }
}

/// Until when a case is to be decided; none where its clock stands still, unless it was too late
/// before that.
fn still_due(row: &Row, is_by_promise: bool) -> Result<Option<Timestamp>, QueryError> {
    let (due_at, stopped_at) = match is_by_promise {
        true => ("promised_due_at", "promised_stopped_at"),
        false => ("statutory_due_at", "statutory_stopped_at"),
    };
    let (due_at, stopped_at) = (row.opt_timestamp(due_at)?, row.opt_timestamp(stopped_at)?);
    Ok(due_at.filter(|due_at| stopped_at.is_none_or(|stopped_at| *due_at <= stopped_at)))
}
