//! Cases that count as accepted because their office was silent.

use jiff::Timestamp;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{DueWork, Failure, Sweeper};
use tongban_kernel::CaseId;
use tongban_readmodel::ReadModel;

use crate::commands::Command;
use crate::policy::Order;

/// Finds cases whose term is over.
pub(crate) struct DueAcceptances {
    reads: ReadModel,
}

impl DueAcceptances {
    pub(crate) fn new(reads: ReadModel) -> Self {
        Self { reads }
    }

    async fn due_at(&self, now: Timestamp, n_max: usize) -> Result<Vec<DueWork<Order>>, Failure> {
        let sql = "SELECT case_id, accept_by_at FROM cases
            WHERE state = 'submitted' AND accept_by_at <= $1 ORDER BY accept_by_at LIMIT $2";
        let query = self.reads.query(sql).bind(now).bind(i64::try_from(n_max)?);
        let mut work = Vec::new();
        for row in query.fetch_all().await? {
            let case_id = CaseId::from_uuid(row.uuid("case_id")?);
            work.push(DueWork {
                order: Order { case_id, command: Command::Deem },
                due_at: Some(row.timestamp("accept_by_at")?),
                correlation: case_id.uuid(),
                // A supplement begins another term.
                key: format!("deem/{case_id}/{}", row.int("accept_by_at")?),
            });
        }
        Ok(work)
    }
}

impl Sweeper for DueAcceptances {
    type Order = Order;

    const NAME: &'static str = "intake.deemed";
    const PROJECTION: &'static str = "intake";

    fn due(
        &self,
        now: Timestamp,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<DueWork<Order>>, Failure>> {
        Box::pin(self.due_at(now, n_max))
    }
}
