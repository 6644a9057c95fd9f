use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope, Runtime};
use tongban_kernel::Position;
use tongban_platform::CatalogHandle;

use super::commands::{Command, NewDispute, Rules};
use super::policy::Order;
use super::state::Dispute;
use super::sweeper::Late;
use crate::task::events::TaskDisputed;

/// All disputes, and how the city rules on them.
#[derive(Clone)]
pub struct Disputes {
    aggregates: Aggregates<Dispute>,
    catalogs: CatalogHandle,
}

impl Disputes {
    /// The disputes in the runtime's log.
    pub fn new(runtime: Runtime, catalogs: CatalogHandle) -> Self {
        Self { aggregates: Aggregates::new(runtime), catalogs }
    }

    /// The disputes as aggregates.
    pub fn aggregates(&self) -> &Aggregates<Dispute> {
        &self.aggregates
    }

    /// How the city rules today.
    pub fn rules(&self) -> Rules {
        let now = self.aggregates.runtime().clock.now();
        let catalogs = self.catalogs.load();
        let city = catalogs.in_force_at(now).map(|edition| edition.catalog.city());
        Rules {
            arbitration: city.map(|city| city.arbitration).unwrap_or_default(),
            office: city.map(|city| city.office.clone()).unwrap_or_default(),
        }
    }

    fn opened(&self, disputed: TaskDisputed) -> Box<NewDispute> {
        Box::new(NewDispute {
            dispute_id: disputed.dispute_id,
            task_id: disputed.task_id,
            case_id: disputed.case_id,
            number: disputed.number,
            ask: disputed.ask,
            by_department: disputed.by_department,
            from_department: disputed.from_department,
            responsible: disputed.responsible,
            reason: disputed.reason,
            legal_basis: disputed.legal_basis,
            disputed_at: disputed.disputed_at,
            rules: self.rules(),
        })
    }
}

impl Dispatch<Order> for Disputes {
    fn dispatch(
        &self,
        order: Order,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let (dispute_id, command) = match order {
                Order::Open(disputed) => {
                    (disputed.dispute_id, Command::Open(self.opened(*disputed)))
                }
                Order::Lapse(dispute_id) => (dispute_id, Command::Lapse),
            };
            Ok(self.aggregates.execute(dispute_id.uuid(), command, &envelope).await?.position)
        })
    }
}

impl Dispatch<Late> for Disputes {
    fn dispatch(
        &self,
        Late(dispute_id): Late,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let (id, command) = (dispute_id.uuid(), Command::NoteLate);
            Ok(self.aggregates.execute(id, command, &envelope).await?.position)
        })
    }
}
