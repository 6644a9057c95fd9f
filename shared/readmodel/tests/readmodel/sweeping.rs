use jiff::{SignedDuration, Timestamp};
use tongban_eventstore::readers::{DueWork, Sweeper as _};
use tongban_readmodel::{Due, DueList, QueryError, ReadModel, Row};
use uuid::Uuid;

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{History, catch_up, mounted};

/// All tasks, due when they were requested.
struct Requests;

impl DueList for Requests {
    type Order = (Uuid, String);

    const NAME: &'static str = "requests";
    const PROJECTION: &'static str = "tasks";
    const SQL: &'static str =
        "SELECT task_id AS id, requested_at AS at, '' AS part FROM task WHERE requested_at <= $1";

    fn work(row: &Row) -> Result<DueWork<Self::Order>, QueryError> {
        let order = (row.uuid("id")?, row.text("part")?);
        let key = format!("{order:?}");
        Ok(DueWork { order, due_at: Some(row.timestamp("at")?), correlation: Uuid::nil(), key })
    }

    fn id((id, _): &Self::Order) -> Uuid {
        *id
    }
}

/// Each of them for its department and for two others.
struct Shares;

impl DueList for Shares {
    type Order = (Uuid, String);

    const NAME: &'static str = "shares";
    const PROJECTION: &'static str = "tasks";
    const SQL: &'static str =
        "SELECT task_id AS id, requested_at AS at, department AS part FROM task
         WHERE requested_at <= $1
         UNION ALL SELECT task_id AS id, requested_at AS at, 'Z' AS part FROM task
         WHERE requested_at <= $1
         UNION ALL SELECT task_id AS id, requested_at AS at, 'a' AS part FROM task
         WHERE requested_at <= $1";
    const HAS_PARTS: bool = true;

    fn work(row: &Row) -> Result<DueWork<Self::Order>, QueryError> {
        Requests::work(row)
    }

    fn id((id, _): &Self::Order) -> Uuid {
        *id
    }

    fn part((_, part): &Self::Order) -> String {
        part.clone()
    }
}

async fn model_of(n_tasks: u128, engine: &Engine) -> (ReadModel, Timestamp) {
    let mut history = History::new();
    for n in 1..=n_tasks {
        history.requested(n, ["民政局", "税务局", "公安局"][n as usize % 3]).await;
    }
    let reader = mounted(&engine.models().await, &history).await;
    catch_up(&reader, &history).await;
    let last = "SELECT MAX(requested_at) AS at FROM task";
    let last = reader.model().query(last).fetch_all().await.unwrap();
    (reader.model(), last[0].timestamp("at").unwrap())
}

async fn swept<L: DueList>(model: &ReadModel, now: Timestamp, n_max: usize) -> Vec<String> {
    let (due, mut keys, mut after) = (Due::<L>::new(model.clone()), Vec::new(), None);
    loop {
        let batch = due.due(now, after.as_ref(), n_max).await.unwrap();
        assert!(batch.len() <= n_max);
        let Some(last) = batch.last() else { return keys };
        after = Some(last.clone());
        keys.extend(batch.into_iter().map(|work| work.key));
    }
}

on_both_engines! {
    a_list_is_walked_to_its_end_in_batches_and_each_row_is_met_once
    nothing_is_due_before_its_time
}

async fn a_list_is_walked_to_its_end_in_batches_and_each_row_is_met_once(engine: Engine) {
    let (model, now) = model_of(20, &engine).await;
    let (requests, shares) =
        (swept::<Requests>(&model, now, 100).await, swept::<Shares>(&model, now, 100).await);
    assert_eq!((requests.len(), shares.len()), (20, 60));
    for n_max in [1, 3, 7] {
        assert_eq!(swept::<Requests>(&model, now, n_max).await, requests, "{n_max}");
        assert_eq!(swept::<Shares>(&model, now, n_max).await, shares, "{n_max}");
    }
}

async fn nothing_is_due_before_its_time(engine: Engine) {
    let (model, last) = model_of(3, &engine).await;
    let first = model.query("SELECT MIN(requested_at) AS at FROM task").fetch_all().await.unwrap();
    let before = first[0].timestamp("at").unwrap() - SignedDuration::from_micros(1);
    assert!(before < last);
    assert_eq!(swept::<Requests>(&model, before, 10).await, Vec::<String>::new());
    assert_eq!(swept::<Shares>(&model, before, 10).await, Vec::<String>::new());
}
