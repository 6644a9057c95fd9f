//! What departments say to each other about a task while it is worked on.

use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{Command as Request, CommandHeaders, FieldError, Path, Problem};
use tongban_kernel::{TaskId, Text};
use utoipa::ToSchema;

use super::orders::{Answered, Extend, Plain, TaskStatus};
use crate::api::{Service, only_wording};
use crate::task::commands::{Command, Sharing};

/// A question of the asked department.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskBack {
    /// What it has to know first.
    question: String,
}

/// Asks the asking department something; the clock runs on.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/question", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = AskBack,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn ask_back(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<AskBack>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let question = only_wording("/question", &body.question)?;
    service.give(&wish, task_id, Command::AskBack { question }).await
}

/// What the asking department says to a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerQuestion {
    /// What it says.
    answer: String,
}

/// Answers the question of the asked department.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/answer", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = AnswerQuestion,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn answer_question(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<AnswerQuestion>,
) -> Answered {
    wish.may(Permission::RequestTask)?;
    let answer = only_wording("/answer", &body.answer)?;
    service.give(&wish, task_id, Command::AnswerQuestion { answer }).await
}

/// A part of the answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplyPartly {
    /// What can be said so far.
    opinion: String,
}

/// Answers a part; the rest is still due.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/partial-reply", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = ReplyPartly,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn reply_partly(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<ReplyPartly>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let opinion = only_wording("/opinion", &body.opinion)?;
    service.give(&wish, task_id, Command::ReplyPartly { opinion }).await
}

/// Accepts the answer.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/accept-reply", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Plain,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn accept_reply(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, .. }: Request<Plain>,
) -> Answered {
    wish.may(Permission::RequestTask)?;
    service.give(&wish, task_id, Command::AcceptReply).await
}

/// Why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskReason {
    /// Why.
    reason: String,
}

/// Sends the answer back: it does not answer what was asked. The time in which it lay does not count.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/send-back-reply", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = TaskReason,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn send_back_reply(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<TaskReason>,
) -> Answered {
    wish.may(Permission::RequestTask)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give(&wish, task_id, Command::SendBackReply { reason }).await
}

/// Withdraws a task that is no longer needed.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/withdraw", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = TaskReason,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn withdraw(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<TaskReason>,
) -> Answered {
    wish.may(Permission::RequestTask)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give(&wish, task_id, Command::Withdraw { reason }).await
}

/// Asks the coordinator for more time.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/request-extension",
    tag = "coordination", params(("task_id" = Uuid, Path), CommandHeaders), request_body = Extend,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn request_extension(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Extend>,
) -> Answered {
    wish.may(Permission::WorkTask)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give(&wish, task_id, Command::RequestExtension { by: body.by, reason }).await
}

/// Gives no more time.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/decline-extension",
    tag = "coordination", params(("task_id" = Uuid, Path), CommandHeaders),
    request_body = TaskReason, responses((status = 200, body = TaskStatus)))]
pub(crate) async fn decline_extension(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<TaskReason>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    let reason = only_wording("/reason", &body.reason)?;
    service.give(&wish, task_id, Command::DeclineExtension { reason }).await
}

/// Which task gives way.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    /// A task of another case that asks the same of the same department.
    #[schema(value_type = String, format = Uuid)]
    with_task_id: TaskId,
}

/// Lets another case wait for this task; its own task gives way.
#[utoipa::path(post, path = "/api/coordination/tasks/{task_id}/share", tag = "coordination",
    params(("task_id" = Uuid, Path), CommandHeaders), request_body = Share,
    responses((status = 200, body = TaskStatus)))]
pub(crate) async fn share(
    State(service): Service,
    Path(task_id): Path<TaskId>,
    Request { wish, body }: Request<Share>,
) -> Answered {
    wish.may(Permission::Coordinate)?;
    let sharing = service.sharing(body.with_task_id).await?;
    service.give(&wish, task_id, Command::Share(Box::new(sharing))).await
}

impl crate::Coordinating {
    /// A task, as it would give way to another.
    async fn sharing(&self, task_id: TaskId) -> Result<Sharing, Problem> {
        let other = self.tasks.aggregates().load(task_id.uuid()).await?;
        other.state().sharing().ok_or_else(|| {
            let remedy = Text::new("请填写未结束的任务", "name an open task");
            Problem::invalid([FieldError::new("/with_task_id", "unknown", remedy)])
        })
    }
}
