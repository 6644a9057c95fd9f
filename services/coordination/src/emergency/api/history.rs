use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Signed};
use tongban_kernel::{CaseId, Decider as _, Recorded, StreamId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{Service, Sight};
use crate::emergency::events::Event;
use crate::emergency::state::Emergency;

/// The history of an emergency: what happened, from the first event to the last.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmergencyHistory {
    /// In the order in which it happened.
    steps: Vec<EmergencyStep>,
}

/// One thing that happened to an emergency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmergencyStep {
    /// What: the event's name without service and version, such as `emergency_declared`.
    happened: String,
    /// When.
    #[schema(value_type = String)]
    at: Timestamp,
    /// Who did it: an account, or the name of a policy.
    by: String,
    /// For which department they did it.
    by_department: Option<String>,
    /// What was said.
    note: Option<String>,
    /// Which paper it is about.
    paper: Option<String>,
    /// The event.
    caused_by: Uuid,
}

/// Shows what happened to an emergency: every step names the event that it is.
#[utoipa::path(get, path = "/api/coordination/emergencies/{case_id}/history",
    tag = "coordination", params(("case_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = EmergencyHistory)))]
pub(crate) async fn emergency_history(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(case_id): Path<CaseId>,
) -> Result<Json<EmergencyHistory>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    service.emergency_row(case_id, &sight).await?;
    let log = &service.emergencies.aggregates().runtime().log;
    let stream = StreamId::new(Emergency::CATEGORY, case_id.uuid());
    let events = log.read(stream, 0).await.map_err(Problem::internal)?;
    let steps = events.iter().map(|event| step(event)).collect::<Result<_, _>>()?;
    Ok(Json(EmergencyHistory { steps }))
}

fn step(recorded: &Recorded) -> Result<EmergencyStep, Problem> {
    let event: Event = recorded.decode().map_err(Problem::internal)?;
    let kind = recorded.kind.as_str();
    let (note, paper) = told(&event);
    Ok(EmergencyStep {
        happened: kind.split('.').nth(1).unwrap_or(kind).to_owned(),
        at: recorded.occurred_at,
        by: recorded.meta.actor.id.clone(),
        by_department: recorded.meta.actor.department.clone(),
        note: note.map(str::to_owned),
        paper: paper.map(str::to_owned),
        caused_by: recorded.id.uuid(),
    })
}

/// What was said, and about which paper.
fn told(event: &Event) -> (Option<&str>, Option<&str>) {
    match event {
        Event::EmergencyDeclared { what: note, .. }
        | Event::EmergencyResponded { department: note, .. }
        | Event::SituationReported { text: note, .. }
        | Event::SeverityChanged { reason: note, .. }
        | Event::EmergencyEnded { summary: note, .. } => (Some(note), None),
        Event::PaperHandedIn { paper, reference: note, .. }
        | Event::PaperWaived { paper, reason: note, .. } => (Some(note), Some(paper)),
        Event::PaperLate { paper, .. } => (None, Some(paper)),
        Event::EmergencyUnanswered { .. } | Event::EmergencyClosed { .. } => (None, None),
    }
}
