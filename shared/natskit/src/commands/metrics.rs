use std::time::Duration;

use axum::http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use tongban_httpkit::DURATION_BUCKETS_SECS;
use tongban_telemetry::Metrics;

use super::Spec;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    command: String,
    /// First digit of the status with `xx`.
    status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    command: String,
}

type Durations = Family<Asked, Histogram, fn() -> Histogram>;

/// Rate, errors and duration of requests over NATS, and how many are worked on.
#[derive(Clone)]
pub struct CommandMetrics {
    answers: Family<Answered, Counter>,
    durations: Durations,
    in_flight: Gauge,
}

impl CommandMetrics {
    /// Adds the metrics to the process' own.
    pub fn register(metrics: &Metrics) -> Self {
        let answers = Family::<Answered, Counter>::default();
        let durations = Durations::new_with_constructor(|| Histogram::new(DURATION_BUCKETS_SECS));
        let in_flight = Gauge::default();
        metrics.register("nats_requests", "Requests over NATS answered", answers.clone());
        let help = "Time from a request over NATS to its answer, in seconds";
        metrics.register("nats_request_duration_seconds", help, durations.clone());
        let help = "Requests over NATS worked on";
        metrics.register("nats_requests_in_flight", help, in_flight.clone());
        Self { answers, durations, in_flight }
    }

    /// Counts a request as worked on until the guard is dropped.
    pub(super) fn enter(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// Counts an answer.
    pub(super) fn record(&self, spec: &Spec, status: StatusCode, took: Duration) {
        let command = format!("{}.{}", spec.service, spec.name);
        let class = format!("{}xx", status.as_u16() / 100);
        let answered = Answered { command: command.clone(), status: class };
        self.answers.get_or_create(&answered).inc();
        self.durations.get_or_create(&Asked { command }).observe(took.as_secs_f64());
    }
}

/// One request that is worked on.
pub(super) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}
