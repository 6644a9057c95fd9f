//! A small service: tasks that are requested, returned and closed, and how many each department has.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use tongban_eventstore::readers::Consumer;
use tongban_eventstore::{Append, Expected, Log, MemoryLog, NewEvent, Token, Write};
use tongban_kernel::{
    Actor, Category, CommandId, DecodeError, EventId, Hash, Meta, Origin, Partition, Recorded, Seq,
    StreamId, TaskId,
};
use tongban_readmodel::{
    Projection, ProjectionReader, ReadModel, ReadModels, RowOp, Table, add, change, delete, put,
};
use uuid::Uuid;

pub(crate) const P0: Partition = Partition(0);

pub(crate) const TASKS: &Table = &Table {
    name: "task",
    key: &["task_id"],
    ddl: &[
        "CREATE TABLE task (task_id UUID NOT NULL PRIMARY KEY, department TEXT NOT NULL, \
         state TEXT NOT NULL, requested_at BIGINT NOT NULL, caused_by UUID NOT NULL)",
        "CREATE INDEX task_by_department ON task (department, task_id)",
    ],
};

pub(crate) const LOADS: &Table = &Table {
    name: "task_load",
    key: &["department", "part"],
    ddl: &["CREATE TABLE task_load (department TEXT NOT NULL, part INTEGER NOT NULL, \
            n_tasks BIGINT NOT NULL, PRIMARY KEY (department, part))"],
};

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(crate) enum Event {
    #[serde(rename = "test.requested.v1")]
    Requested { department: String },
    #[serde(rename = "test.returned.v1")]
    Returned {},
    #[serde(rename = "test.closed.v1")]
    Closed { department: String },
}

#[derive(Clone, Copy)]
pub(crate) struct Tasks;

impl Projection for Tasks {
    const NAME: &'static str = "tasks";
    const VERSION: u32 = 2;
    const EVENTS: &'static [&'static str] =
        &["test.requested.v1", "test.returned.v1", "test.closed.v1"];
    const TABLES: &'static [&'static Table] = &[TASKS, LOADS];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        let task = || [("task_id", event.stream.id.into())];
        let load = |department: String| {
            [("department", department.into()), ("part", event.partition.into())]
        };
        Ok(match event.decode()? {
            Event::Requested { department } => vec![
                put(
                    TASKS,
                    task(),
                    [
                        ("department", department.clone().into()),
                        ("state", "requested".into()),
                        ("requested_at", event.occurred_at.into()),
                        ("caused_by", event.id.into()),
                    ],
                ),
                add(LOADS, load(department), [("n_tasks", 1)], []),
            ],
            Event::Returned {} => {
                let set = [("state", "returned".into()), ("caused_by", event.id.into())];
                vec![change(TASKS, task(), set)]
            }
            Event::Closed { department } => {
                vec![delete(TASKS, task()), add(LOADS, load(department), [("n_tasks", -1)], [])]
            }
        })
    }
}

pub(crate) fn task(n: u128) -> StreamId {
    StreamId::new(Category::new("test"), Uuid::from_u128(n << 80))
}

pub(crate) fn start() -> Timestamp {
    Timestamp::from_microsecond(1_790_000_000_000_000).unwrap()
}

/// A log with those who write to it.
pub(crate) struct History {
    pub(crate) log: Arc<MemoryLog>,
    tokens: HashMap<StreamId, Token>,
    n_appends: u128,
    pub(crate) origin: Origin,
}

impl History {
    pub(crate) fn new() -> Self {
        Self::over(1)
    }

    pub(crate) fn over(n_partitions: u16) -> Self {
        let log = Arc::new(MemoryLog::new(n_partitions));
        Self { log, tokens: HashMap::new(), n_appends: 0, origin: Origin::Live }
    }

    pub(crate) async fn append(&mut self, stream: StreamId, kind: &'static str, data: &str) -> Seq {
        self.n_appends += 1;
        let command = CommandId::from_uuid(Uuid::from_u128(self.n_appends));
        let event = NewEvent {
            id: EventId::derive(stream.id, command, 0),
            kind: kind.into(),
            occurred_at: start(),
            data: Bytes::copy_from_slice(data.as_bytes()),
        };
        let expected = self.tokens.get(&stream).map_or(Expected::NoStream, |t| Expected::At(*t));
        let meta = Arc::new(Meta {
            actor: Actor::system("test"),
            command,
            body_hash: Hash::ZERO,
            causation: None,
            correlation: stream.id,
            trace: None,
            jurisdiction: "test".into(),
            calendar_version: 1,
            catalog_version: 1,
            origin: self.origin,
        });
        let writes = vec![Write { stream, expected, events: vec![event] }];
        let appended = self.log.append(Append { writes, meta, now: start() }).await.unwrap();
        self.tokens.insert(stream, appended.tokens[0]);
        appended.position.seq(stream.partition(self.log.n_partitions()))
    }

    pub(crate) async fn requested(&mut self, n: u128, department: &str) -> Seq {
        let data = format!("{{\"department\":\"{department}\"}}");
        self.append(task(n), "test.requested.v1", &data).await
    }

    pub(crate) async fn returned(&mut self, n: u128) -> Seq {
        self.append(task(n), "test.returned.v1", "{}").await
    }

    pub(crate) async fn closed(&mut self, n: u128, department: &str) -> Seq {
        let data = format!("{{\"department\":\"{department}\"}}");
        self.append(task(n), "test.closed.v1", &data).await
    }

    pub(crate) async fn events(&self) -> Vec<Arc<Recorded>> {
        self.log.scan(P0, Seq(0), usize::MAX).await.unwrap()
    }
}

/// A reader that has asked for all partitions, as tails do.
pub(crate) async fn mounted(models: &ReadModels, history: &History) -> ProjectionReader<Tasks> {
    let reader = models.mount(Tasks, &*history.log).await.unwrap();
    for partition in (0..history.log.n_partitions()).map(Partition) {
        reader.checkpoint(partition).await.unwrap();
    }
    reader
}

/// Deals with all that is new in the log.
pub(crate) async fn catch_up<P: Projection>(reader: &ProjectionReader<P>, history: &History) {
    let seen = reader.checkpoint(P0).await.unwrap().seq();
    let events = history.log.scan(P0, seen, usize::MAX).await.unwrap();
    reader.consume(P0, &events).await.unwrap();
}

/// Every task with its state, by id.
pub(crate) async fn states(model: &ReadModel) -> Vec<(TaskId, String)> {
    let rows = model.query("SELECT task_id, state FROM task ORDER BY task_id").fetch_all().await;
    let read = |row: &tongban_readmodel::Row| {
        (TaskId::from_uuid(row.uuid("task_id").unwrap()), row.text("state").unwrap())
    };
    rows.unwrap().iter().map(read).collect()
}

/// The number of open tasks of a department.
pub(crate) async fn load_of(model: &ReadModel, department: &str) -> Option<i64> {
    let sql = "SELECT SUM(n_tasks) AS n FROM task_load WHERE department = $1";
    let row = model.query(sql).bind(department).fetch_optional().await.unwrap().unwrap();
    row.opt_int("n").unwrap()
}
