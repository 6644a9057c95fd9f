use tongban_eventstore::readers::DueWork;
use tongban_kernel::DeliberationId;
use tongban_readmodel::{DueList, Projection, QueryError, Row};
use uuid::Uuid;

use crate::projection::Coordination;

/// Matters on which opinions are taken though their limit has passed.
#[derive(Clone, Copy, Debug)]
pub struct EndedDeliberations;

/// A matter whose limit has passed, as far as the read model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended(pub DeliberationId);

impl DueList for EndedDeliberations {
    type Order = Ended;

    const NAME: &'static str = "coordination-deliberations";
    const PROJECTION: &'static str = Coordination::NAME;
    const SQL: &'static str = "SELECT deliberation_id AS id, closes_at AS at
        FROM deliberations WHERE is_due = 1 AND closes_at <= $1";

    fn work(row: &Row) -> Result<DueWork<Ended>, QueryError> {
        let id = row.uuid("id")?;
        Ok(DueWork {
            order: Ended(DeliberationId::from_uuid(id)),
            due_at: Some(row.timestamp("at")?),
            correlation: id,
            key: id.to_string(),
        })
    }

    fn id(Ended(id): &Ended) -> Uuid {
        id.uuid()
    }
}
