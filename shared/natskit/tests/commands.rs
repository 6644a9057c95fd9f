//! Commands at a real server, before a router that does as it is told.

#![expect(clippy::unwrap_used, reason = "these are tests")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_nats::{Client, HeaderMap};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tongban_auth::{AccountStore, Tokens};
use tongban_kernel::SystemClock;
use tongban_nats_testkit::{Server, wait_for};
use tongban_natskit::{CommandMetrics, Commands, Door, Options, connect, specs};
use tongban_telemetry::Metrics;
use tongban_vault::Secret;

const SUBJECT: &str = "tb.cmd.test.wait";

struct Desk {
    client: Client,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    metrics: Metrics,
    _folder: TempDir,
    _server: Server,
}

impl Desk {
    async fn open(router: Router) -> Self {
        let (server, folder) = (Server::start().await, tempfile::tempdir().unwrap());
        let accounts = AccountStore::open(&folder.path().join("accounts.db")).await.unwrap();
        let accounts = Arc::new(accounts);
        let sessions = tongban_auth::Accounts::sessions(&*accounts);
        let tokens = Arc::new(Tokens::new(&Secret::random(), Tokens::LIFETIME, sessions));
        let door = Door { accounts, tokens, clock: Arc::new(SystemClock) };
        let servers = vec![server.url()];
        let options = Options {
            servers,
            credentials: None,
            ca: None,
            trusts_users: false,
            n_feed_replicas: 1,
        };
        let openapi = json!({ "paths": { "/api/test/wait": { "post": { "tags": ["test"], "operationId": "wait" } } } });
        let client = connect(&options).await.unwrap();
        let metrics = Metrics::since(Instant::now());
        let commands = Commands {
            client,
            specs: specs(&openapi),
            router,
            door,
            metrics: CommandMetrics::register(&metrics),
            trusts_users: false,
            version: "0.1.0",
        };
        let (stop, shutdown) = watch::channel(false);
        let serving = tokio::spawn(commands.serve(shutdown));
        let client = async_nats::connect(server.url()).await.unwrap();
        wait_for("the service is there", || async {
            client.request("$SRV.PING.tongban-test", "".into()).await.is_ok()
        })
        .await;
        Self { client, stop, serving, metrics, _folder: folder, _server: server }
    }
}

fn request(payload: &'static str, patience: Duration) -> async_nats::Request {
    async_nats::Request::new().payload(payload.into()).timeout(Some(patience))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_ends_answers_what_has_come_in() {
    let (begun, goes_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (begins, waits) = (begun.clone(), goes_on.clone());
    let handler = post(async move || {
        begins.notify_one();
        waits.notified().await;
        StatusCode::CREATED
    });
    let desk = Desk::open(Router::new().route("/api/test/wait", handler)).await;
    let client = desk.client.clone();
    let wish = request("{}", Duration::from_secs(60));
    let asking = tokio::spawn(async move { client.send_request(SUBJECT, wish).await });
    begun.notified().await;
    desk.stop.send_replace(true);
    // Whoever asks from now on is told at once that nobody takes it.
    wait_for("nobody takes requests any more", || async {
        // One that met the service while it went is not answered at all.
        let ping = request("", Duration::from_millis(500));
        let asked = desk.client.send_request("$SRV.PING.tongban-test", ping).await;
        asked.is_err_and(|error| error.kind() == async_nats::RequestErrorKind::NoResponders)
    })
    .await;
    assert!(!desk.serving.is_finished(), "it waits for what was begun");
    goes_on.notify_one();
    let answer = asking.await.unwrap().unwrap();
    let status = answer.headers.as_ref().and_then(|headers| headers.get("Tongban-Status"));
    assert_eq!(status.map(async_nats::HeaderValue::as_str), Some("201"));
    desk.serving.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_request_too_many_is_told_to_come_back_and_none_is_dropped() {
    const N_ASKED: usize = 1_100;
    let goes_on = Arc::new(tokio::sync::Semaphore::new(0));
    let waits = goes_on.clone();
    let handler = post(async move || drop(waits.acquire().await));
    let desk = Desk::open(Router::new().route("/api/test/wait", handler)).await;
    let (inbox, mut n_busy) = (desk.client.new_inbox(), 0);
    let mut answers = desk.client.subscribe(inbox.clone()).await.unwrap();
    for _ in 0..N_ASKED {
        let (headers, reply) = (HeaderMap::new(), inbox.clone());
        let asked =
            desk.client.publish_with_reply_and_headers(SUBJECT, reply, headers, "{}".into());
        asked.await.unwrap();
    }
    for n in 0..N_ASKED {
        let next = std::future::poll_fn(|cx| {
            futures_util::Stream::poll_next(std::pin::Pin::new(&mut answers), cx)
        });
        let answer = tokio::time::timeout(Duration::from_secs(30), next).await;
        let headers = answer.unwrap().unwrap().headers.unwrap();
        if headers
            .get("Nats-Service-Error")
            .is_some_and(|kind| kind.as_str() == "/problems/common/busy")
        {
            assert!(headers.get("Retry-After").is_some());
            n_busy += 1;
        }
        if n + 1 == N_ASKED - 1_024 {
            assert_eq!(n_busy, n + 1, "those that wait are answered later");
            goes_on.close();
        }
    }
    assert_eq!(n_busy, N_ASKED - 1_024);
    let shown = desk.metrics.encode().unwrap();
    let refused = "tongban_nats_requests_total{command=\"test.wait\",status=\"5xx\"} 76\n";
    assert!(shown.contains(refused), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_with_a_trace_is_answered_in_it() {
    const TRACE_ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
    let handler = post(async |headers: axum::http::HeaderMap| {
        headers["traceparent"].to_str().unwrap().to_owned()
    });
    let desk = Desk::open(Router::new().route("/api/test/wait", handler)).await;
    let mut headers = HeaderMap::new();
    headers.insert("traceparent", format!("00-{TRACE_ID}-00f067aa0ba902b7-01"));
    let wish = request("{}", Duration::from_secs(60)).headers(headers);
    let answer = desk.client.send_request(SUBJECT, wish).await.unwrap();
    let traceparent = String::from_utf8(answer.payload.to_vec()).unwrap();
    assert!(traceparent.contains(TRACE_ID), "{traceparent}");
    assert!(!traceparent.contains("00f067aa0ba902b7"), "a span of its own: {traceparent}");
}
