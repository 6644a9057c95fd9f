use std::time::Duration;

use serde_json::{Value, json};
use tongban_nats_testkit::SYNC_ALWAYS;

use super::*;
use crate::jetstream::{OpenError, SyncProof};

async fn refused(options: Options) -> OpenError {
    JetStreamLog::open(options).await.map(|_| ()).unwrap_err()
}

#[tokio::test]
async fn a_server_that_acknowledges_before_it_syncs_is_refused_with_the_remedy() {
    let server = start_with("sync_interval: 2m", "").await;
    let error = refused(options(&server)).await;
    assert!(matches!(&error, OpenError::NotSynced { server } if server == "alone"), "{error:?}");
    assert!(!error.is_transient());
    let text = error.text();
    assert!(text.en.contains("set sync_interval: always"), "{}", text.en);
    assert!(text.zh.contains("sync_interval: always"), "{}", text.zh);
}

#[tokio::test]
async fn a_laptop_may_do_without_and_the_log_says_so() {
    let server = start_with("sync_interval: 2m", "").await;
    let unchecked = Options { sync: SyncProof::Unchecked, ..options(&server) };
    assert!(!JetStreamLog::open(unchecked).await.unwrap().sync_is_proven());
    let server = Server::start().await;
    assert!(JetStreamLog::open(options(&server)).await.unwrap().sync_is_proven());
}

const ACCOUNTS: &str = "accounts { \
    APP { jetstream: enabled, users: [{ user: app, password: secret }] }, \
    SYS { users: [{ user: sys, password: secret }] } }\nsystem_account: SYS";

#[tokio::test]
async fn servers_may_be_asked_through_their_system_account() {
    for (sync, is_taken) in [(SYNC_ALWAYS, true), ("sync_interval: 2m", false)] {
        let server = start_with(sync, ACCOUNTS).await;
        let address = |user| format!("nats://{user}:secret@127.0.0.1:{}", server.port());
        let options = Options {
            servers: vec![address("app")],
            sync: SyncProof::SystemAccount(address("sys")),
            ..options(&server)
        };
        let opened = JetStreamLog::open(options.clone()).await;
        assert_eq!(opened.is_ok(), is_taken, "{opened:?}");
        // An ordinary user is told nothing.
        let sync = SyncProof::SystemAccount(address("app"));
        let patience = Duration::from_secs(5);
        let error = refused(Options { sync, patience, ..options }).await;
        assert!(matches!(error, OpenError::Witness { .. }) && !error.is_transient(), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_refused() {
    let (server, other) = (Server::start().await, Server::new("other", SYNC_ALWAYS, ""));
    let asked =
        |address| Options { sync: SyncProof::Monitoring(vec![address]), ..options(&server) };
    let error = refused(asked(other.monitoring_url())).await;
    assert!(matches!(error, OpenError::Witness { .. }) && error.is_transient(), "{error:?}");
    let mut other = other;
    other.run().await;
    let error = refused(asked(other.monitoring_url())).await;
    assert!(matches!(&error, OpenError::Unknown { server } if server == "alone"), "{error:?}");
}

#[tokio::test]
async fn more_replicas_than_servers_are_refused() {
    let server = Server::start().await;
    let error = refused(Options { n_replicas: 3, ..options(&server) }).await;
    assert!(matches!(error, OpenError::TooFewServers { n_replicas: 3, .. }), "{error:?}");
    assert!(!error.is_transient(), "a server by itself finds no others");
}

#[tokio::test]
async fn a_broker_that_is_not_there_is_named_as_the_fault() {
    let server = Server::new("absent", SYNC_ALWAYS, "");
    let error = refused(options(&server)).await;
    assert!(matches!(error, OpenError::Connect { .. }) && error.is_transient(), "{error:?}");
}

#[tokio::test]
async fn a_server_that_takes_only_small_messages_is_refused() {
    let server = start_with(SYNC_ALWAYS, "max_payload: 64KB").await;
    let error = refused(options(&server)).await;
    assert!(matches!(error, OpenError::SmallMessages { bytes_max: 65_536 }), "{error:?}");
}

#[tokio::test]
async fn a_number_of_partitions_is_a_power_of_two_and_stays() {
    let server = Server::start().await;
    let with = |n_partitions| Options { n_partitions, ..options(&server) };
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
async fn an_account_without_jetstream_is_no_passing_trouble() {
    let accounts = "accounts { APP { users: [{ user: app, password: secret }] } }";
    let server = start_with(SYNC_ALWAYS, accounts).await;
    let servers = vec![server.url_of("app", "secret")];
    let patience = Duration::from_secs(2);
    let error = refused(Options { servers, patience, ..options(&server) }).await;
    assert!(matches!(error, OpenError::Stream { .. }) && !error.is_transient(), "{error:?}");
}

/// Asks JetStream.
async fn ask(client: &async_nats::Client, request: &str, body: Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = client.request(format!("$JS.API.{request}"), body.into()).await.unwrap();
    serde_json::from_slice(&answer.payload).unwrap()
}

/// How the log's stream is kept.
async fn config(client: &async_nats::Client) -> Value {
    ask(client, "STREAM.INFO.TB_1_00", Value::Null).await["config"].take()
}

#[tokio::test]
async fn nobody_deletes_events() {
    let server = Server::start().await;
    let log = open(&server).await;
    append(&log, 1, 2).await.unwrap();
    let client = async_nats::connect(server.url()).await.unwrap();
    for (request, body) in
        [("STREAM.PURGE.TB_1_00", Value::Null), ("STREAM.MSG.DELETE.TB_1_00", json!({ "seq": 1 }))]
    {
        let refused = ask(&client, request, body).await;
        assert!(refused["error"].is_object(), "{request}: {refused}");
    }
    let mut unprotected = config(&client).await;
    unprotected["deny_purge"] = json!(false);
    let refused = ask(&client, "STREAM.UPDATE.TB_1_00", unprotected).await;
    assert!(refused["error"].is_object(), "{refused}");
    assert_eq!(log.read(case(1), 0).await.unwrap().len(), 2);
}

const NO_UPDATES: &str = "authorization { users: [\
    { user: app, password: secret }, \
    { user: bound, password: secret, permissions: { publish: { deny: \"$JS.API.STREAM.UPDATE.>\" } } }\
    ] }";

#[tokio::test]
async fn a_log_of_an_older_program_is_protected_from_now_on_or_refused() {
    let model = Server::start().await;
    drop(open(&model).await);
    let client = async_nats::connect(model.url()).await.unwrap();
    let mut unprotected = config(&client).await;
    unprotected["deny_purge"] = json!(false);
    let server = start_with(SYNC_ALWAYS, NO_UPDATES).await;
    let as_app = async_nats::ConnectOptions::with_user_and_password("app".into(), "secret".into());
    let client = as_app.connect(server.url()).await.unwrap();
    let made = ask(&client, "STREAM.CREATE.TB_1_00", unprotected).await;
    assert!(made["error"].is_null(), "{made}");
    let by = |user| Options {
        servers: vec![server.url_of(user, "secret")],
        patience: Duration::from_secs(4),
        ..options(&server)
    };
    let error = refused(by("bound")).await;
    assert!(
        matches!(&error, OpenError::OtherStream { field, .. } if field == "deny_purge"),
        "{error:?}"
    );
    assert!(error.text().en.contains("correct the stream"), "{error}");
    JetStreamLog::open(by("app")).await.unwrap();
    assert_eq!(config(&client).await["deny_purge"], json!(true));
    JetStreamLog::open(by("bound")).await.unwrap();
}

#[tokio::test]
async fn a_stream_that_may_lose_events_is_refused() {
    let server = Server::start().await;
    drop(open(&server).await);
    let client = async_nats::connect(server.url()).await.unwrap();
    let mut config = config(&client).await;
    config["max_age"] = json!(3_600_000_000_000_u64);
    let answer = ask(&client, "STREAM.UPDATE.TB_1_00", config).await;
    assert!(answer["error"].is_null(), "{answer}");
    let error = refused(options(&server)).await;
    assert!(
        matches!(&error, OpenError::OtherStream { field, .. } if field == "max_age"),
        "{error:?}"
    );
    assert!(!error.is_transient());
}

#[tokio::test]
async fn a_log_that_must_be_there_is_opened_as_it_is_and_never_made() {
    let server = Server::start().await;
    let error = JetStreamLog::open_existing(options(&server)).await.map(drop).unwrap_err();
    assert!(matches!(error, OpenError::NoLog { generation: 1 }), "{error:?}");
    let made = JetStreamLog::open(Options { n_partitions: 4, ..options(&server) }).await.unwrap();
    append(&made, 1, 2).await.unwrap();
    let found = JetStreamLog::open_existing(options(&server)).await.unwrap();
    assert_eq!(found.n_partitions(), 4);
    assert_eq!(found.read(case(1), 0).await.unwrap().len(), 2);
    let client = async_nats::connect(server.url()).await.unwrap();
    let gone = ask(&client, "STREAM.DELETE.TB_1_03", Value::Null).await;
    assert!(gone["error"].is_null(), "{gone}");
    let error = JetStreamLog::open_existing(options(&server)).await.map(drop).unwrap_err();
    assert!(matches!(error, OpenError::NoLog { .. }), "a part of it is missing: {error:?}");
}
