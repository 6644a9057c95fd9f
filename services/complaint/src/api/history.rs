//! What happened to a complaint.

use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Signed};
use tongban_kernel::{ComplaintId, Decider as _, Recorded, Role, StreamId};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Service;
use super::queries::Reach;
use crate::events::{Event, Reopening};
use crate::state::Complaint;

/// The history of a complaint: what happened, from the first event to the last.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ComplaintHistory {
    /// In the order in which it happened.
    steps: Vec<ComplaintStep>,
}

/// One thing that happened to a complaint.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ComplaintStep {
    /// What: the event's name without service and version, such as `complaint_answered`.
    happened: String,
    /// When.
    #[schema(value_type = String)]
    at: Timestamp,
    /// The account that did it; none where the complainant did.
    by: Option<String>,
    /// For which department they did it.
    by_department: Option<String>,
    /// Who has to answer from then on, where that changed.
    to_department: Option<String>,
    /// What was ordered, reported or answered, or why.
    note: Option<String>,
    /// Whether why is sealed, as what a complainant says: of the last reopening it is shown with what
    /// was said, to whoever may see that.
    has_sealed_note: bool,
    /// Until when it is to be answered from then on, where that changed.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    /// Whether an answer came in time.
    in_time: Option<bool>,
    /// 1 very satisfied … 5 very dissatisfied.
    satisfaction: Option<u8>,
    /// Whether the matter is solved.
    solved: Option<bool>,
    /// The complaint that it was merged into, or separated from, where that one is seen as well.
    other: Option<Uuid>,
    /// The event.
    caused_by: Uuid,
}

/// Shows what happened to a complaint, callbacks and reopenings too: every step names the event that
/// it is.
#[utoipa::path(get, path = "/api/complaint/complaints/{complaint_id}/history", tag = "complaint",
    operation_id = "complaint_history", params(("complaint_id" = String, Path), QueryHeaders),
    responses((status = 200, body = ComplaintHistory)))]
pub(super) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(complaint): Path<ComplaintId>,
) -> Result<Json<ComplaintHistory>, Problem> {
    let reach = Reach::of(&signed, &service)?;
    service.covered(complaint, &reach).await?;
    let log = &service.complaints.runtime().log;
    let stream = StreamId::new(Complaint::CATEGORY, complaint.uuid());
    let events = log.read(stream, 0).await.map_err(Problem::internal)?;
    let mut steps = Vec::new();
    for recorded in &events {
        let event: Event = recorded.decode().map_err(Problem::internal)?;
        // Who looked at personal data is for those who watch that.
        if !matches!(event, Event::PersonalDataShown { .. }) {
            let other = match other(&event) {
                Some(other) if service.is_seen(other, &reach).await? => Some(other),
                _ => None,
            };
            steps.push(step(recorded, &event, other));
        }
    }
    Ok(Json(ComplaintHistory { steps }))
}

fn step(recorded: &Recorded, event: &Event, other: Option<Uuid>) -> ComplaintStep {
    let kind = recorded.kind.as_str();
    let name = kind.split('.').nth(1).unwrap_or(kind);
    let actor = &recorded.meta.actor;
    let (satisfaction, solved) = match event {
        Event::ComplaintConfirmed { satisfaction, solved, .. } => {
            (Some(u8::from(*satisfaction)), Some(*solved))
        }
        _ => (None, None),
    };
    ComplaintStep {
        happened: name.to_owned(),
        at: recorded.occurred_at,
        by: (!actor.is(Role::Applicant)).then(|| actor.id.clone()),
        by_department: actor.department.clone(),
        to_department: to_department(event).map(str::to_owned),
        note: note(event).map(str::to_owned),
        has_sealed_note: matches!(event, Event::ComplaintReopened(_)),
        due_at: due_at(event),
        in_time: match event {
            Event::ComplaintAnswered { in_time, .. } => Some(*in_time),
            _ => None,
        },
        satisfaction,
        solved,
        other,
        caused_by: recorded.id.uuid(),
    }
}

fn other(event: &Event) -> Option<Uuid> {
    match event {
        Event::ComplaintMerged { into: other, .. }
        | Event::ComplaintSeparated { from: other, .. } => Some(other.uuid()),
        _ => None,
    }
}

fn to_department(event: &Event) -> Option<&str> {
    match event {
        Event::ComplaintLodged(lodging) => lodging.department.as_deref(),
        Event::ComplaintLodgedV1(lodging) => lodging.department.as_deref(),
        Event::ComplaintAssigned { department, .. } => Some(department),
        _ => None,
    }
}

fn due_at(event: &Event) -> Option<Timestamp> {
    match event {
        Event::ComplaintLodged(lodging) => Some(lodging.due_at),
        Event::ComplaintLodgedV1(lodging) => Some(lodging.due_at),
        Event::ComplaintAssigned { due_at, .. }
        | Event::RectificationOrdered { due_at, .. }
        | Event::ComplaintReopened(Reopening { due_at, .. })
        | Event::ComplaintReopenedV1(Reopening { due_at, .. }) => Some(*due_at),
        _ => None,
    }
}

fn note(event: &Event) -> Option<&str> {
    match event {
        Event::RectificationOrdered { order: note, .. }
        | Event::RectificationReported { report: note, .. }
        | Event::ComplaintAnswered { answer: note, .. }
        | Event::ComplaintReopenedV1(Reopening { reason: note, .. })
        | Event::ComplaintMerged { reason: note, .. }
        | Event::ComplaintSeparated { reason: note, .. } => Some(note),
        Event::ComplaintLodged(_)
        | Event::ComplaintLodgedV1(_)
        | Event::ComplaintAssigned { .. }
        | Event::ComplaintConfirmed { .. }
        | Event::ComplaintReopened(_)
        | Event::PersonalDataShown { .. } => None,
    }
}
