use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Signed};
use tongban_kernel::{Decider as _, Recorded, StreamId, TaskId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{Service, Sight};
use crate::task::events::{
    Deadline, DisputeSettled, Event, TaskDisputed, TaskEscalated, WarningMet,
};
use crate::task::state::Task;

/// The history of a task: what happened, from the first event to the last (交接记录).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskHistory {
    /// In the order in which it happened.
    steps: Vec<TaskStep>,
}

/// One thing that happened to a task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskStep {
    /// What: the event's name without service and version, such as `task_returned`.
    happened: String,
    /// When.
    #[schema(value_type = String)]
    at: Timestamp,
    /// Who did it: an account, or the name of a policy.
    by: String,
    /// For which department they did it.
    by_department: Option<String>,
    /// Who has to answer the task from then on, where that changed.
    to_department: Option<String>,
    /// The account that works the task from then on, where that changed: none where another
    /// department was asked.
    handler: Option<String>,
    /// A question, a reason, an urging or an opinion.
    note: Option<String>,
    /// The deadline that began with it.
    epoch: Option<u32>,
    /// Its due date.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    /// The event.
    caused_by: Uuid,
}

/// Shows who had a task when, and what was said: every step names the event that it is.
#[utoipa::path(get, path = "/api/coordination/tasks/{task_id}/history", tag = "coordination",
    operation_id = "task_history", params(("task_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = TaskHistory)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(task_id): Path<TaskId>,
) -> Result<Json<TaskHistory>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    service.task_row(task_id, &sight).await?;
    let log = &service.tasks.aggregates().runtime().log;
    let stream = StreamId::new(Task::CATEGORY, task_id.uuid());
    let events = log.read(stream, 0).await.map_err(Problem::internal)?;
    let steps = events.iter().map(|event| step(event)).collect::<Result<_, _>>()?;
    Ok(Json(TaskHistory { steps }))
}

fn step(recorded: &Recorded) -> Result<TaskStep, Problem> {
    let event: Event = recorded.decode().map_err(Problem::internal)?;
    let deadline = deadline(&event);
    let kind = recorded.kind.as_str();
    let name = kind.split('.').nth(1).unwrap_or(kind);
    Ok(TaskStep {
        happened: name.to_owned(),
        at: recorded.occurred_at,
        by: recorded.meta.actor.id.clone(),
        by_department: recorded.meta.actor.department.clone(),
        to_department: to_department(&event).map(str::to_owned),
        handler: handler(&event).map(str::to_owned),
        note: note(&event).map(str::to_owned),
        epoch: deadline.map(|deadline| deadline.epoch),
        due_at: deadline.map(|deadline| deadline.due_at),
        caused_by: recorded.id.uuid(),
    })
}

fn deadline(event: &Event) -> Option<&Deadline> {
    match event {
        Event::TaskRequested { deadline, .. }
        | Event::TaskReturned { deadline, .. }
        | Event::TaskReassigned { deadline, .. }
        | Event::DeadlineExtended { deadline, .. }
        | Event::TaskDisputed(TaskDisputed { deadline, .. })
        | Event::DisputeSettled(DisputeSettled { deadline, .. })
        | Event::ReplySentBack { deadline, .. }
        | Event::TaskResumed { deadline, .. } => Some(deadline),
        _ => None,
    }
}

fn to_department(event: &Event) -> Option<&str> {
    match event {
        Event::TaskRequested { to_department, .. }
        | Event::TaskReassigned { to_department, .. }
        | Event::DisputeSettled(DisputeSettled { to_department, .. }) => Some(to_department),
        _ => None,
    }
}

fn handler(event: &Event) -> Option<&str> {
    match event {
        Event::TaskAcknowledged { handler, .. } => handler.as_deref(),
        Event::TaskAssigned(assigned) => Some(&assigned.handler),
        _ => None,
    }
}

fn note(event: &Event) -> Option<&str> {
    match event {
        Event::TaskRequested { ask, .. } => Some(&ask.zh),
        Event::TaskQuestioned { question: note, .. }
        | Event::QuestionAnswered { answer: note, .. }
        | Event::TaskPartlyReplied { opinion: note, .. }
        | Event::TaskReplied { opinion: note, .. }
        | Event::TaskReturned { reason: note, .. }
        | Event::TaskReassigned { reason: note, .. }
        | Event::TaskDisputed(TaskDisputed { reason: note, .. })
        | Event::DisputeSettled(DisputeSettled { reason: note, .. })
        | Event::ExtensionRequested { reason: note, .. }
        | Event::ExtensionDeclined { reason: note, .. }
        | Event::DeadlineExtended { reason: note, .. }
        | Event::ReplySentBack { reason: note, .. }
        | Event::TaskWithdrawn { reason: note, .. }
        | Event::TaskClosed { reason: note, .. } => Some(note),
        Event::WarningIssued { rung, .. }
        | Event::WarningMet(WarningMet { rung, .. })
        | Event::TaskEscalated(TaskEscalated { rung, .. }) => Some(rung.as_str()),
        Event::TaskAssigned(assigned) => assigned.reason.as_deref(),
        Event::TaskUrged(urging) => Some(&urging.note),
        Event::TaskAcknowledged { .. }
        | Event::ReplyAccepted { .. }
        | Event::TaskShared(_)
        | Event::TaskJoined { .. }
        | Event::TaskResumed { .. } => None,
    }
}
