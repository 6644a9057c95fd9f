use serde::Deserialize;
use tongban_eventstore::readers::{Consumer, ReaderError};
use tongban_kernel::{DecodeError, Recorded, Seq};
use tongban_readmodel::{Projection, ReadModel, RowOp, Table, add, put};

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{History, P0, catch_up, load_of, mounted};

/// A row that may be counted in and that begins with more than its counter.
const TASKS: &Table = &Table {
    name: "counted",
    key: &["task_id"],
    ddl: &["CREATE TABLE counted (task_id UUID NOT NULL PRIMARY KEY, department TEXT NOT NULL, \
            n_returns BIGINT NOT NULL, caused_by UUID NOT NULL)"],
};

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Event {
    #[serde(rename = "test.requested.v1")]
    Requested { department: String },
    #[serde(rename = "test.returned.v1")]
    Returned {},
}

struct Returns;

impl Projection for Returns {
    const NAME: &'static str = "returns";
    const VERSION: u32 = 1;
    const EVENTS: &'static [&'static str] = &["test.requested.v1", "test.returned.v1"];
    const TABLES: &'static [&'static Table] = &[TASKS];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        let key = [("task_id", event.stream.id.into())];
        let cause = ("caused_by", event.id.into());
        Ok(vec![match event.decode()? {
            Event::Requested { department } => {
                put(TASKS, key, [("department", department.into()), ("n_returns", 0.into()), cause])
            }
            Event::Returned {} => add(TASKS, key, [("n_returns", 1)], []),
        }])
    }
}

/// How often tasks were returned, by how many of them.
async fn n_returns(model: &ReadModel) -> Vec<(i64, i64)> {
    let sql = "SELECT n_returns, COUNT(*) AS n FROM counted GROUP BY n_returns ORDER BY n_returns";
    let rows = model.query(sql).fetch_all().await.unwrap();
    rows.iter().map(|row| (row.int("n_returns").unwrap(), row.int("n").unwrap())).collect()
}

on_both_engines! {
    a_counter_moves_without_the_columns_that_only_a_new_row_needs
    counters_that_are_there_move_and_others_begin_in_one_batch
    a_counter_of_a_row_that_was_never_put_stops_the_reader
}

async fn a_counter_moves_without_the_columns_that_only_a_new_row_needs(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    for n in 1..=300 {
        history.requested(n, "民政局").await;
    }
    let reader = models.mount(Returns, &*history.log).await.unwrap();
    catch_up(&reader, &history).await;
    for n in (1..=300).filter(|n| n % 3 != 0) {
        history.returned(n).await;
    }
    for n in (1..=300).filter(|n| n % 3 == 1) {
        history.returned(n).await;
    }
    catch_up(&reader, &history).await;
    assert_eq!(n_returns(&reader.model()).await, [(0, 100), (1, 100), (2, 100)]);
}

async fn counters_that_are_there_move_and_others_begin_in_one_batch(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    let reader = mounted(&models, &history).await;
    history.requested(1, "民政局").await;
    catch_up(&reader, &history).await;
    for (n, department) in [(2, "民政局"), (3, "税务局"), (4, "民政局"), (5, "住建局")]
    {
        history.requested(n, department).await;
    }
    catch_up(&reader, &history).await;
    for (department, n_tasks) in [("民政局", 3), ("税务局", 1), ("住建局", 1)] {
        assert_eq!(load_of(&reader.model(), department).await, Some(n_tasks), "{department}");
    }
}

async fn a_counter_of_a_row_that_was_never_put_stops_the_reader(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    history.returned(1).await;
    let reader = models.mount(Returns, &*history.log).await.unwrap();
    reader.checkpoint(P0).await.unwrap();
    let stopped = reader.consume(P0, &history.events().await).await.unwrap_err();
    assert!(matches!(stopped, ReaderError::Store(_)), "{stopped}");
    assert_eq!(reader.checkpoint(P0).await.unwrap().seq(), Seq(0));
    assert_eq!(n_returns(&reader.model()).await, []);
}
