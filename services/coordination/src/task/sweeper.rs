//! What is due: asked of the read model, decided by the task.

use jiff::Timestamp;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{DueWork, Failure, Sweeper};
use tongban_kernel::TaskId;
use tongban_readmodel::{DueList, Projection, QueryError, ReadModel, Row};
use uuid::Uuid;

use crate::projection::Coordination;
use crate::task::events::Rung;
use crate::task::policy::{Ending, Order};

/// The rungs of open tasks as they are reached.
#[derive(Clone, Copy, Debug)]
pub struct DueRungs;

/// A rung that a task has reached, as far as the read model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueRung {
    /// The task.
    pub task_id: TaskId,
    /// The rung.
    pub rung: Rung,
    /// The epoch of its deadline.
    pub epoch: u32,
}

impl DueList for DueRungs {
    type Order = DueRung;

    const NAME: &'static str = "coordination-warnings";
    const PROJECTION: &'static str = Coordination::NAME;
    // Only the lowest rung of each task that is due: with it come those above it that are due as
    // well, and the warnings of one task do not race each other for its stream.
    // Where many are due at once most rungs have a lower one beside them: that is looked for first,
    // in the index that is walked anyway. (No other index leads to a sum.)
    const SQL: &'static str = "SELECT task_id AS id, rung, epoch, case_id, at
        FROM rungs AS reached WHERE at <= $1
        AND NOT EXISTS (SELECT 1 FROM rungs AS beside
            WHERE beside.at = reached.at AND beside.task_id = reached.task_id
                AND beside.rung + 0 < reached.rung)
        AND NOT EXISTS (SELECT 1 FROM rungs AS lower
            WHERE lower.task_id = reached.task_id AND lower.rung < reached.rung AND lower.at <= $1)";

    fn work(row: &Row) -> Result<DueWork<DueRung>, QueryError> {
        let unreadable =
            |column: &str, expected| QueryError::Column { column: column.to_owned(), expected };
        let task_id = TaskId::from_uuid(row.uuid("id")?);
        let rung = Rung::at_index(row.int("rung")?).ok_or_else(|| unreadable("rung", "a rung"))?;
        let epoch =
            u32::try_from(row.int("epoch")?).map_err(|_| unreadable("epoch", "a small number"))?;
        Ok(DueWork {
            order: DueRung { task_id, rung, epoch },
            due_at: Some(row.timestamp("at")?),
            correlation: row.uuid("case_id")?,
            key: format!("{task_id}/{}/{epoch}", rung.as_str()),
        })
    }

    fn id(DueRung { task_id, .. }: &DueRung) -> Uuid {
        task_id.uuid()
    }
}

/// Tasks that nothing waits for any more: asked by hand, or with an answer sent back, for cases that
/// have ended meanwhile; and those that helped with a task that is over.
///
/// Approval knows which tasks its steps had and names them when it ends; what was asked by hand it
/// never heard of, and what was sent back it took for answered.
#[derive(Clone, Debug)]
pub struct TasksOfNobody {
    model: ReadModel,
}

impl TasksOfNobody {
    /// The tasks in this read model.
    pub fn new(model: ReadModel) -> Self {
        Self { model }
    }

    async fn open(
        &self,
        after: Option<&DueWork<Order>>,
        n_max: usize,
    ) -> Result<Vec<DueWork<Order>>, Failure> {
        let after = after.and_then(|work| match &work.order {
            Order::Close { task_id, .. } => Some(task_id.uuid()),
            Order::Request(_)
            | Order::Join { .. }
            | Order::Resume { .. }
            | Order::Settle { .. } => None,
        });
        let rows = self
            .model
            .query(
                "SELECT task_id, case_id, MIN(parent_over) AS parent_over FROM (
                     SELECT task.task_id, task.case_id, 0 AS parent_over FROM tasks AS task
                     JOIN cases AS ended ON ended.case_id = task.case_id AND ended.is_open = 0
                     WHERE task.is_open = 1 AND (task.step IS NULL OR task.n_sent_back > 0)
                     UNION ALL
                     SELECT task.task_id, task.case_id, 1 AS parent_over FROM tasks AS task
                     JOIN tasks AS parent ON parent.task_id = task.parent_id
                         AND parent.state IN ('accepted', 'withdrawn', 'closed')
                     WHERE task.is_open = 1 AND task.parent_id IS NOT NULL
                 ) AS nobodys WHERE task_id > $1
                 GROUP BY task_id, case_id ORDER BY task_id LIMIT $2",
            )
            .bind(after.unwrap_or_default())
            .bind(i64::try_from(n_max)?)
            .fetch_all()
            .await?;
        let close = |row: &Row| {
            let task_id = TaskId::from_uuid(row.uuid("task_id")?);
            let parent_over = row.bool("parent_over")?;
            let because = if parent_over { Ending::ParentOver } else { Ending::CaseOver };
            let order = Order::Close { task_id, because };
            // Since it is known that the case is over: no instant that anybody set.
            let (due_at, correlation) = (None, row.uuid("case_id")?);
            Ok(DueWork { order, due_at, correlation, key: task_id.to_string() })
        };
        Ok(rows.iter().map(close).collect::<Result<_, QueryError>>()?)
    }
}

impl Sweeper for TasksOfNobody {
    type Order = Order;

    const NAME: &'static str = "coordination-ended-cases";
    const PROJECTION: &'static str = Coordination::NAME;
    const BY_TIME: bool = false;

    fn due<'a>(
        &'a self,
        _: Timestamp,
        after: Option<&'a DueWork<Order>>,
        n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<DueWork<Order>>, Failure>> {
        Box::pin(self.open(after, n_max))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tongban_eventstore::MemoryLog;
    use tongban_eventstore::readers::Consumer;
    use tongban_kernel::Partition;
    use tongban_kernel::testkit::at;
    use tongban_readmodel::{Due, ReadModels};

    use super::*;
    use crate::samples::*;
    use crate::task::events::{Addressee, Event};

    #[tokio::test]
    async fn of_each_task_only_the_lowest_rung_is_due() {
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let projection = models.mount(Coordination, &MemoryLog::new(1)).await.unwrap();
        let due_rungs = Due::<DueRungs>::new(projection.model());
        let due = async |now| {
            let work = due_rungs.due(at(now), None, 10).await.unwrap();
            work.into_iter().map(|work| (work.order.rung, work.key)).collect::<Vec<_>>()
        };
        let key = |rung: Rung| (rung, format!("{}/{}/1", task_id(), rung.as_str()));
        let warned = warned(Rung::DueSoon, Addressee::Handler, at(DUE_SOON_AT));
        let events = [requested(), acknowledged(), warned];
        let events: Vec<_> =
            (1..).zip(&events).map(|(nth, event)| Arc::new(recorded(event, nth))).collect();
        projection.consume(Partition(0), &events[..1]).await.unwrap();
        assert_eq!(due(SUPERVISOR_AT).await, [key(Rung::Unacknowledged)]);
        projection.consume(Partition(0), &events[1..2]).await.unwrap();
        assert_eq!(due("2026-10-09T16:59:59+08:00").await, []);
        assert_eq!(due(SUPERVISOR_AT).await, [key(Rung::DueSoon)]);
        projection.consume(Partition(0), &events[2..]).await.unwrap();
        assert_eq!(due(SUPERVISOR_AT).await, [key(Rung::Overdue)]);
        projection.close().await.unwrap();
    }

    #[tokio::test]
    async fn a_lower_rung_that_is_not_reached_holds_nothing_up() {
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let projection = models.mount(Coordination, &MemoryLog::new(1)).await.unwrap();
        let mut asked = requested();
        if let Event::TaskRequested { deadline, .. } = &mut asked {
            deadline.acknowledge_by_at = at(DUE_AT);
        }
        let events = [Arc::new(recorded(&asked, 1))];
        projection.consume(Partition(0), &events).await.unwrap();
        let due =
            Due::<DueRungs>::new(projection.model()).due(at(DUE_SOON_AT), None, 10).await.unwrap();
        assert_eq!(due.iter().map(|work| work.order.rung).collect::<Vec<_>>(), [Rung::DueSoon]);
        projection.close().await.unwrap();
    }

    #[tokio::test]
    async fn of_many_tasks_that_are_due_at_once_none_is_sorted() {
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let projection = models.mount(Coordination, &MemoryLog::new(1)).await.unwrap();
        let due_rungs = Due::<DueRungs>::new(projection.model());
        let query = due_rungs.query("EXPLAIN QUERY PLAN ", at(DUE_AT), None, 10);
        let plan = query.fetch_all().await.unwrap();
        let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
        assert!(plan[0].contains("INDEX rungs_at "), "{plan:?}");
        let beside = "SEARCH beside USING COVERING INDEX rungs_at (at=? AND task_id=?)";
        assert!(plan.iter().any(|step| step == beside), "{plan:?}");
        assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
        projection.close().await.unwrap();
    }
}
