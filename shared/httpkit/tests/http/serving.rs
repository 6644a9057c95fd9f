use std::time::Instant;

use axum::Router;
use reqwest::StatusCode;
use serde_json::Value;
use tokio::sync::watch;
use tongban_eventstore::readers::{Progress, ReaderKind, ReaderState};
use tongban_httpkit::{Listening, Readiness, ServeError, ops_routes, serve};
use tongban_kernel::{Partition, Seq};
use tongban_telemetry::Metrics;

use super::desk::Server;

#[tokio::test]
async fn a_request_that_was_begun_is_finished_when_the_process_ends() {
    let server = Server::start().await;
    let begun = tokio::spawn(server.get("/api/desk/gate").send());
    server.desk.arrived.notified().await;
    server.stop.send(true).unwrap();
    // The listener closes as soon as the server hears of it.
    let address = server.url.trim_start_matches("http://").to_owned();
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!server.served.is_finished(), "one request is still worked on");
    server.desk.gate.notify_one();
    let response = begun.await.unwrap().unwrap();
    assert_eq!(response.text().await.unwrap(), "through");
    server.served.await.unwrap();
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let taken = Listening::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let error = Listening::bind(taken.address()).await.unwrap_err();
    let ServeError::Bind { address, .. } = &error;
    assert_eq!(*address, taken.address());
    assert!(error.to_string().contains(&taken.address().to_string()));
}

#[tokio::test]
async fn operators_see_whether_it_lives_is_ready_and_how_it_does() {
    let (stop, shutdown) = watch::channel(false);
    let progress = Progress::default();
    progress.register("intake", ReaderKind::Projection, Partition(0), Seq(0));
    let (checks, progress_of) = (Vec::new(), progress.clone());
    let readiness = Readiness {
        progress: progress_of,
        checks,
        hindrances: Vec::new(),
        shutdown: shutdown.clone(),
    };
    let router: Router = ops_routes(readiness, Metrics::since(Instant::now()));
    let listening = Listening::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let url = format!("http://{}", listening.address());
    let served = tokio::spawn(serve(listening, router, shutdown));
    let client = reqwest::Client::new();
    let get = |path: &str| client.get(format!("{url}{path}")).send();
    assert_eq!(get("/healthz").await.unwrap().status(), StatusCode::OK);
    let metrics = get("/metrics").await.unwrap().text().await.unwrap();
    assert!(metrics.contains("process_uptime_seconds") && metrics.ends_with("# EOF\n"));
    assert_eq!(get("/readyz").await.unwrap().status(), StatusCode::OK);
    let stopped = ReaderState::Stopped { at: None, error: "unknown type".to_owned() };
    progress.set_state("intake", Partition(0), stopped);
    let unready = get("/readyz").await.unwrap();
    assert_eq!(unready.status(), StatusCode::SERVICE_UNAVAILABLE);
    let told: Value = unready.json().await.unwrap();
    assert_eq!(told["not_ready"][0]["part"], "intake/0");
    stop.send(true).unwrap();
    served.await.unwrap();
}
