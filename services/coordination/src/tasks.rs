//! Who carries out the commands of policy, sweeper and users.

use tongban_calendar::Office;
use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope, ExecuteError, Executed, Runtime};
use tongban_kernel::{Position, TaskId, Wording};
use tongban_platform::CatalogHandle;

use crate::commands::Command;
use crate::policy::Order;
use crate::state::{Rejection, Task};
use crate::sweeper::DueRung;

/// All tasks, and what the catalogue says about those who work them.
#[derive(Clone)]
pub struct Tasks {
    aggregates: Aggregates<Task>,
    catalogs: CatalogHandle,
}

impl Tasks {
    /// The tasks in the runtime's log.
    pub fn new(runtime: Runtime, catalogs: CatalogHandle) -> Self {
        Self { aggregates: Aggregates::new(runtime), catalogs }
    }

    /// The tasks as aggregates.
    pub fn aggregates(&self) -> &Aggregates<Task> {
        &self.aggregates
    }

    /// Gives a command to a task.
    ///
    /// # Errors
    /// The domain's refusal, a reused key, or a machine's failure.
    pub async fn execute(
        &self,
        task_id: TaskId,
        command: Command,
        envelope: &CommandEnvelope,
    ) -> Result<Executed<Task>, ExecuteError<Rejection>> {
        self.aggregates.execute(task_id.uuid(), command, envelope).await
    }

    /// Whether there is such a department today; any, while no catalogue is in force.
    pub fn is_department(&self, code: &str) -> bool {
        let now = self.aggregates.runtime().clock.now();
        self.catalogs.load().in_force_at(now).is_none_or(|edition| {
            let catalog = &edition.catalog;
            let today = catalog.city().office.date_of(now);
            catalog.department_at(code, today).is_some()
        })
    }

    /// How this department reckons time today.
    pub fn office_of(&self, department: &str) -> Office {
        let now = self.aggregates.runtime().clock.now();
        let catalogs = self.catalogs.load();
        let in_force = catalogs.in_force_at(now).map(|edition| {
            let catalog = &edition.catalog;
            let today = catalog.city().office.date_of(now);
            catalog.office_of(department, today).clone()
        });
        in_force.unwrap_or_default()
    }
}

impl Dispatch<Order> for Tasks {
    fn dispatch(
        &self,
        order: Order,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let (task_id, command) = match order {
                Order::Request(task) => (task.task_id, Command::Request(task)),
                Order::Close { task_id, because } => {
                    (task_id, Command::Close { reason: Wording::from(because) })
                }
            };
            Ok(self.execute(task_id, command, &envelope).await?.position)
        })
    }
}

impl Dispatch<DueRung> for Tasks {
    fn dispatch(
        &self,
        due: DueRung,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let DueRung { task_id, rung, epoch } = due;
            let command = Command::IssueWarning { rung, epoch };
            Ok(self.execute(task_id, command, &envelope).await?.position)
        })
    }
}
