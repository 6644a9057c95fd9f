use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_calendar::Budget;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, Path, Problem, Wish};
use tongban_kernel::{CaseId, TaskId};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Coordinating;
use crate::api::{Service, only_wording, unknown_department, wording};
use crate::task::commands::Command;
use crate::task::events::Outcome;
use crate::task::state::{Rejection, Task};

/// What has become of a task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskStatus {
    /// The task.
    task_id: Uuid,
    /// Its case.
    case_id: Uuid,
    /// `requested`, `acknowledged`, `questioned`, `returned`, `disputed`, `replied`, `accepted`, `joined`,
    /// `withdrawn`, `closed`.
    state: &'static str,
    /// The first instant that is too late; none when it is over.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
}

impl TaskStatus {
    pub(super) fn of(task_id: TaskId, case_id: CaseId, task: &Task) -> Self {
        let due_at = task.work().map(|work| work.deadline().due_at);
        let (task_id, case_id) = (task_id.uuid(), case_id.uuid());
        Self { task_id, case_id, state: task.name(), due_at }
    }
}

pub(super) type Answered = Result<Answer<TaskStatus>, Problem>;

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plain {}

/// Takes a task on for the asked department.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/acknowledge", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Plain,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn acknowledge(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, .. }: Request<Plain>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    service.give(&wish, task_id, Command::Acknowledge).await
}

/// Why a task is not the department's.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Return {
    /// Why.
    reason: String,
    /// By which rule.
    legal_basis: String,
}

/// Returns a task to the coordinator; its clock runs on.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/return", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Return,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn give_back(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Return>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let mut errors = Vec::new();
    let reason = wording("/reason", &body.reason, &mut errors);
    let legal_basis = wording("/legal_basis", &body.legal_basis, &mut errors);
    let (reason, legal_basis) = reason.zip(legal_basis).ok_or_else(|| Problem::invalid(errors))?;
    service.give(&wish, task_id, Command::Return { reason, legal_basis }).await
}

/// Who has to answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reassign {
    /// The department; the same again when its return is not accepted.
    to_department: String,
    /// Why.
    reason: String,
}

/// Names who has to answer a task.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/reassign", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Reassign,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn reassign(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Reassign>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    let command = body.command(&service)?;
    service.give(&wish, task_id, command).await
}

impl Reassign {
    /// What is wished.
    pub(super) fn command(self, service: &Coordinating) -> Result<Command, Problem> {
        let Self { to_department, reason } = self;
        let mut errors = Vec::new();
        let reason = wording("/reason", &reason, &mut errors);
        if !service.tasks.is_department(&to_department) {
            errors.push(unknown_department("/to_department"));
        }
        let reason =
            reason.filter(|_| errors.is_empty()).ok_or_else(|| Problem::invalid(errors))?;
        Ok(Command::Reassign { to_department, reason })
    }
}

/// More time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Extend {
    /// How much, in the unit of the limit, such as `{"workdays": 2}`.
    #[schema(value_type = Object)]
    pub(super) by: Budget,
    /// Why.
    pub(super) reason: String,
}

/// Gives a task more time, asked for or not.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/extend", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Extend,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn extend(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Extend>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give(&wish, task_id, Command::Extend { by: body.by, reason }).await
}

/// The answer of the asked department.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reply {
    /// `agreed` or `objected`.
    #[schema(value_type = String)]
    outcome: Outcome,
    /// What it says.
    opinion: String,
}

/// Answers a task.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/reply", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Reply,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn reply(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Reply>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let opinion = only_wording("/opinion", &body.opinion)?;
    service.give(&wish, task_id, Command::Reply { outcome: body.outcome, opinion }).await
}

/// Why a task is over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Close {
    /// Why.
    reason: String,
}

/// Closes a task.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/close", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Close,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn close(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Close>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give(&wish, task_id, Command::Close { reason }).await
}

impl Coordinating {
    pub(super) async fn give(&self, wish: &Wish, task_id: TaskId, command: Command) -> Answered {
        let tasks = self.tasks.aggregates();
        let case_id = tasks.load(task_id.uuid()).await?.state().case_id();
        let case_id =
            case_id.ok_or_else(|| tongban_httpkit::Refusal::problem(&Rejection::UnknownTask))?;
        let executed = wish.give(tasks, task_id.uuid(), command, case_id.uuid()).await?;
        let status = TaskStatus::of(task_id, case_id, executed.aggregate.state());
        Ok(wish.answer(self, &executed, status).await)
    }
}
