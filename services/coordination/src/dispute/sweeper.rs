use tongban_eventstore::readers::DueWork;
use tongban_kernel::DisputeId;
use tongban_readmodel::{DueList, Projection, QueryError, Row};
use uuid::Uuid;

use crate::projection::Coordination;

/// Disputes in which an answer or the ruling is late, and nobody has noted it.
#[derive(Clone, Copy, Debug)]
pub struct LateDisputes;

/// A dispute in which something is late, as far as the read model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late(pub DisputeId);

impl DueList for LateDisputes {
    type Order = Late;

    const NAME: &'static str = "coordination-late-disputes";
    const PROJECTION: &'static str = Coordination::NAME;
    // Of one instant there is one wish, whatever is late.
    const SQL: &'static str = "SELECT dispute_id AS id, case_id, rule_by_at AS at
        FROM disputes WHERE is_due = 1 AND rule_by_at <= $1
        UNION
        SELECT party.dispute_id AS id, dispute.case_id, party.answer_by_at AS at
        FROM dispute_parties AS party
        JOIN disputes AS dispute ON dispute.dispute_id = party.dispute_id
            AND dispute.state = 'open'
        WHERE party.is_due = 1 AND party.answer_by_at <= $1";

    fn work(row: &Row) -> Result<DueWork<Late>, QueryError> {
        let (id, due_at) = (row.uuid("id")?, row.timestamp("at")?);
        Ok(DueWork {
            order: Late(DisputeId::from_uuid(id)),
            due_at: Some(due_at),
            correlation: row.uuid("case_id")?,
            key: format!("{id}/{due_at}"),
        })
    }

    fn id(Late(id): &Late) -> Uuid {
        id.uuid()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tongban_eventstore::MemoryLog;
    use tongban_eventstore::readers::{Consumer as _, Sweeper as _};
    use tongban_kernel::Partition;
    use tongban_kernel::testkit::at;
    use tongban_readmodel::{Due, ReadModels};

    use super::*;
    use crate::dispute::events::{Event, Hearing};
    use crate::dispute::samples::*;
    use crate::samples::{OTHER, recorded};

    #[tokio::test]
    async fn what_is_late_is_swept_until_it_is_noted_and_no_longer_than_the_dispute_lasts() {
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let projection = models.mount(Coordination, &MemoryLog::new(1)).await.unwrap();
        let late = Due::<LateDisputes>::new(projection.model());
        let n_late = async |now: &str| late.due(at(now), None, 10).await.unwrap().len();
        let happens = async |nth: u64, event: &Event| {
            let event = [Arc::new(recorded(event, nth))];
            projection.consume(Partition(0), &event).await.unwrap();
        };
        happens(1, &opened()).await;
        assert_eq!(n_late("2026-10-08T23:59:59+08:00").await, 0);
        assert_eq!(n_late(ANSWER_BY_AT).await, 1, "of one instant, one wish");
        happens(2, &unanswered(OTHER)).await;
        happens(3, &answered(crate::samples::ASKING)).await;
        assert_eq!(n_late(ANSWER_BY_AT).await, 0);
        let hearing = Hearing { department: "CG".to_owned(), answer_by_at: at(ANSWER_BY_AT) };
        happens(4, &Event::PartyAdded { dispute_id: dispute_id(), hearing }).await;
        assert_eq!(n_late(RULE_BY_AT).await, 2, "an answer, and the ruling");
        happens(5, &ruled()).await;
        assert_eq!(n_late(RULE_BY_AT).await, 0);
        projection.close().await.unwrap();
    }
}
