use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope, Runtime};
use tongban_kernel::Position;
use uuid::Uuid;

use super::commands::Command;
use super::state::Rhythm;
use super::sweeper::MissedList;

/// The one rhythm of the city.
#[derive(Clone)]
pub struct Rhythms {
    aggregates: Aggregates<Rhythm>,
}

impl Rhythms {
    /// Its stream: there is one rhythm, and streams are apart by jurisdiction.
    pub const ID: Uuid = Uuid::from_u128(0x0000_0000_0000_8000_8000_7268_7974_686d);

    /// The rhythm in the runtime's log.
    pub fn new(runtime: Runtime) -> Self {
        Self { aggregates: Aggregates::new(runtime) }
    }

    /// The rhythm as an aggregate.
    pub fn aggregates(&self) -> &Aggregates<Rhythm> {
        &self.aggregates
    }
}

impl Dispatch<MissedList> for Rhythms {
    fn dispatch(
        &self,
        MissedList { nth }: MissedList,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let command = Command::NoteMissed { nth };
            Ok(self.aggregates.execute(Self::ID, command, &envelope).await?.position)
        })
    }
}
