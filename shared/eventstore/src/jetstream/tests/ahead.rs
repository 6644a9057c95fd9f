use std::time::Duration;

use serde_json::Value;

use super::*;

/// More than it takes for a reader to be read ahead for.
const N_EVENTS: u64 = 3_000;

async fn ask(client: &async_nats::Client, request: &str) -> Value {
    let answer = client.request(format!("$JS.API.{request}"), "".into()).await.unwrap();
    serde_json::from_slice(&answer.payload).unwrap()
}

/// The consumers of the log's stream.
async fn consumers(client: &async_nats::Client) -> Vec<String> {
    let names = ask(client, "CONSUMER.NAMES.TB_1_00").await;
    let names = names["consumers"].as_array().cloned().unwrap_or_default();
    names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

async fn fill(log: &JetStreamLog) {
    for n in 0..N_EVENTS / 60 {
        append(log, (n % 7).into(), if n % 2 == 0 { 100 } else { 20 }).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_far_behind_is_read_ahead_for_and_misses_nothing() {
    let server = Server::start().await;
    fill(&open(&server).await).await;
    let client = async_nats::connect(server.url()).await.unwrap();
    let log = open(&server).await;
    let first = log.scan(Partition(0), Seq(0), 10).await.unwrap();
    assert_eq!(first.len(), 100, "a whole append");
    let before = consumers(&client).await.len();
    let all = scan_all(&log, 64).await.unwrap();
    assert_eq!(all.len() as u64, N_EVENTS);
    let mut chains = ChainCheck::default();
    all.iter().for_each(|event| chains.follow(event).unwrap());
    assert!(all.iter().zip(1..).all(|(event, seq)| event.seq == Seq(seq)));
    let after = consumers(&client).await.len();
    assert!(after <= before + 1, "one consumer for all of it: {before}, {after}");
    // It is gone long before the server would have forgotten it.
    let is_gone = async { while consumers(&client).await.len() > before {} };
    tokio::time::timeout(Duration::from_secs(10), is_gone).await.unwrap();
    for n_max in [1_000, 10_000] {
        assert_eq!(scan_all(&log, n_max).await.unwrap(), all, "{n_max} at once");
    }
    // Whoever stands in the middle of an append gets the rest of it.
    assert_eq!(log.scan(Partition(0), Seq(50), 40).await.unwrap(), all[50..100]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_loses_what_reads_ahead_goes_on_where_it_was() {
    let server = Server::start().await;
    fill(&open(&server).await).await;
    let client = async_nats::connect(server.url()).await.unwrap();
    let log = open(&server).await;
    let mut all = log.scan(Partition(0), Seq(0), 10).await.unwrap();
    for consumer in consumers(&client).await {
        ask(&client, &format!("CONSUMER.DELETE.TB_1_00.{consumer}")).await;
    }
    loop {
        let after = all.last().map_or(Seq(0), |last| last.seq);
        let batch = log.scan(Partition(0), after, 300).await.unwrap();
        if batch.is_empty() {
            break;
        }
        all.extend(batch);
    }
    assert!(all.iter().zip(1..).all(|(event, seq)| event.seq == Seq(seq)));
    assert_eq!(all.len() as u64, N_EVENTS);
}
