use tongban_catalog::Catalog;
use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope, ExecuteError, Executed, Runtime};
use tongban_kernel::{CaseId, Position};
use tongban_platform::CatalogHandle;

use super::commands::Command;
use super::policy::Response;
use super::state::{Emergency, Rejection};
use super::sweeper::Missed;

/// All emergencies and drills, and the catalogue with its plans.
#[derive(Clone)]
pub struct Emergencies {
    aggregates: Aggregates<Emergency>,
    catalogs: CatalogHandle,
}

impl Emergencies {
    /// The emergencies in the runtime's log.
    pub fn new(runtime: Runtime, catalogs: CatalogHandle) -> Self {
        Self { aggregates: Aggregates::new(runtime), catalogs }
    }

    /// The emergencies as aggregates.
    pub fn aggregates(&self) -> &Aggregates<Emergency> {
        &self.aggregates
    }

    /// The catalogue in force; none before the first was published.
    pub fn catalog(&self) -> Option<Catalog> {
        let now = self.aggregates.runtime().clock.now();
        self.catalogs.load().in_force_at(now).map(|edition| edition.catalog.clone())
    }

    /// Gives a command to an emergency.
    ///
    /// # Errors
    /// The domain's refusal, a reused key, or a machine's failure.
    pub async fn execute(
        &self,
        case_id: CaseId,
        command: Command,
        envelope: &CommandEnvelope,
    ) -> Result<Executed<Emergency>, ExecuteError<Rejection>> {
        self.aggregates.execute(case_id.uuid(), command, envelope).await
    }
}

impl Dispatch<Response> for Emergencies {
    fn dispatch(
        &self,
        response: Response,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let Response { case_id, task_id, department, responded_at } = response;
            let command = Command::NoteResponse { task_id, department, responded_at };
            Ok(self.execute(case_id, command, &envelope).await?.position)
        })
    }
}

impl Dispatch<Missed> for Emergencies {
    fn dispatch(
        &self,
        missed: Missed,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let (case_id, command) = match missed {
                Missed::Response { case_id } => (case_id, Command::NoteUnanswered),
                Missed::Paper { case_id, paper } => (case_id, Command::NoteLate { paper }),
            };
            Ok(self.execute(case_id, command, &envelope).await?.position)
        })
    }
}
