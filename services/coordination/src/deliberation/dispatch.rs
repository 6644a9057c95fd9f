use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope, Runtime};
use tongban_kernel::Position;

use super::commands::Command;
use super::state::{Deliberation, Opinion};
use super::sweeper::Ended;

/// All matters that are put to others, and what the public says.
#[derive(Clone)]
pub struct Deliberations {
    aggregates: Aggregates<Deliberation>,
    opinions: Aggregates<Opinion>,
}

impl Deliberations {
    /// The matters in the runtime's log.
    pub fn new(runtime: Runtime) -> Self {
        Self { aggregates: Aggregates::new(runtime.clone()), opinions: Aggregates::new(runtime) }
    }

    /// The matters as aggregates.
    pub fn aggregates(&self) -> &Aggregates<Deliberation> {
        &self.aggregates
    }

    /// What the public says, each opinion an aggregate.
    pub fn opinions(&self) -> &Aggregates<Opinion> {
        &self.opinions
    }
}

impl Dispatch<Ended> for Deliberations {
    fn dispatch(
        &self,
        Ended(deliberation_id): Ended,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let id = deliberation_id.uuid();
            Ok(self.aggregates.execute(id, Command::NoteEnded, &envelope).await?.position)
        })
    }
}
