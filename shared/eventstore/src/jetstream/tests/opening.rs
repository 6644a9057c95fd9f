use std::time::Duration;

use serde_json::{Value, json};

use super::server::SYNC_ALWAYS;
use super::*;
use crate::jetstream::{OpenError, SyncProof};

async fn refused(options: Options) -> OpenError {
    JetStreamLog::open(options).await.map(|_| ()).unwrap_err()
}

#[tokio::test]
async fn a_server_that_acknowledges_before_it_syncs_is_refused_with_the_remedy() {
    let server = Server::start_with("sync_interval: 2m", "").await;
    let error = refused(server.options()).await;
    assert!(matches!(&error, OpenError::NotSynced { server } if server == "alone"), "{error:?}");
    let text = error.text();
    assert!(text.en.contains("set sync_interval: always"), "{}", text.en);
    assert!(text.zh.contains("sync_interval: always"), "{}", text.zh);
}

#[tokio::test]
async fn a_laptop_may_do_without_and_the_log_says_so() {
    let server = Server::start_with("sync_interval: 2m", "").await;
    let options = Options { sync: SyncProof::Unchecked, ..server.options() };
    assert!(!JetStreamLog::open(options).await.unwrap().sync_is_proven());
    let server = Server::start().await;
    assert!(JetStreamLog::open(server.options()).await.unwrap().sync_is_proven());
}

const ACCOUNTS: &str = "accounts { \
    APP { jetstream: enabled, users: [{ user: app, password: secret }] }, \
    SYS { users: [{ user: sys, password: secret }] } }\nsystem_account: SYS";

#[tokio::test]
async fn servers_may_be_asked_through_their_system_account() {
    for (sync, is_taken) in [(SYNC_ALWAYS, true), ("sync_interval: 2m", false)] {
        let server = Server::start_with(sync, ACCOUNTS).await;
        let address = |user| format!("nats://{user}:secret@127.0.0.1:{}", server.port);
        let options = Options {
            servers: vec![address("app")],
            sync: SyncProof::SystemAccount(address("sys")),
            ..server.options()
        };
        let opened = JetStreamLog::open(options.clone()).await;
        assert_eq!(opened.is_ok(), is_taken, "{opened:?}");
        // An ordinary user is told nothing.
        let sync = SyncProof::SystemAccount(address("app"));
        let patience = Duration::from_secs(5);
        let error = refused(Options { sync, patience, ..options }).await;
        assert!(matches!(error, OpenError::Witness { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_refused() {
    let (server, other) = (Server::start().await, Server::new("other", SYNC_ALWAYS, ""));
    let asked =
        |address| Options { sync: SyncProof::Monitoring(vec![address]), ..server.options() };
    let error = refused(asked(other.monitoring_url())).await;
    assert!(matches!(error, OpenError::Witness { .. }), "{error:?}");
    let mut other = other;
    other.run();
    other.is_ready().await;
    let error = refused(asked(other.monitoring_url())).await;
    assert!(matches!(&error, OpenError::Unknown { server } if server == "alone"), "{error:?}");
}

#[tokio::test]
async fn more_replicas_than_servers_are_refused() {
    let server = Server::start().await;
    let error = refused(Options { n_replicas: 3, ..server.options() }).await;
    assert!(matches!(error, OpenError::TooFewServers { n_replicas: 3, .. }), "{error:?}");
}

#[tokio::test]
async fn a_broker_that_is_not_there_is_named_as_the_fault() {
    let server = Server::new("absent", SYNC_ALWAYS, "");
    assert!(matches!(refused(server.options()).await, OpenError::Connect { .. }));
}

#[tokio::test]
async fn a_server_that_takes_only_small_messages_is_refused() {
    let server = Server::start_with(SYNC_ALWAYS, "max_payload: 64KB").await;
    let error = refused(server.options()).await;
    assert!(matches!(error, OpenError::SmallMessages { bytes_max: 65_536 }), "{error:?}");
}

#[tokio::test]
async fn a_number_of_partitions_is_a_power_of_two_and_stays() {
    let server = Server::start().await;
    let with = |n_partitions| Options { n_partitions, ..server.options() };
    for none in [0, 3, 8_192] {
        assert!(matches!(refused(with(none)).await, OpenError::Options { .. }));
    }
    JetStreamLog::open(with(4)).await.unwrap();
    let error = refused(with(2)).await;
    assert!(
        matches!(&error, OpenError::OtherStream { field, .. } if field == "metadata"),
        "{error:?}"
    );
    JetStreamLog::open(with(4)).await.unwrap();
}

#[tokio::test]
async fn a_stream_that_may_lose_events_is_refused() {
    let server = Server::start().await;
    drop(JetStreamLog::open(server.options()).await.unwrap());
    let client = async_nats::connect(server.url()).await.unwrap();
    let ask = async |request: &str, body: Value| {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = client.request(request.to_owned(), body.into()).await.unwrap();
        serde_json::from_slice::<Value>(&answer.payload).unwrap()
    };
    let mut config = ask("$JS.API.STREAM.INFO.TB_1_00", Value::Null).await["config"].take();
    config["max_age"] = json!(3_600_000_000_000_u64);
    let answer = ask("$JS.API.STREAM.UPDATE.TB_1_00", config).await;
    assert!(answer["error"].is_null(), "{answer}");
    let error = refused(server.options()).await;
    assert!(
        matches!(&error, OpenError::OtherStream { field, .. } if field == "max_age"),
        "{error:?}"
    );
}
