//! Cases that count as accepted because their office was silent.

use tongban_eventstore::readers::DueWork;
use tongban_kernel::CaseId;
use tongban_readmodel::{DueList, QueryError, Row};
use uuid::Uuid;

use crate::commands::Command;
use crate::policy::Order;

/// Cases whose term is over.
pub(crate) struct DueAcceptances;

impl DueList for DueAcceptances {
    type Order = Order;

    const NAME: &'static str = "intake.deemed";
    const PROJECTION: &'static str = "intake";
    const SQL: &'static str = "SELECT case_id AS id, accept_by_at AS at FROM cases
        WHERE state = 'submitted' AND accept_by_at <= $1";

    fn work(row: &Row) -> Result<DueWork<Order>, QueryError> {
        let case_id = CaseId::from_uuid(row.uuid("id")?);
        Ok(DueWork {
            order: Order { case_id, command: Command::Deem },
            due_at: Some(row.timestamp("at")?),
            correlation: case_id.uuid(),
            // A supplement begins another term.
            key: format!("deem/{case_id}/{}", row.int("at")?),
        })
    }

    fn id(order: &Order) -> Uuid {
        order.case_id.uuid()
    }
}
