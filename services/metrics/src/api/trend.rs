//! The figures month by month, or week by week.

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, FieldError, Json, Problem, Query, QueryHeaders, Signed};
use tongban_kernel::Text;
use tongban_readmodel::QueryError;
use utoipa::{IntoParams, ToSchema};

use super::figures::{Answers, ComplaintFlow, Flow, RatingFigures};
use super::goals::Goals;
use super::span::{Month, Period, Whose, Within};
use super::{AsOf, Service};
use crate::Metrics;
use crate::period::Week;
use crate::projection::day_of;

/// Every period is a few questions of its own: three years of months, one of weeks.
const MONTHS_MAX: usize = 36;
const WEEKS_MAX: usize = 53;
/// Where no first one is said: a year, or a quarter, the last one included.
const MONTHS_BEFORE: u16 = 11;
const WEEKS_BEFORE: u16 = 12;

/// By what the figures are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TrendBy {
    /// Month by month.
    #[default]
    Month,
    /// Week by week, from Monday to Sunday, by ISO 8601.
    Week,
}

/// Which months or weeks, and whose cases.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrendFilter {
    /// `month` or `week`; by months when left out.
    #[param(inline)]
    by: Option<TrendBy>,
    /// First month or week, as `2026-01` or `2026-W05`; when left out, eleven months or twelve weeks
    /// before the last.
    #[param(value_type = Option<String>)]
    from: Option<Period>,
    /// Last one, at most 36 months or 53 weeks in all; the present one when left out.
    #[param(value_type = Option<String>)]
    through: Option<Period>,
    /// Department that decides, that was asked to help, or that answers complaints.
    department: Option<String>,
    /// Item of the catalogue.
    item_code: Option<String>,
}

/// The figures period by period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Trend {
    as_of: AsOf,
    /// What shares are to reach.
    goals: Goals,
    /// By what they are told.
    by: TrendBy,
    /// Every month or week that was asked for, the first first.
    periods: Vec<TrendPeriod>,
}

/// What happened in one month or week.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct TrendPeriod {
    /// The month, as `2026-01`, or the week, as `2026-W05`.
    pub(crate) period: String,
    /// Its first instant.
    #[schema(value_type = Option<String>)]
    pub(crate) begins_at: Option<Timestamp>,
    /// To cases.
    pub(crate) flow: Flow,
    /// Tasks between departments that were answered.
    pub(crate) tasks: Answers,
    /// To complaints.
    pub(crate) complaints: ComplaintFlow,
    /// What applicants thought of the services.
    pub(crate) ratings: RatingFigures,
}

/// Tells the figures month by month, or week by week.
#[utoipa::path(get, path = "/api/metrics/trend", tag = "metrics",
    params(TrendFilter, QueryHeaders), responses((status = 200, body = Trend)))]
pub(crate) async fn trend(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<TrendFilter>,
) -> Result<Json<Trend>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let as_of = service.as_of();
    let by = filter.by.unwrap_or_default();
    let through = by.one("?through", filter.through)?.unwrap_or_else(|| by.of(as_of.at));
    let from = by.one("?from", filter.from)?.unwrap_or_else(|| through.before(by.n_before()));
    let later = std::iter::successors(Some(from), |period| Some(period.next()));
    let periods = later.take_while(|period| *period <= through).take(by.n_max() + 1);
    let periods: Vec<_> = periods.collect();
    if periods.len() > by.n_max() {
        return Err(by.too_many());
    }
    let (department, item_code) = (filter.department.as_deref(), filter.item_code.as_deref());
    let periods = service.periods(&periods, as_of.at, Whose { department, item_code }).await?;
    Ok(Json(Trend { as_of, goals: Goals::SET, by, periods }))
}

impl TrendBy {
    fn of(self, at: Timestamp) -> Period {
        let on = day_of(at);
        match self {
            Self::Month => Period::Month(Month::of_day(on)),
            Self::Week => Period::Week(Week::of_day(on)),
        }
    }

    fn n_max(self) -> usize {
        match self {
            Self::Month => MONTHS_MAX,
            Self::Week => WEEKS_MAX,
        }
    }

    fn n_before(self) -> u16 {
        match self {
            Self::Month => MONTHS_BEFORE,
            Self::Week => WEEKS_BEFORE,
        }
    }

    /// A period that is one of these.
    fn one(self, field: &str, period: Option<Period>) -> Result<Option<Period>, Problem> {
        let remedy = match (self, period) {
            (_, None)
            | (Self::Month, Some(Period::Month(_)))
            | (Self::Week, Some(Period::Week(_))) => {
                return Ok(period);
            }
            (Self::Month, Some(Period::Week(_))) => {
                Text::new("按月查询请填写月份，如 2026-09", "name a month, such as 2026-09")
            }
            (Self::Week, Some(Period::Month(_))) => {
                Text::new("按周查询请填写周次，如 2026-W40", "name a week, such as 2026-W40")
            }
        };
        Err(Problem::invalid([FieldError::new(field, "other_period", remedy)]))
    }

    fn too_many(self) -> Problem {
        let n_max = self.n_max();
        let (rule, zh, en) = match self {
            Self::Month => ("too_many_months", "个月", "months"),
            Self::Week => ("too_many_weeks", "周", "weeks"),
        };
        let remedy = Text::new(
            format!("最多 {n_max} {zh}，请缩小时间范围"),
            format!("at most {n_max} {en}; ask for fewer"),
        );
        Problem::invalid([FieldError::new("?from", rule, remedy)])
    }
}

impl Metrics {
    /// The figures of each of these months or weeks, which follow each other.
    pub(crate) async fn periods(
        &self,
        periods: &[Period],
        at: Timestamp,
        whose: Whose<'_>,
    ) -> Result<Vec<TrendPeriod>, QueryError> {
        let [Some(first), Some(last)] = [periods.first(), periods.last()] else {
            return Ok(Vec::new());
        };
        let mut flows = self.flow_by_period([*first, *last], whose).await?;
        let mut told = Vec::with_capacity(periods.len());
        for one in periods {
            let within = Within::of(Some(*one), Some(*one));
            let period = one.to_string();
            told.push(TrendPeriod {
                begins_at: one.begins_at(),
                flow: Flow::from(&flows.remove(&period).unwrap_or_default()),
                tasks: self.answers(within, at, whose).await?,
                complaints: self.complaints(within, at, whose).await?.flow,
                ratings: self.ratings(within, at, whose).await?,
                period,
            });
        }
        Ok(told)
    }
}
