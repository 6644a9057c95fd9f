use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, FieldError, Problem, Refusal as _, Wish,
};
use tongban_kernel::{Position, TaskId, Text};
use utoipa::ToSchema;
use uuid::Uuid;

use super::handling::{Assign, Urge};
use super::orders::{Reassign, TaskStatus};
use crate::Coordinating;
use crate::api::Service;
use crate::task::commands::Command;
use crate::task::state::Rejection;

/// The same for many tasks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bulk {
    /// Which: 1 to 100.
    #[schema(value_type = Vec<String>)]
    task_ids: Vec<TaskId>,
    /// What.
    action: Action,
}

/// What is wished of each.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Action {
    /// Say who works it.
    Assign(Assign),
    /// Ask after it.
    Urge(Urge),
    /// Name who has to answer it.
    Reassign(Reassign),
}

/// What became of the wish, task by task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkResult {
    /// In the order in which they were named.
    items: Vec<BulkItem>,
    /// Tasks of which it was carried out.
    n_done: usize,
    /// Tasks of which it was not.
    n_refused: usize,
}

/// What became of it for one task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkItem {
    /// The task.
    task_id: Uuid,
    /// The task as it is now; none where the wish was not carried out.
    done: Option<TaskStatus>,
    /// Why not.
    problem: Option<BulkProblem>,
}

/// Why a wish was not carried out for one task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkProblem {
    /// As in a problem of its own.
    #[serde(rename = "type")]
    kind: String,
    /// Its status.
    status: u16,
    /// What it is.
    #[schema(value_type = Object)]
    title: Text,
    /// What happened, and what to do.
    #[schema(value_type = Option<Object>)]
    detail: Option<Text>,
}

impl From<&Problem> for BulkProblem {
    fn from(problem: &Problem) -> Self {
        Self {
            kind: format!("/problems/{}", problem.kind()),
            status: problem.status().as_u16(),
            title: problem.title().clone(),
            detail: problem.detail().cloned(),
        }
    }
}

/// More than a page of a list shows at first, and still answered within a moment.
const TASKS_MAX: usize = 100;

/// Assigns, urges or reassigns many tasks. Each is a wish of its own: what is refused for one is done
/// for the others, and a repetition gets the first answers.
#[utoipa::path(post, path = "/api/coordination/tasks/bulk", tag = "coordination",
    params(CommandHeaders), request_body = Bulk, responses((status = 200, body = BulkResult)))]
pub(crate) async fn bulk(
    State(service): Service,
    Request { wish, body }: Request<Bulk>,
) -> Result<Answer<BulkResult>, Problem> {
    if !(1..=TASKS_MAX).contains(&body.task_ids.len()) {
        let remedy =
            Text::new(format!("1 至 {TASKS_MAX} 个任务"), format!("1 to {TASKS_MAX} tasks"));
        return Err(Problem::invalid([FieldError::new("/task_ids", "length", remedy)]));
    }
    let command = match body.action {
        Action::Assign(assign) => assign.command(&wish, &service)?,
        Action::Urge(urge) => urge.command(&wish)?,
        Action::Reassign(reassign) => {
            wish.may(Permission::Coordinate)?;
            reassign.command(&service)?
        }
    };
    let mut position = Position::start(service.kit.log.generation());
    let mut items = Vec::new();
    for task_id in body.task_ids {
        let done = service.give_one(&wish, task_id, command.clone(), &mut position).await;
        let (done, problem) = match done {
            Ok(status) => (Some(status), None),
            Err(problem) => (None, Some(BulkProblem::from(&problem))),
        };
        items.push(BulkItem { task_id: task_id.uuid(), done, problem });
    }
    let n_done = items.iter().filter(|item| item.done.is_some()).count();
    let n_refused = items.len() - n_done;
    Ok(wish.answer_at(&*service, position, BulkResult { items, n_done, n_refused }).await)
}

impl Coordinating {
    /// Gives one task the command of a wish for many, and moves the position on to it.
    async fn give_one(
        &self,
        wish: &Wish,
        task_id: TaskId,
        command: Command,
        position: &mut Position,
    ) -> Result<TaskStatus, Problem> {
        let tasks = self.tasks.aggregates();
        let before = tasks.load(task_id.uuid()).await?;
        let case_id = before.state().case_id().ok_or_else(|| Rejection::UnknownTask.problem())?;
        let envelope = wish.envelope_of_part(case_id.uuid(), task_id.uuid());
        let executed = tasks.execute(task_id.uuid(), command, &envelope).await?;
        for (partition, seq) in executed.position.iter() {
            position.advance(partition, seq);
        }
        Ok(TaskStatus::of(task_id, case_id, executed.aggregate.state()))
    }
}
