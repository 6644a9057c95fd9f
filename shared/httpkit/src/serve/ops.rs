use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::gauge::ConstGauge;
use serde::Serialize;
use tokio::sync::watch;
use tongban_eventstore::readers::{Progress, ReaderKind, ReaderState};
use tongban_telemetry::Metrics;

use crate::{Json, Problem};

/// Looks at one part of the process; says what is wrong with it.
pub type Check = Arc<dyn Fn() -> Result<(), String> + Send + Sync>;

/// Whether the process should be sent requests.
#[derive(Clone)]
pub struct Readiness {
    /// Its readers: one that has stopped makes it unready, and so does one that has not come to its
    /// first goal. A relay does not: whoever is outside waits for it, nobody here.
    pub progress: Progress,
    /// Other parts by name, such as the log.
    pub checks: Vec<(&'static str, Check)>,
    /// Parts that may be away while questions are answered all the same: said, and no reason to send
    /// requests elsewhere.
    pub hindrances: Vec<(&'static str, Check)>,
    /// A process that ends takes nothing more.
    pub shutdown: watch::Receiver<bool>,
}

/// The answer of `/readyz`.
#[derive(Debug, Serialize)]
struct Ready {
    ready: bool,
    /// What is not ready, and why.
    not_ready: Vec<Trouble>,
    /// What does not go on just now though requests can be answered, and why.
    held_up: Vec<Trouble>,
    /// What goes on in another process, which is as good.
    standby: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Trouble {
    part: String,
    reason: String,
}

impl Trouble {
    fn of(part: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { part: part.into(), reason: reason.into() }
    }
}

/// What can be done about an event that cannot be read.
const DECIDE: &str = "; a newer program may read it, and tongban readers park goes on without it";

impl Readiness {
    fn look(&self) -> Ready {
        let (mut not_ready, mut held_up, mut standby) = (Vec::new(), Vec::new(), Vec::new());
        if *self.shutdown.borrow() {
            not_ready.push(Trouble::of("process", "it is stopping"));
        }
        for (reader, partition, status) in self.progress.all() {
            let part = format!("{reader}/{partition}");
            match status.state {
                ReaderState::Running => {}
                ReaderState::Standby => standby.push(part),
                ReaderState::Stalled { error } => held_up.push(Trouble::of(part, error)),
                ReaderState::Stopped { at, error } => {
                    let remedy = if at.is_some() { DECIDE } else { "" };
                    let trouble = Trouble::of(part, format!("stopped: {error}{remedy}"));
                    match status.kind {
                        ReaderKind::Projection | ReaderKind::Policy => not_ready.push(trouble),
                        ReaderKind::Relay => held_up.push(trouble),
                    }
                }
            }
        }
        for (reader, partition, status, goal) in self.progress.behind() {
            let (at, who) =
                (status.checkpoint, if status.is_here { "it" } else { "another process" });
            let reason = format!("fills up: {who} is at event {at}, ready at event {goal}");
            not_ready.push(Trouble::of(format!("{reader}/{partition}"), reason));
        }
        for (part, check) in &self.checks {
            if let Err(reason) = check() {
                not_ready.push(Trouble::of(*part, reason));
            }
        }
        held_up.extend(self.hindered());
        Ready { ready: not_ready.is_empty(), not_ready, held_up, standby }
    }

    fn hindered(&self) -> impl Iterator<Item = Trouble> {
        let look = |(part, check): &(&'static str, Check)| Some(Trouble::of(*part, check().err()?));
        self.hindrances.iter().filter_map(look)
    }
}

/// `/healthz` (alive; asks nobody, and says what hinders), `/readyz` (503 names what is not ready) and `/metrics`: for a
/// port of their own, which only operators reach.
pub fn ops_routes(readiness: Readiness, metrics: Metrics) -> Router {
    metrics.register_collector(ReadyMetric(readiness.clone()));
    let metrics = get(async move || match metrics.encode() {
        Ok(text) => ([(header::CONTENT_TYPE, Metrics::CONTENT_TYPE)], text).into_response(),
        Err(error) => Problem::internal(error).into_response(),
    });
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", metrics)
        .with_state(Arc::new(readiness))
}

/// The same as a number.
struct ReadyMetric(Readiness);

impl fmt::Debug for ReadyMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadyMetric")
    }
}

impl Collector for ReadyMetric {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let ready = ConstGauge::new(i64::from(self.0.look().ready));
        let (name, help) = ("ready", "1: requests may be sent; 0: not, and /readyz says why");
        ready.encode(encoder.encode_descriptor(name, help, None, ready.metric_type())?)
    }
}

async fn alive(State(readiness): State<Arc<Readiness>>) -> String {
    let mut said = "alive".to_owned();
    for Trouble { part, reason } in readiness.hindered() {
        said.push_str(&format!("\n{part}: {reason}"));
    }
    said
}

async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    let ready = readiness.look();
    let status = if ready.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(ready)).into_response()
}

#[cfg(test)]
mod tests {
    use tongban_eventstore::readers::Unreadable;
    use tongban_kernel::{EventId, Partition, Seq};
    use uuid::Uuid;

    use super::*;

    fn readiness() -> (Readiness, watch::Sender<bool>) {
        let (stop, shutdown) = watch::channel(false);
        let (progress, checks, hindrances) = (Progress::default(), Vec::new(), Vec::new());
        progress.register("intake", ReaderKind::Projection, Partition(0), Seq(1));
        (Readiness { progress, checks, hindrances, shutdown }, stop)
    }

    fn unreadable() -> Unreadable {
        let (id, kind) = (EventId::from_uuid(Uuid::nil()), "test.noted.v1".into());
        Unreadable { id, kind, partition: Partition(0), seq: Seq(2) }
    }

    #[test]
    fn a_stopped_reader_makes_the_process_unready_and_is_named() {
        let (readiness, _stop) = readiness();
        assert!(readiness.look().ready);
        let state =
            ReaderState::Stopped { at: Some(unreadable()), error: "unknown type".to_owned() };
        readiness.progress.set_state("intake", Partition(0), state);
        let ready = readiness.look();
        assert!(!ready.ready);
        assert_eq!(ready.not_ready[0].part, "intake/0");
        let reason = &ready.not_ready[0].reason;
        assert!(reason.contains("unknown type") && reason.contains("readers park"), "{reason}");
    }

    #[test]
    fn a_relay_that_does_not_go_on_is_told_and_hinders_no_request() {
        let (readiness, _stop) = readiness();
        readiness.progress.register("feed", ReaderKind::Relay, Partition(0), Seq(1));
        let away = ReaderState::Stalled { error: "the broker is away".to_owned() };
        let stopped = ReaderState::Stopped { at: None, error: "unknown type".to_owned() };
        for state in [away, stopped] {
            readiness.progress.set_state("feed", Partition(0), state);
            let ready = readiness.look();
            assert!(ready.ready);
            assert_eq!(ready.held_up[0].part, "feed/0");
        }
    }

    #[tokio::test]
    async fn what_hinders_is_said_in_every_answer_and_keeps_no_request_away() {
        let (mut readiness, _stop) = readiness();
        readiness.hindrances.push(("log", Arc::new(|| Err("out of reach".to_owned()))));
        let ready = readiness.look();
        assert!(ready.ready);
        assert_eq!(ready.held_up[0].reason, "out of reach");
        let said = alive(State(Arc::new(readiness))).await;
        assert_eq!(said, "alive\nlog: out of reach");
    }

    #[test]
    fn what_another_process_reads_is_named_and_hinders_no_request() {
        let (readiness, _stop) = readiness();
        readiness.progress.set_state("intake", Partition(0), ReaderState::Standby);
        let ready = readiness.look();
        assert!(ready.ready && ready.held_up.is_empty());
        assert_eq!(ready.standby, ["intake/0"]);
    }

    #[test]
    fn a_process_is_ready_once_its_read_models_hold_what_there_was_when_it_began() {
        let (readiness, _stop) = readiness();
        readiness.progress.expect("approval", ReaderKind::Projection, Partition(3), Seq(7));
        let named = readiness.look().not_ready;
        assert_eq!(named.len(), 1);
        assert_eq!(named[0].part, "approval/3");
        assert!(named[0].reason.ends_with("another process is at event 0, ready at event 7"));
        readiness.progress.register("approval", ReaderKind::Projection, Partition(3), Seq(6));
        assert!(readiness.look().not_ready[0].reason.contains("it is at event 6"));
        readiness.progress.advance("approval", Partition(3), Seq(7));
        assert!(readiness.look().ready);
    }

    #[test]
    fn readiness_is_a_metric_too() {
        let (readiness, stop) = readiness();
        let metrics = Metrics::since(std::time::Instant::now());
        drop(ops_routes(readiness, metrics.clone()));
        assert!(metrics.encode().unwrap().contains("\ntongban_ready 1\n"));
        stop.send(true).unwrap();
        assert!(metrics.encode().unwrap().contains("\ntongban_ready 0\n"));
    }

    #[test]
    fn a_failed_check_or_a_process_that_ends_is_unready() {
        let (mut readiness, stop) = readiness();
        readiness.checks.push(("log", Arc::new(|| Err("it has stopped".to_owned()))));
        assert_eq!(readiness.look().not_ready[0].part, "log");
        readiness.checks.clear();
        stop.send(true).unwrap();
        assert_eq!(readiness.look().not_ready[0].part, "process");
    }
}
