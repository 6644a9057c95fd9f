use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope};
use tongban_kernel::Position;

use super::commands::Command;
use super::policy::Order;
use super::state::Notice;
use super::sweeper::Unanswered;

/// All warnings, as those who deal with them know them.
pub type Notices = Aggregates<Notice>;

impl Dispatch<Order> for Notices {
    fn dispatch(
        &self,
        order: Order,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let (notice_id, command) = match order {
                Order::Open(notice) => (notice.notice_id, Command::Open(notice)),
                Order::Meet(notice_id) => (notice_id, Command::Meet),
            };
            Ok(self.execute(notice_id.uuid(), command, &envelope).await?.position)
        })
    }
}

impl Dispatch<Unanswered> for Notices {
    fn dispatch(
        &self,
        Unanswered(notice_id): Unanswered,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            Ok(self.execute(notice_id.uuid(), Command::NoteUnanswered, &envelope).await?.position)
        })
    }
}
