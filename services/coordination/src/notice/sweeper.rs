use tongban_eventstore::readers::DueWork;
use tongban_kernel::NoticeId;
use tongban_readmodel::{DueList, Projection, QueryError, Row};
use uuid::Uuid;

use crate::projection::Coordination;

/// Warnings whose time for an answer has passed without one.
#[derive(Clone, Copy, Debug)]
pub struct UnansweredNotices;

/// A warning that was not answered in time, as far as the read model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered(pub NoticeId);

impl DueList for UnansweredNotices {
    type Order = Unanswered;

    const NAME: &'static str = "coordination-unanswered";
    const PROJECTION: &'static str = Coordination::NAME;
    const SQL: &'static str = "SELECT notice_id AS id, case_id, answer_by_at AS at
        FROM notices WHERE is_due = 1 AND answer_by_at <= $1";

    fn work(row: &Row) -> Result<DueWork<Unanswered>, QueryError> {
        let (id, due_at) = (row.uuid("id")?, row.timestamp("at")?);
        Ok(DueWork {
            order: Unanswered(NoticeId::from_uuid(id)),
            due_at: Some(due_at),
            correlation: row.uuid("case_id")?,
            // An appeal that fails gives another date.
            key: format!("{id}/{due_at}"),
        })
    }

    fn id(Unanswered(id): &Unanswered) -> Uuid {
        id.uuid()
    }
}
