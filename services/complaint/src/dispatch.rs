//! Carries out what the policy orders: what is said is sealed under the key of who said it.

use std::sync::Arc;

use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{BoxFuture, CommandEnvelope};
use tongban_kernel::Position;
use tongban_vault::{KeyError, SealError};

use crate::Complaints;
use crate::commands::{Command, Complaining};
use crate::events::Channel;
use crate::policy::Order;
use crate::state::is_received_in_time;

/// What stands in place of words that nobody said.
const NO_WORDS: &str = "申请人没有留言，请回访了解情况。";

/// Lodges complaints for those who rated badly.
pub(crate) struct OfRatings(pub(crate) Arc<Complaints>);

impl Dispatch<Order> for OfRatings {
    fn dispatch(
        &self,
        order: Order,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let complaint = order.complaint_id.uuid();
            let complaining = self.complaining(order).await.map_err(not_sealed)?;
            let command = Command::Lodge(Box::new(complaining));
            Ok(self.0.complaints.execute(complaint, command, &envelope).await?.position)
        })
    }
}

impl OfRatings {
    async fn complaining(&self, order: Order) -> Result<Complaining, SealError> {
        let sealer = self.0.keys.sealer(order.complainant.name.person()).await?;
        let text = match order.words {
            Some(words) => words,
            None => sealer.seal(&NO_WORDS.to_owned())?,
        };
        // One that comes to be looked into much later is received then.
        let now = self.0.kit.clock.now();
        let received_at = Some(order.rated_at).filter(|at| is_received_in_time(*at, now));
        Ok(Complaining {
            complaint_id: order.complaint_id,
            case_id: Some(order.case_id),
            department: Some(order.department),
            item_code: Some(order.item_code),
            title: sealer.seal(&order.title)?,
            text,
            complainant: order.complainant,
            channel: Channel::Web,
            received_at,
        })
    }
}

/// Of whoever was erased nothing is written down again: people decide what becomes of it.
fn not_sealed(error: SealError) -> DispatchError {
    match error {
        SealError::Key(KeyError::Erased { .. }) => {
            DispatchError::Refused { reason: "the applicant's data were erased".to_owned() }
        }
        error => DispatchError::Failed(error.into()),
    }
}
