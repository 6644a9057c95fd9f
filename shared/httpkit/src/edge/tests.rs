use std::sync::Mutex;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::routing::get;
use serde_json::Value;
use tongban_kernel::SystemClock;
use tongban_telemetry::Metrics;
use tower_service::Service;

use super::*;

fn edge_of(n_requests_max: usize) -> Edge {
    let metrics = HttpMetrics::register(&Metrics::since(Instant::now()));
    Edge { clock: Arc::new(SystemClock), metrics, in_flight: Semaphore::new(n_requests_max) }
}

async fn panics() {
    panic!("a mistake in a handler");
}

fn router() -> Router {
    Router::new()
        .route("/fine", get(async |trace: Trace| trace.id()))
        .route("/page", get(async || axum::response::Html("<p>")))
        .route("/panics", get(panics))
        .route("/fails", get(async || Problem::internal("disk on fire")))
}

async fn ask(router: &mut Router, request: axum::http::request::Builder) -> Response {
    router.call(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn problem(response: Response) -> Value {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let body = to_bytes(response.into_body(), 10_000).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_problems_in_the_users_language() {
    let mut router = around(router(), edge_of(10));
    let english = |uri| Request::get(uri).header("accept-language", "en");
    let told = problem(ask(&mut router, english("/nowhere?x=1")).await).await;
    assert_eq!(told["type"], "/problems/common/no-such-address");
    assert_eq!(told["title"], "Nothing lives at this address");
    assert_eq!(told["instance"], "/nowhere");
    let response = ask(&mut router, Request::post("/fine")).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "GET,HEAD");
    assert_eq!(response.headers()["content-language"], "zh-CN");
    assert_eq!(problem(response).await["title"], "此地址不支持该请求方法");
}

#[tokio::test]
async fn a_panic_or_failure_is_an_internal_problem_that_leaks_nothing() {
    let mut router = around(router(), edge_of(10));
    for uri in ["/panics", "/fails"] {
        let response = ask(&mut router, Request::get(uri)).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let told = problem(response).await;
        assert_eq!(told["trace_id"].as_str().unwrap().len(), 32);
        let told = told.to_string();
        assert!(!told.contains("mistake") && !told.contains("fire"), "{told}");
    }
    let fine = ask(&mut router, Request::get("/fine")).await;
    assert_eq!(fine.status(), StatusCode::OK, "the next request is not concerned");
}

#[tokio::test]
async fn the_callers_trace_goes_on() {
    let mut router = around(router(), edge_of(10));
    let trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
    let traceparent = format!("00-{trace_id}-00f067aa0ba902b7-01");
    let request = |uri| Request::get(uri).header("traceparent", &traceparent);
    let response = ask(&mut router, request("/fine")).await;
    assert_eq!(to_bytes(response.into_body(), 100).await.unwrap(), trace_id);
    let told = problem(ask(&mut router, request("/nowhere")).await).await;
    assert_eq!(told["trace_id"], trace_id);
}

/// What was logged, to be looked at.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_line_that_is_logged_of_a_failure_has_the_trace_that_its_problem_tells() {
    let (page, mut router) = (Page::default(), around(router(), edge_of(10)));
    let writer = page.clone();
    let lines = tracing_subscriber::fmt().json().with_writer(move || writer.clone());
    let logging = tracing::subscriber::set_default(lines.with_env_filter("error").finish());
    let told = problem(ask(&mut router, Request::get("/fails")).await).await;
    drop(logging);
    let logged: Value = serde_json::from_slice(&page.0.lock().unwrap()).unwrap();
    assert_eq!(logged["fields"]["message"], "request failed");
    assert_eq!(logged["span"]["trace.id"], told["trace_id"]);
}

#[tokio::test]
async fn one_request_too_many_is_told_to_come_back() {
    let mut router = around(router(), edge_of(0));
    let response = ask(&mut router, Request::get("/fine")).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["retry-after"], "1");
    assert_eq!(problem(response).await["type"], "/problems/common/busy");
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    let mut router = around(router(), edge_of(10));
    let page = ask(&mut router, Request::get("/page")).await;
    assert!(page.headers().contains_key("content-security-policy"));
    let unknown = ask(&mut router, Request::get("/nowhere")).await;
    for response in [&page, &unknown] {
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn requests_are_counted_under_their_route() {
    let shown = Metrics::since(Instant::now());
    let metrics = HttpMetrics::register(&shown);
    let edge = Edge { metrics, ..edge_of(10) };
    let mut router = around(router(), edge);
    ask(&mut router, Request::get("/fine")).await;
    ask(&mut router, Request::get("/nowhere/1")).await;
    ask(&mut router, Request::get("/nowhere/2")).await;
    let text = shown.encode().unwrap();
    let has = |line: &str| assert!(text.contains(line), "{line} in\n{text}");
    has("tongban_http_requests_total{route=\"/fine\",method=\"GET\",status=\"2xx\"} 1");
    has("tongban_http_requests_total{route=\"unmatched\",method=\"GET\",status=\"4xx\"} 2");
}
