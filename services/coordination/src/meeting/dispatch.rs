use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope};
use tongban_kernel::Position;

use super::policy::Order;
use super::state::Meeting;
use crate::project::Projects;
use crate::project::commands::Command as OfProject;
use crate::task::Tasks;
use crate::task::commands::Command as OfTask;

/// All meetings.
pub type Meetings = Aggregates<Meeting>;

/// Who carries out what minutes say: tasks are asked for, blockers of projects cleared.
#[derive(Clone)]
pub struct OfMinutes {
    /// The tasks.
    pub tasks: Tasks,
    /// The projects.
    pub projects: Projects,
}

impl Dispatch<Order> for OfMinutes {
    fn dispatch(
        &self,
        order: Order,
        mut envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            match order {
                Order::Request(task) => {
                    let task_id = task.task_id;
                    let (tasks, command) = (self.tasks.aggregates(), OfTask::Request(task));
                    Ok(tasks.execute(task_id.uuid(), command, &envelope).await?.position)
                }
                Order::Clear { project_id, nth, how } => {
                    // A meeting that stands alone clears what is stuck in projects.
                    envelope.correlation = project_id.uuid();
                    let command = OfProject::Clear { nth, how };
                    let executed = self.projects.execute(project_id.uuid(), command, &envelope);
                    Ok(executed.await?.position)
                }
            }
        })
    }
}
