use tongban_eventstore::readers::DueWork;
use tongban_kernel::CaseId;
use tongban_readmodel::{DueList, Projection, QueryError, Row};
use uuid::Uuid;

use crate::projection::Coordination;

/// What should have happened in emergencies by now: a first response, papers that were skipped.
#[derive(Clone, Copy, Debug)]
pub struct MissedInEmergencies;

/// What has not happened in time, as far as the read model knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Nobody has responded.
    Response {
        /// The emergency.
        case_id: CaseId,
    },
    /// A paper was not brought.
    Paper {
        /// The emergency.
        case_id: CaseId,
        /// Which.
        paper: String,
    },
}

impl DueList for MissedInEmergencies {
    type Order = Missed;

    const NAME: &'static str = "coordination-emergency-dates";
    const PROJECTION: &'static str = Coordination::NAME;
    // An emergency of which a task was taken on is answered as soon as the policy says so. No paper
    // has an empty code.
    const SQL: &'static str =
        "SELECT case_id AS id, respond_by_at AS at, '' AS part FROM emergencies
        WHERE is_awaited = 1 AND respond_by_at <= $1
        AND NOT EXISTS (SELECT 1 FROM tasks WHERE tasks.case_id = emergencies.case_id
            AND tasks.state IN ('acknowledged', 'questioned', 'replied', 'accepted'))
        UNION ALL
        SELECT case_id AS id, due_at AS at, paper AS part FROM skipped_papers
        WHERE is_due = 1 AND due_at <= $1";

    const HAS_PARTS: bool = true;

    fn work(row: &Row) -> Result<DueWork<Missed>, QueryError> {
        let case_id = CaseId::from_uuid(row.uuid("id")?);
        let paper = row.text("part")?;
        let (order, key) = if paper.is_empty() {
            (Missed::Response { case_id }, case_id.to_string())
        } else {
            let key = format!("{case_id}/{paper}");
            (Missed::Paper { case_id, paper }, key)
        };
        let (due_at, correlation) = (Some(row.timestamp("at")?), case_id.uuid());
        Ok(DueWork { order, due_at, correlation, key })
    }

    fn id(order: &Missed) -> Uuid {
        let (Missed::Response { case_id } | Missed::Paper { case_id, .. }) = order;
        case_id.uuid()
    }

    fn part(order: &Missed) -> String {
        match order {
            Missed::Response { .. } => String::new(),
            Missed::Paper { paper, .. } => paper.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tempfile::TempDir;
    use tongban_eventstore::MemoryLog;
    use tongban_eventstore::readers::{Consumer, Sweeper as _};
    use tongban_kernel::testkit::at;
    use tongban_kernel::{Partition, Recorded};
    use tongban_readmodel::{Due, ProjectionReader, ReadModels};

    use super::*;
    use crate::emergency::samples::*;
    use crate::samples::{ASKED, acknowledged, recorded, requested};
    use crate::task::events::Event as TaskEvent;

    async fn knows(events: Vec<Recorded>) -> (TempDir, ProjectionReader<Coordination>) {
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let projection = models.mount(Coordination, &MemoryLog::new(1)).await.unwrap();
        let events: Vec<_> = events.into_iter().map(Arc::new).collect();
        projection.consume(Partition(0), &events).await.unwrap();
        (dir, projection)
    }

    async fn missed(projection: &ProjectionReader<Coordination>, now: &str) -> Vec<Missed> {
        let due = Due::<MissedInEmergencies>::new(projection.model())
            .due(at(now), None, 10)
            .await
            .unwrap();
        due.into_iter().map(|work| work.order).collect()
    }

    #[tokio::test]
    async fn a_response_is_missed_when_its_time_has_passed() {
        let (_dir, known) = knows(vec![recorded(&declared(), 1)]).await;
        assert_eq!(missed(&known, "2026-10-02T03:59:59+08:00").await, []);
        let case_id = emergency_id();
        assert_eq!(missed(&known, RESPOND_BY_AT).await, [Missed::Response { case_id }]);
        known.close().await.unwrap();
    }

    #[tokio::test]
    async fn what_was_taken_on_is_not_missed_while_the_policy_has_yet_to_say_so() {
        let mut asked = requested();
        if let TaskEvent::TaskRequested { case_id, .. } = &mut asked {
            *case_id = emergency_id();
        }
        let events =
            vec![recorded(&declared(), 1), recorded(&asked, 2), recorded(&acknowledged(), 3)];
        let (_dir, known) = knows(events).await;
        assert_eq!(missed(&known, RESPOND_BY_AT).await, []);
        known.close().await.unwrap();
    }

    #[tokio::test]
    async fn papers_are_missed_one_by_one_until_that_is_noted() {
        let (case_id, paper) = (emergency_id(), "permit".to_owned());
        let (_dir, known) = knows(vec![recorded(&declared(), 1), recorded(&ended(), 2)]).await;
        assert_eq!(missed(&known, ENDED_AT).await, []);
        assert_eq!(missed(&known, PERMIT_DUE_AT).await, [Missed::Paper { case_id, paper }]);
        assert_eq!(missed(&known, REPORT_DUE_AT).await.len(), 2);
        let noted = Arc::new(recorded(&late("permit", ASKED, PERMIT_DUE_AT), 3));
        known.consume(Partition(0), &[noted]).await.unwrap();
        assert_eq!(missed(&known, PERMIT_DUE_AT).await, []);
        known.close().await.unwrap();
    }
}
