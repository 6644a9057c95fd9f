use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use tongban_eventstore::readers::Consumer;
use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{
    Cells, Projection, RowOp, Table, Value, add, change, delete, put, same_rows,
};

use crate::engine::Engine;
use crate::fixture::{History, P0, task};

const ROWS: &Table = &Table {
    name: "merged",
    key: &["k", "j"],
    // A default that is not 0 tells a new row from an old one.
    ddl: &["CREATE TABLE merged (k INTEGER NOT NULL, j TEXT NOT NULL, a TEXT DEFAULT 'none', \
            b BIGINT DEFAULT 7, c BIGINT, PRIMARY KEY (k, j))"],
};

/// One change of one of a few rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Op {
    k: u8,
    what: What,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum What {
    Put { a: Option<Option<String>>, b: Option<i64>, c: Option<i64> },
    Change { a: Option<Option<String>>, b: Option<i64>, c: Option<i64> },
    Add { b: Option<i64>, c: Option<i64>, a: Option<String> },
    Delete,
}

fn cells(a: Option<Option<String>>, b: Option<i64>, c: Option<i64>) -> Cells {
    let a = a.map(|a| ("a", Value::from(a)));
    let numbers = [b.map(|b| ("b", b.into())), c.map(|c| ("c", c.into()))];
    a.into_iter().chain(numbers.into_iter().flatten()).collect()
}

impl Op {
    fn row_op(self) -> RowOp {
        let key = [("k", self.k.into()), ("j", "第一".into())];
        match self.what {
            What::Put { a, b, c } => put(ROWS, key, cells(a, b, c)),
            What::Change { a, b, c } => change(ROWS, key, cells(a, b, c)),
            What::Add { b, c, a } => {
                let by: Vec<_> =
                    [b.map(|b| ("b", b)), c.map(|c| ("c", c))].into_iter().flatten().collect();
                add(ROWS, key, by, cells(a.map(Some), None, None))
            }
            What::Delete => delete(ROWS, key),
        }
    }
}

struct Ops;

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Event {
    #[serde(rename = "test.op.v1")]
    Happened { op: Op },
}

impl Projection for Ops {
    const NAME: &'static str = "ops";
    const VERSION: u32 = 1;
    const EVENTS: &'static [&'static str] = &["test.op.v1"];
    const TABLES: &'static [&'static Table] = &[ROWS];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        let Event::Happened { op } = event.decode()?;
        Ok(vec![op.row_op()])
    }
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let text = || prop::option::of(prop::option::of("[a-c]"));
    let number = || prop::option::of(-3_i64..100);
    let what = prop_oneof![
        (text(), number(), number()).prop_map(|(a, b, c)| What::Put { a, b, c }),
        (text(), number(), number()).prop_map(|(a, b, c)| What::Change { a, b, c }),
        (number(), number(), prop::option::of("[a-c]")).prop_map(|(b, c, a)| What::Add { b, c, a }),
        Just(What::Delete),
    ];
    prop::collection::vec((0..3_u8, what).prop_map(|(k, what)| Op { k, what }), 1..40)
}

async fn one_by_one_and_at_once_differ(ops: &[Op]) -> bool {
    let engines = [Engine::sqlite(), Engine::sqlite(), Engine::postgres().await];
    let mut homes = Vec::new();
    for engine in &engines {
        homes.push(engine.models().await);
    }
    let mut history = History::new();
    for op in ops {
        let data = serde_json::json!({ "op": op }).to_string();
        history.append(task(1), "test.op.v1", &data).await;
    }
    let events = history.events().await;
    let mut models = Vec::new();
    for (models_of, n_at_once) in homes.iter().zip([1, events.len(), events.len()]) {
        let reader = models_of.mount(Ops, &*history.log).await.unwrap();
        reader.checkpoint(P0).await.unwrap();
        for batch in events.chunks(n_at_once) {
            reader.consume(P0, batch).await.unwrap();
        }
        models.push(reader.model());
    }
    let mut differ = false;
    for model in &models[1..] {
        differ |= same_rows::<Ops>(&models[0], model).await.unwrap().is_some();
    }
    differ
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_batch_leaves_the_rows_that_its_changes_leave_one_by_one_in_either_engine(ops in ops()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        prop_assert!(!runtime.block_on(one_by_one_and_at_once_differ(&ops)));
    }
}
