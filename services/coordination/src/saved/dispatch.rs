use tongban_eventstore::{Aggregates, CommandEnvelope, ExecuteError, Executed, Runtime};
use tongban_kernel::{derive_child, derive_id};
use uuid::Uuid;

use super::commands::Command;
use super::state::{Rejection, Views};

/// The saved views of all accounts.
#[derive(Clone)]
pub struct SavedViews {
    aggregates: Aggregates<Views>,
}

impl SavedViews {
    /// The saved views in the runtime's log.
    pub fn new(runtime: Runtime) -> Self {
        Self { aggregates: Aggregates::new(runtime) }
    }

    /// Those of this account: it has one stream of them.
    pub fn id_of(account: &str) -> Uuid {
        derive_id("views", account, Uuid::nil())
    }

    /// The view of this account with this name.
    pub fn view_id(account: &str, name: &str) -> Uuid {
        derive_child("view", Self::id_of(account), name.as_bytes())
    }

    /// Gives a command to the views of whoever gives it.
    ///
    /// # Errors
    /// The domain's refusal, a reused key, or a machine's failure.
    pub async fn execute(
        &self,
        command: Command,
        envelope: &CommandEnvelope,
    ) -> Result<Executed<Views>, ExecuteError<Rejection>> {
        self.aggregates.execute(Self::id_of(&envelope.actor.id), command, envelope).await
    }
}
