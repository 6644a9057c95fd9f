//! The map of an item's process: what follows what, how often, and after how much working time.

use std::collections::HashMap;

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Problem, Query, QueryHeaders, Signed};
use tongban_readmodel::{Direction, Keyset, Page, QueryError};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cost::too_many;
use super::costs::{CASES_AT_ONCE, CASES_MAX};
use super::queries::{in_span, of};
use super::span::{Month, Span, Whose};
use super::{AsOf, Service};
use crate::Metrics;
use crate::process::{Activity, Map, Moment, Transition};

/// Which item, and which of its cases.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProcessFilter {
    /// Item of the catalogue.
    item_code: String,
    /// Department that decides.
    department: Option<String>,
    /// Cases received from this month on, as `2026-01`.
    #[param(value_type = Option<String>)]
    from: Option<Month>,
    /// Cases received until the end of this month.
    #[param(value_type = Option<String>)]
    through: Option<Month>,
}

/// The map of a process.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Process {
    as_of: AsOf,
    /// Cases that it is drawn from.
    n_cases: usize,
    /// What happened in them.
    activities: Vec<ProcessActivity>,
    /// What followed what, the most frequent first.
    transitions: Vec<ProcessTransition>,
}

/// What happens to a case at some moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProcessMoment {
    /// `received`, `correction_requested`, `supplemented`, `accepted`, `declined`, `step_decided`,
    /// `step_returned`, `suspended`, `resumed`, `extended`, `granted`, `refused`, `reopened`,
    /// `annulled`, `withdrawn` or `duplicate`.
    pub(crate) activity: String,
    /// The step that was decided.
    pub(crate) step: Option<String>,
}

/// How often something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProcessActivity {
    /// What.
    #[serde(flatten)]
    pub(crate) what: ProcessMoment,
    /// How often.
    pub(crate) n: usize,
}

/// How often one followed the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProcessTransition {
    /// What was before.
    pub(crate) from: ProcessMoment,
    /// What followed.
    pub(crate) to: ProcessMoment,
    /// How often.
    pub(crate) n: usize,
    /// Half of them took no more working time than this, in minutes.
    pub(crate) median_minutes: i64,
    /// Nine tenths of them took no more than this.
    pub(crate) p90_minutes: i64,
}

impl From<Activity> for ProcessMoment {
    fn from(activity: Activity) -> Self {
        Self { activity: activity.name, step: activity.step }
    }
}

impl From<Transition> for ProcessTransition {
    fn from(transition: Transition) -> Self {
        let Transition { from, to, n, median_minutes, p90_minutes } = transition;
        Self { from: from.into(), to: to.into(), n, median_minutes, p90_minutes }
    }
}

/// Tells what follows what in the cases of an item, how often, and after how much working time of
/// the city's office. Steps that run side by side follow each other as they were decided.
#[utoipa::path(get, path = "/api/metrics/process", tag = "metrics",
    params(ProcessFilter, QueryHeaders), responses((status = 200, body = Process)))]
pub(crate) async fn process(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<ProcessFilter>,
) -> Result<Json<Process>, Problem> {
    signed.may(Permission::ReadMetrics)?;
    let as_of = service.as_of();
    let span = Span { from: filter.from, through: filter.through };
    let (department, item_code) = (filter.department.as_deref(), Some(&*filter.item_code));
    let whose = Whose { department, item_code };
    let map = service.map(span, as_of.at, whose).await?.ok_or_else(too_many)?;
    let activity = |(activity, n): (Activity, usize)| ProcessActivity { what: activity.into(), n };
    Ok(Json(Process {
        as_of,
        n_cases: map.n_cases,
        activities: map.activities().into_iter().map(activity).collect(),
        transitions: map.transitions().into_iter().map(Into::into).collect(),
    }))
}

const RECEIVED: &str = "SELECT case_id, received_at FROM cases \
    WHERE received_at >= $2 AND received_at < $3";
const NEWEST_FIRST: Keyset = Keyset::new(&["received_at", "case_id"], Direction::Descending);

impl Metrics {
    /// The map of the cases received in these months; none where there are too many.
    pub(crate) async fn map(
        &self,
        span: Span,
        at: Timestamp,
        whose: Whose<'_>,
    ) -> Result<Option<Map>, QueryError> {
        let (calendar, office) = (self.calendar.load_full(), self.office(at));
        let worked = |from, to| office.working_time(&calendar, from, to).worked.as_mins();
        let (mut map, mut after) = (Map::default(), None);
        loop {
            let page =
                Page::new(Some(CASES_AT_ONCE), after.as_deref()).map_err(QueryError::Page)?;
            let cases = of(in_span(self.reads.query(RECEIVED), span, at), whose);
            let cases = cases.fetch_page(NEWEST_FIRST, &page).await?;
            let ids = cases.items.iter().map(|row| row.uuid("case_id"));
            let ways = self.ways_of(&ids.collect::<Result<Vec<_>, _>>()?).await?;
            ways.values().for_each(|way| map.draw(way, worked));
            if map.n_cases > CASES_MAX {
                return Ok(None);
            }
            let Some(next) = cases.next else { return Ok(Some(map)) };
            after = Some(next.to_string());
        }
    }

    /// The moments of these cases in their order.
    async fn ways_of(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Moment>>, QueryError> {
        let query = self.reads.query(
            "SELECT moments.*, cases.approval FROM moments \
             JOIN cases ON cases.case_id = moments.case_id WHERE moments.case_id IN ",
        );
        let query = query.push_list(ids.iter().copied());
        let query = query.push(" ORDER BY moments.case_id, moments.at, log_seq");
        let mut ways: HashMap<Uuid, Vec<Moment>> = HashMap::new();
        for row in &query.fetch_all().await? {
            let activity = Activity { name: row.text("activity")?, step: row.opt_text("step")? };
            let moment = Moment { at: row.timestamp("at")?, activity };
            let way = ways.entry(row.uuid("case_id")?).or_default();
            // A withdrawal is a wish until approval has had its say, and is told again then.
            let took_effect = matches!(row.text("approval")?.as_str(), "none" | "withdrawn");
            let is_told = way.iter().any(Moment::is_withdrawal);
            if moment.is_withdrawal() && (!took_effect || is_told) {
                continue;
            }
            way.push(moment);
        }
        Ok(ways)
    }
}
