//! Who carries out the commands of policy, sweeper and users.

use tongban_calendar::{Ladder, Office};
use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope, Runtime};
use tongban_kernel::{Position, Wording};
use tongban_platform::CatalogHandle;

use crate::task::commands::Command;
use crate::task::policy::Order;
use crate::task::state::Task;
use crate::task::sweeper::DueRung;

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

    /// Whether there is such a department today; any, while no catalogue is in force.
    pub fn is_department(&self, code: &str) -> bool {
        let now = self.aggregates.runtime().clock.now();
        self.catalogs.load().in_force_at(now).is_none_or(|edition| {
            let catalog = &edition.catalog;
            let today = catalog.city().office.date_of(now);
            catalog.department_at(code, today).is_some()
        })
    }

    /// Who is warned of a late task that no item says anything about.
    pub fn ladder(&self) -> Ladder {
        let now = self.aggregates.runtime().clock.now();
        let catalogs = self.catalogs.load();
        catalogs.in_force_at(now).map(|edition| edition.catalog.city().ladder).unwrap_or_default()
    }

    /// How the city reckons time where no department says otherwise.
    pub fn office_of_city(&self) -> Office {
        let now = self.aggregates.runtime().clock.now();
        let catalogs = self.catalogs.load();
        let in_force = catalogs.in_force_at(now);
        in_force.map(|edition| edition.catalog.city().office.clone()).unwrap_or_default()
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
        mut envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let (task_id, command) = match order {
                Order::Request(task) => (task.task_id, Command::Request(task)),
                // These are for another case than the one that brought them about.
                Order::Join { task_id, case_id, into } => {
                    envelope.correlation = case_id.uuid();
                    (task_id, Command::Join { into })
                }
                Order::Resume { task_id, case_id } => {
                    envelope.correlation = case_id.uuid();
                    (task_id, Command::Resume)
                }
                Order::Settle { task_id, settled } => (task_id, Command::Settle(settled)),
                Order::Close { task_id, because } => {
                    (task_id, Command::Close { reason: Wording::from(because) })
                }
            };
            Ok(self.aggregates.execute(task_id.uuid(), command, &envelope).await?.position)
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
            Ok(self.aggregates.execute(task_id.uuid(), command, &envelope).await?.position)
        })
    }
}
