//! What coordination costs: how much of the working time of cases lies between departments.

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, FieldError, Json, Problem, Query, QueryHeaders, Signed};
use tongban_kernel::Text;
use tongban_readmodel::{Cursor, Page};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::goals::Goals;
use super::{AsOf, Service};
use crate::api::costs::{Selection, Sum, Sums};

/// By what the share is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    /// Case by case, the newest first.
    Case,
    /// By the items of the catalogue.
    Item,
    /// By the departments that decide.
    Department,
    /// By who asks and who is asked.
    Pair,
}

/// Which cases, and which of their time.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CostFilter {
    /// `case`, `item`, `department` or `pair`.
    #[param(inline)]
    by: By,
    /// Time before this instant does not count.
    #[param(value_type = Option<String>)]
    from: Option<Timestamp>,
    /// Time from this instant on does not count; now where it is left out.
    #[param(value_type = Option<String>)]
    until: Option<Timestamp>,
    /// Cases that this department decides.
    department: Option<String>,
    /// Cases of this item.
    item_code: Option<String>,
    /// This case.
    case_id: Option<Uuid>,
    /// Cases of a page, at most 200; of items and pairs all are told.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// What coordination costs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CostReport {
    as_of: AsOf,
    /// The share that is not to be exceeded.
    goal: f64,
    /// Of all cases that were asked for; none case by case.
    total: Option<Cost>,
    /// The rows.
    items: Vec<CostRow>,
    /// Where the next page begins; none on the last.
    next: Option<String>,
}

/// How much of the working time of cases lay between departments.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Cost {
    /// Cases that it is of.
    n_cases: i64,
    /// Working time for which a case waited for another department, in minutes; what overlaps in
    /// one case counts once.
    between_minutes: i64,
    /// Working time from acceptance to conclusion, or to now, in minutes.
    case_minutes: i64,
    /// The former of the latter; none where no time has passed.
    share: Option<f64>,
    /// It is no more than the goal.
    meets_goal: Option<bool>,
}

impl From<Sum> for Cost {
    fn from(sum: Sum) -> Self {
        let (between, whole) = (sum.between.as_secs_f64(), sum.whole.as_secs_f64());
        let share = (whole > 0.0).then(|| between / whole);
        Self {
            n_cases: sum.n_cases,
            between_minutes: sum.between.as_mins(),
            case_minutes: sum.whole.as_mins(),
            share,
            meets_goal: share.map(|share| share <= Goals::SET.coordination_share_max),
        }
    }
}

/// What it costs one case, the cases of one item or department, or those in which one department asked another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct CostRow {
    /// The case; none where cases are summed.
    pub(crate) case: Option<CostCase>,
    /// The item; none by departments and pairs.
    pub(crate) item_code: Option<String>,
    /// Who decides; none by pairs.
    pub(crate) department: Option<String>,
    /// Who asks, by pairs. Times of pairs overlap where a case waits for several: they do not add
    /// up to the whole.
    pub(crate) from_department: Option<String>,
    /// Who is asked, by pairs.
    pub(crate) to_department: Option<String>,
    /// How much.
    #[serde(flatten)]
    pub(crate) cost: Cost,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct CostCase {
    /// The case.
    pub(crate) case_id: Uuid,
    /// Its number.
    pub(crate) number: String,
    /// It is not decided: its time goes on.
    pub(crate) is_open: bool,
    /// The event that caused the case to be as it is.
    pub(crate) caused_by: Uuid,
}

/// Tells how much of the working time of cases lies between departments, as of this moment.
#[utoipa::path(get, path = "/api/metrics/coordination-cost", tag = "metrics",
    params(CostFilter, QueryHeaders), responses((status = 200, body = CostReport)))]
pub(crate) async fn coordination_cost(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<CostFilter>,
) -> Result<Json<CostReport>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let as_of = service.as_of();
    let now = as_of.at;
    let selection = Selection {
        now,
        from: filter.from,
        until: filter.until.map_or(now, |until| until.min(now)),
        department: filter.department,
        item_code: filter.item_code,
        case_id: filter.case_id,
    };
    let (total, items, next) = match filter.by {
        By::Case => {
            let page = Page::new(filter.limit, filter.cursor.as_deref())?;
            let (items, next) = service.costs_of_cases(&selection, &page).await?;
            (None, items, next)
        }
        By::Item => summed(service.cost_sums(&selection).await?, Sums::items)?,
        By::Department => summed(service.cost_sums(&selection).await?, Sums::departments)?,
        By::Pair => summed(service.cost_sums(&selection).await?, Sums::pairs)?,
    };
    let next = next.map(|next| next.to_string());
    Ok(Json(CostReport { as_of, goal: Goals::SET.coordination_share_max, total, items, next }))
}

type Told = (Option<Cost>, Vec<CostRow>, Option<Cursor>);

fn summed(sums: Option<Sums>, rows: fn(&Sums) -> Vec<CostRow>) -> Result<Told, Problem> {
    let sums = sums.ok_or_else(too_many)?;
    Ok((Some(sums.total.into()), rows(&sums), None))
}

pub(super) fn too_many() -> Problem {
    let remedy = Text::new("办件过多，请缩小时间范围", "too many cases; ask for less time");
    Problem::invalid([FieldError::new("?from", "too_many_cases", remedy)])
}
