//! What is due: asked of the read model, decided by the task.

use jiff::Timestamp;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{DueWork, Failure, Sweeper};
use tongban_kernel::TaskId;
use tongban_readmodel::{Projection, QueryError, ReadModel, Row};

use crate::events::Rung;
use crate::policy::{Ending, Order};
use crate::projection::Coordination;

/// The rungs of open tasks as they are reached.
#[derive(Clone, Debug)]
pub struct DueRungs {
    model: ReadModel,
}

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

impl DueRungs {
    /// The rungs in this read model.
    pub fn new(model: ReadModel) -> Self {
        Self { model }
    }

    async fn due_at(&self, now: Timestamp, n_max: usize) -> Result<Vec<DueWork<DueRung>>, Failure> {
        // Only the lowest rung of each task: after an outage a ladder is climbed from below, and
        // the warnings of one task do not race each other for its stream.
        let rows = self
            .model
            .query(
                "SELECT task_id, rung, epoch, case_id, at FROM rungs AS due WHERE at <= $1
                 AND NOT EXISTS (SELECT 1 FROM rungs AS lower
                     WHERE lower.task_id = due.task_id AND lower.rung < due.rung)
                 ORDER BY at, task_id LIMIT $2",
            )
            .bind(now)
            .bind(i64::try_from(n_max)?)
            .fetch_all()
            .await?;
        Ok(rows.iter().map(work).collect::<Result<_, _>>()?)
    }
}

/// Tasks asked by hand for cases that have ended meanwhile.
///
/// Approval knows which tasks its steps had and names them when it ends; what was asked by hand it
/// never heard of.
#[derive(Clone, Debug)]
pub struct TasksOfEndedCases {
    model: ReadModel,
}

impl TasksOfEndedCases {
    /// The tasks in this read model.
    pub fn new(model: ReadModel) -> Self {
        Self { model }
    }

    async fn open(&self, n_max: usize) -> Result<Vec<DueWork<Order>>, Failure> {
        let rows = self
            .model
            .query(
                "SELECT task.task_id, task.case_id FROM tasks AS task
                 JOIN cases AS ended ON ended.case_id = task.case_id AND ended.is_open = 0
                 WHERE task.is_open = 1 AND task.step IS NULL LIMIT $1",
            )
            .bind(i64::try_from(n_max)?)
            .fetch_all()
            .await?;
        let close = |row: &Row| {
            let task_id = TaskId::from_uuid(row.uuid("task_id")?);
            let order = Order::Close { task_id, because: Ending::CaseOver };
            // Since it is known that the case is over: no instant that anybody set.
            let (due_at, correlation) = (None, row.uuid("case_id")?);
            Ok(DueWork { order, due_at, correlation, key: task_id.to_string() })
        };
        Ok(rows.iter().map(close).collect::<Result<_, QueryError>>()?)
    }
}

impl Sweeper for TasksOfEndedCases {
    type Order = Order;

    const NAME: &'static str = "coordination-ended-cases";
    const PROJECTION: &'static str = Coordination::NAME;

    fn due(
        &self,
        _: Timestamp,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<DueWork<Order>>, Failure>> {
        Box::pin(self.open(n_max))
    }
}

fn work(row: &Row) -> Result<DueWork<DueRung>, QueryError> {
    let unreadable =
        |column: &str, expected| QueryError::Column { column: column.to_owned(), expected };
    let task_id = TaskId::from_uuid(row.uuid("task_id")?);
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

impl Sweeper for DueRungs {
    type Order = DueRung;

    const NAME: &'static str = "coordination-warnings";
    const PROJECTION: &'static str = Coordination::NAME;

    fn due(
        &self,
        now: Timestamp,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<DueWork<DueRung>>, Failure>> {
        Box::pin(self.due_at(now, n_max))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tongban_eventstore::MemoryLog;
    use tongban_eventstore::readers::Consumer;
    use tongban_kernel::Partition;
    use tongban_kernel::testkit::at;
    use tongban_readmodel::ReadModels;

    use super::*;
    use crate::events::Addressee;
    use crate::samples::*;

    #[tokio::test]
    async fn of_each_task_only_the_lowest_rung_is_due() {
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let projection = models.mount(Coordination, &MemoryLog::new(1)).await.unwrap();
        let due_rungs = DueRungs::new(projection.model());
        let due = async |now| {
            let work = due_rungs.due(at(now), 10).await.unwrap();
            work.into_iter().map(|work| (work.order.rung, work.key)).collect::<Vec<_>>()
        };
        let key = |rung: Rung| (rung, format!("{}/{}/1", task_id(), rung.as_str()));
        let warned = warned(Rung::DueSoon, Addressee::Handler, at(DUE_SOON_AT));
        let events = [recorded(&requested(), 1), recorded(&warned, 2)].map(Arc::new);
        projection.consume(Partition(0), &events[..1]).await.unwrap();
        assert_eq!(due("2026-10-09T16:59:59+08:00").await, []);
        assert_eq!(due(SUPERVISOR_AT).await, [key(Rung::DueSoon)]);
        projection.consume(Partition(0), &events[1..]).await.unwrap();
        assert_eq!(due(SUPERVISOR_AT).await, [key(Rung::Overdue)]);
        projection.close().await.unwrap();
    }
}
