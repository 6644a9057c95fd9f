use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Signed};
use tongban_kernel::{
    CaseId, Category, Decider as _, DecodeError, DomainEvent, StreamId, TaskId, Text,
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Coordinating;
use crate::api::{Service, Sight};
use crate::emergency::events::PlannedTask;
use crate::emergency::figures::{Course, Taken, minutes};
use crate::emergency::state::Emergency;
use crate::task::state::Task;

/// What a drill or an emergency took, beside what its plan allows. Minutes are whole ones.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmergencyFigures {
    /// The emergency.
    case_id: Uuid,
    /// Within how many minutes somebody had to respond.
    respond_within_minutes: i64,
    /// After how many minutes somebody did; none where nobody did.
    responded_after_minutes: Option<i64>,
    /// Whether that was in time; none while it may still be.
    responded_in_time: Option<bool>,
    /// After how many minutes it ended; none while it lasts.
    ended_after_minutes: Option<i64>,
    /// Tasks that the plan asked.
    n_tasks: usize,
    /// Of those, answered.
    n_answered: usize,
    /// Of those, answered in time.
    n_in_time: usize,
    /// The share of all tasks that were answered in time, 0 to 1.
    share_in_time: f64,
    /// Each task, in the order of the plan.
    tasks: Vec<PlanTaskFigures>,
}

/// What one task took.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlanTaskFigures {
    /// Its code inside the plan.
    task: String,
    /// The task.
    task_id: Uuid,
    /// Who was asked.
    department: String,
    /// What was asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// How many minutes the answer might take.
    limit_minutes: i64,
    /// After how many minutes it was taken on.
    taken_on_after_minutes: Option<i64>,
    /// After how many minutes it was answered.
    answered_after_minutes: Option<i64>,
    /// Whether it was answered in time; none while it may still be.
    in_time: Option<bool>,
    /// Rungs of the ladder that were reached.
    n_warnings: u32,
}

/// Shows what a drill or an emergency took: read from the log itself, so that it is there for good.
#[utoipa::path(get, path = "/api/coordination/emergencies/{case_id}/figures",
    tag = "coordination", params(("case_id" = Uuid, Path), QueryHeaders),
    responses((status = 200, body = EmergencyFigures)))]
pub(crate) async fn emergency_figures(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(case_id): Path<CaseId>,
) -> Result<Json<EmergencyFigures>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    service.emergency_row(case_id, &sight).await?;
    let history = service.happened(Emergency::CATEGORY, case_id.uuid()).await?;
    let course = Course::of(&history);
    let course = course.ok_or_else(|| Problem::not_found(Text::new("突发事件", "emergency")))?;
    let mut tasks = Vec::new();
    for (planned, task_id) in course.task_ids() {
        let history = service.happened(Task::CATEGORY, task_id.uuid()).await?;
        tasks.extend(Taken::of(&history).map(|taken| (planned, task_id, taken)));
    }
    Ok(Json(figures(&course, &tasks, service.now())))
}

fn figures(
    course: &Course,
    tasks: &[(&PlannedTask, TaskId, Taken)],
    now: Timestamp,
) -> EmergencyFigures {
    let over_at = course.ended_at;
    let after = |at: Option<Timestamp>| at.map(|at| minutes(course.declared_at, at));
    let is_late = course.respond_by_at <= course.responded_at.or(over_at).unwrap_or(now);
    let tasks: Vec<_> =
        tasks.iter().map(|(task, id, taken)| of_task(task, *id, taken, over_at, now)).collect();
    let n_in_time = tasks.iter().filter(|task| task.in_time == Some(true)).count();
    EmergencyFigures {
        case_id: course.case_id.uuid(),
        respond_within_minutes: minutes(course.declared_at, course.respond_by_at),
        responded_after_minutes: after(course.responded_at),
        responded_in_time: (course.responded_at.is_some() || is_late).then_some(!is_late),
        ended_after_minutes: after(over_at),
        n_tasks: tasks.len(),
        n_answered: tasks.iter().filter(|task| task.answered_after_minutes.is_some()).count(),
        n_in_time,
        share_in_time: share(n_in_time, tasks.len()),
        tasks,
    }
}

fn of_task(
    planned: &PlannedTask,
    task_id: TaskId,
    taken: &Taken,
    over_at: Option<Timestamp>,
    now: Timestamp,
) -> PlanTaskFigures {
    let after = |at: Option<Timestamp>| at.map(|at| minutes(taken.requested_at, at));
    PlanTaskFigures {
        task: planned.task.clone(),
        task_id: task_id.uuid(),
        department: planned.department.clone(),
        ask: planned.ask.clone(),
        limit_minutes: minutes(taken.requested_at, taken.due_at),
        taken_on_after_minutes: after(taken.taken_on_at),
        answered_after_minutes: after(taken.answered_at),
        in_time: taken.in_time(over_at, now),
        n_warnings: taken.n_warnings,
    }
}

/// A plan has thirty tasks at most, which any number holds exactly.
fn share(part: usize, whole: usize) -> f64 {
    let exact = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { exact(part) / exact(whole) }
}

impl Coordinating {
    /// The history of something, each event with the instant at which it happened.
    async fn happened<E: DomainEvent>(
        &self,
        category: Category,
        id: Uuid,
    ) -> Result<Vec<(Timestamp, E)>, Problem> {
        let log = &self.emergencies.aggregates().runtime().log;
        let events = log.read(StreamId::new(category, id), 0).await.map_err(Problem::internal)?;
        let read = events.iter().map(|event| Ok((event.occurred_at, event.decode()?)));
        read.collect::<Result<_, DecodeError>>().map_err(Problem::internal)
    }
}
