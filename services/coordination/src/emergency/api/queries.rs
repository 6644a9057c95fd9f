use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{CaseId, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, QueryError};
use utoipa::IntoParams;

use super::view::{EmergencyRow, EmergencyTask, EmergencyView, PaperRow, ReportRow};
use crate::Coordinating;
use crate::api::{Service, Sight, one_of};

/// Which emergencies.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EmergencyFilter {
    /// `declared`, `responded`, `ended`, `closed`.
    state: Option<String>,
    /// `emergency` or `drill`; both where it is left out.
    occasion: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const EMERGENCIES: &str = "SELECT * FROM emergencies WHERE 1 = 1";
const NEWEST_FIRST: Keyset = Keyset::new(&["declared_at", "case_id"], Direction::Descending);
const STATES: [&str; 4] = ["declared", "responded", "ended", "closed"];
const OCCASIONS: [&str; 2] = ["emergency", "drill"];
/// Reports that are shown with an emergency: the newest.
const REPORTS_SHOWN: &str = " ORDER BY nth DESC LIMIT 50";

/// Lists emergencies and drills, the newest first: all of them to coordinators and supervisors, to
/// others those that their department leads or is asked in.
#[utoipa::path(get, path = "/api/coordination/emergencies", tag = "coordination",
    params(EmergencyFilter, QueryHeaders), responses((status = 200, body = Rows<EmergencyRow>)))]
pub(crate) async fn emergencies(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<EmergencyFilter>,
) -> Result<Json<Rows<EmergencyRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(one_of("?state", &STATES));
    }
    if filter.occasion.as_deref().is_some_and(|occasion| !OCCASIONS.contains(&occasion)) {
        return Err(one_of("?occasion", &OCCASIONS));
    }
    let mut query = seen(service.reads.query(EMERGENCIES), &sight);
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    if let Some(occasion) = filter.occasion {
        query = query.push(" AND occasion = ").push_bind(occasion);
    }
    let (now, found) = (service.now(), query.fetch_page(NEWEST_FIRST, &page).await?);
    Ok(Json(found.try_map(|row| EmergencyRow::read(&row, now))?.into()))
}

/// Shows how an emergency stands: what is left of the time for the first response, each task with
/// its countdown, the papers that it skipped, the newest fifty reports. `GET /api/events` tells of
/// every change (its stream begins with `emergency/` or `coordination/`).
#[utoipa::path(get, path = "/api/coordination/emergencies/{case_id}", tag = "coordination",
    params(("case_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = EmergencyView)))]
pub(crate) async fn emergency(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(case_id): Path<CaseId>,
) -> Result<Json<EmergencyView>, Problem> {
    let (sight, now) = (Sight::of(&signed, &service)?, service.now());
    let emergency = service.emergency_row(case_id, &sight).await?;
    let tasks = service.tasks_of(case_id, now).await?;
    let papers = service.papers_of(case_id, now).await?;
    let reports = service.reports_of(case_id).await?;
    Ok(Json(EmergencyView { emergency, tasks, papers, reports }))
}

impl Coordinating {
    /// An emergency as far as someone sees it.
    pub(super) async fn emergency_row(
        &self,
        case_id: CaseId,
        sight: &Sight,
    ) -> Result<EmergencyRow, Problem> {
        let query = self.reads.query(EMERGENCIES).push(" AND case_id = ").push_bind(case_id);
        let row = seen(query, sight).fetch_optional().await?;
        let row = row.ok_or_else(|| Problem::not_found(Text::new("突发事件", "emergency")))?;
        Ok(EmergencyRow::read(&row, self.now())?)
    }

    async fn tasks_of(
        &self,
        case_id: CaseId,
        now: Timestamp,
    ) -> Result<Vec<EmergencyTask>, QueryError> {
        let query = self.reads.query("SELECT * FROM tasks WHERE case_id = ").push_bind(case_id);
        let rows = query.push(" ORDER BY due_at, task_id LIMIT 200").fetch_all().await?;
        rows.iter().map(|row| EmergencyTask::read(row, now)).collect()
    }

    async fn papers_of(
        &self,
        case_id: CaseId,
        now: Timestamp,
    ) -> Result<Vec<PaperRow>, QueryError> {
        let query = self.reads.query("SELECT * FROM skipped_papers WHERE case_id = ");
        let rows = query.push_bind(case_id).push(" ORDER BY due_at, paper").fetch_all().await?;
        rows.iter().map(|row| PaperRow::read(row, now)).collect()
    }

    async fn reports_of(&self, case_id: CaseId) -> Result<Vec<ReportRow>, QueryError> {
        let query = self.reads.query("SELECT * FROM situation_reports WHERE case_id = ");
        let rows = query.push_bind(case_id).push(REPORTS_SHOWN).fetch_all().await?;
        rows.iter().map(ReportRow::read).collect()
    }
}

/// Adds whose emergencies someone sees.
fn seen(query: Sql, sight: &Sight) -> Sql {
    let Sight::Own(own) = sight else { return query };
    let query = query.push(" AND (lead_department IN ").push_list(own);
    let query = query.push(
        " OR EXISTS (SELECT 1 FROM tasks WHERE tasks.case_id = emergencies.case_id
             AND tasks.to_department IN ",
    );
    query.push_list(own).push("))")
}
