use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{RequestBuilder, Response, StatusCode};
use tongban_kernel::{Category, Partition, Seq, StreamId};
use tongban_readmodel::{CHANGES_MAX, Change, ChangedStream};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use uuid::Uuid;

use super::counter::ADDED;
use super::desk::Server;
use super::readers::PROJECTION;

/// The events of a stream as they come in.
struct Heard {
    response: Response,
    text: String,
}

impl Heard {
    async fn begin(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next event; none when the stream has ended.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(event);
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

fn change(seq: u64, correlation: Uuid) -> Change {
    let stream = StreamId::new(Category::new("desk"), Uuid::from_u128(7));
    let event = ChangedStream { stream, kind: ADDED.into(), correlation };
    Change {
        projection: PROJECTION.into(),
        partition: Partition(0),
        seq: Seq(seq),
        events: vec![event],
    }
}

const CASE: Uuid = Uuid::from_u128(1);

#[tokio::test]
async fn who_listens_hears_what_changed_and_may_be_seen() {
    let server = Server::start_without_readers().await;
    let mut heard = Heard::begin(server.get("/api/events")).await;
    assert_eq!(heard.next().await.unwrap(), "event: ready\nid: 1-\ndata: {}");
    // The nil case is hidden from everyone here.
    server.changes.publish(change(1, Uuid::nil()));
    server.changes.publish(change(2, CASE));
    let told = heard.next().await.unwrap();
    assert!(told.contains("event: changed\n"), "{told}");
    let data = told.split_once("data: ").unwrap().1.lines().next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    let expected = serde_json::json!({
        "projection": "desk",
        "stream": "desk",
        "id": Uuid::from_u128(7),
        "event": ADDED,
        "correlation": CASE,
    });
    assert_eq!(data, expected);
}

#[tokio::test]
async fn who_is_too_slow_starts_over() {
    let server = Server::start_without_readers().await;
    let mut heard = Heard::begin(server.get("/api/events")).await;
    heard.next().await.unwrap();
    // This thread runs the server too: it cannot listen until all are published.
    for seq in 0..=CHANGES_MAX as u64 {
        server.changes.publish(change(seq, CASE));
    }
    assert_eq!(heard.next().await.unwrap(), "event: reset\ndata: {}");
    assert!(heard.next().await.unwrap().contains("event: changed"));
}

#[tokio::test]
async fn who_comes_back_starts_over_only_if_something_was_missed() {
    let server = Server::start().await;
    let added = server.add(3).header("prefer", "wait=5").send().await.unwrap();
    assert_eq!(added.headers()["preference-applied"], "wait=5");
    let back_with = |id: &str| server.get("/api/events").header("last-event-id", id);
    for (id, name) in [("1-0:1", "ready"), ("1-0:0", "reset"), ("2-0:1", "reset"), ("x", "reset")] {
        let first = Heard::begin(back_with(id)).await.next().await.unwrap();
        assert_eq!(first, format!("event: {name}\nid: 1-0:1\ndata: {{}}"), "{id}");
    }
}

#[tokio::test]
async fn changes_are_for_the_signed_in() {
    let server = Server::start().await;
    let request = server.client.get(format!("{}/api/events", server.url));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_feed_sends_every_row_once_and_goes_on_where_it_was() {
    let server = Server::start().await;
    let add = |n, key: &'static str| {
        let mut request = server.add(n).header("prefer", "wait=5").build().unwrap();
        request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        server.client.execute(request)
    };
    add(3, "first").await.unwrap();
    let mut heard = Heard::begin(server.get("/api/desk/numbers")).await;
    for n in 1..=3 {
        let expected = format!("event: number\nid: {n}\ndata: {n}");
        assert_eq!(heard.next().await.unwrap(), expected);
    }
    add(1, "second").await.unwrap();
    server.changes.publish(change(2, CASE));
    assert!(heard.next().await.unwrap().ends_with("data: 4"));
    let back = server.get("/api/desk/numbers").header("last-event-id", "3");
    assert!(Heard::begin(back).await.next().await.unwrap().ends_with("data: 4"));
}

#[tokio::test]
async fn a_stream_ends_with_the_session_also_where_nothing_changes() {
    for path in ["/api/events", "/api/desk/numbers"] {
        let server = Server::start_without_readers().await;
        let mut heard = Heard::begin(server.get(path)).await;
        if path == "/api/events" {
            assert!(heard.next().await.unwrap().starts_with("event: ready"));
        }
        // From here on whoever waits for the clock waits no longer than the machine has to work.
        tokio::time::pause();
        for _ in 0..3 {
            assert_eq!(
                heard.next().await.as_deref(),
                Some(":"),
                "{path}: alive, with nothing to tell"
            );
        }
        server.disable();
        assert_eq!(heard.next().await, None, "{path}");
        let back = server.get(path).send().await.unwrap();
        assert_eq!(back.status(), StatusCode::UNAUTHORIZED, "{path}");
        tokio::time::resume();
    }
}

#[tokio::test]
async fn a_feed_that_fails_is_logged_and_one_whose_session_has_ended_is_not() {
    let errors = Errors::default();
    let _logging = tracing::subscriber::set_default(errors.clone());
    let server = Server::start_without_readers().await;
    let mut heard = Heard::begin(server.get("/api/desk/numbers")).await;
    server.disable();
    server.changes.publish(change(1, CASE));
    assert_eq!(heard.next().await, None);
    assert_eq!(errors.count(), 0);

    let server = Server::start_without_readers().await;
    let broken = server.get("/api/desk/numbers").header("last-event-id", "13");
    assert_eq!(Heard::begin(broken).await.next().await, None);
    assert_eq!(errors.count(), 1);
}

/// Counts what is logged as an error on this thread, which the server runs on too.
#[derive(Clone, Default)]
struct Errors(Arc<AtomicUsize>);

impl Errors {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Subscriber for Errors {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn streams_end_with_the_process() {
    let server = Server::start().await;
    let mut heard = Heard::begin(server.get("/api/events")).await;
    heard.next().await.unwrap();
    server.stop.send(true).unwrap();
    assert_eq!(heard.next().await, None);
    server.served.await.unwrap();
}
