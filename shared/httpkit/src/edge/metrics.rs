use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use tongban_telemetry::Metrics;

/// The buckets of answers' durations, in seconds: from what a read from memory takes to what a client
/// waits at most.
pub const DURATION_BUCKETS_SECS: [f64; 12] =
    [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// The methods that are told apart.
const METHODS: [&str; 3] = ["GET", "POST", "other"];

/// The place of a method in [`METHODS`].
fn place(method: &Method) -> usize {
    match *method {
        Method::GET => 0,
        Method::POST => 1,
        _ => 2,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    /// First digit of the status with `xx`.
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
}

const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// The counters of one route and method: found once, then only counted.
struct Counted {
    answers: [Counter; CLASSES.len()],
    duration: Histogram,
}

type Durations = Family<Asked, Histogram, fn() -> Histogram>;
/// By route; routes are declared, so there are only so many.
type Routes = HashMap<Box<str>, Arc<[OnceLock<Counted>; METHODS.len()]>>;

/// Rate, errors and duration of requests by route, method and class of status; and how many are
/// worked on.
#[derive(Clone)]
pub struct HttpMetrics(Arc<Inner>);

struct Inner {
    answers: Family<Answered, Counter>,
    durations: Durations,
    in_flight: Gauge,
    refused: Counter,
    routes: RwLock<Routes>,
}

impl HttpMetrics {
    /// Adds the metrics to the process' own.
    pub fn register(metrics: &Metrics) -> Self {
        let answers = Family::<Answered, Counter>::default();
        let durations = Durations::new_with_constructor(|| Histogram::new(DURATION_BUCKETS_SECS));
        let in_flight = Gauge::default();
        metrics.register("http_requests", "Requests answered", answers.clone());
        let help = "Time from the request's head to the answer's, in seconds";
        metrics.register("http_request_duration_seconds", help, durations.clone());
        metrics.register("http_requests_in_flight", "Requests worked on", in_flight.clone());
        let refused = Counter::default();
        let help = "Requests answered 503: come back later";
        metrics.register("http_requests_refused", help, refused.clone());
        Self(Arc::new(Inner { answers, durations, in_flight, refused, routes: RwLock::default() }))
    }

    /// Requests worked on now.
    pub fn n_in_flight(&self) -> i64 {
        self.0.in_flight.get()
    }

    /// Requests that were told to come back since the process began.
    pub fn n_refused(&self) -> u64 {
        self.0.refused.get()
    }

    /// Counts a request as worked on until the guard is dropped.
    pub(super) fn enter(&self) -> InFlight {
        self.0.in_flight.inc();
        InFlight(self.0.in_flight.clone())
    }

    /// Counts an answer.
    pub(super) fn record(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let by_method = self.of_route(route);
        let place = place(method);
        let counted = by_method[place].get_or_init(|| self.counted(route, METHODS[place]));
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        counted.answers[class].inc();
        counted.duration.observe(took.as_secs_f64());
        if status == StatusCode::SERVICE_UNAVAILABLE {
            self.0.refused.inc();
        }
    }

    fn of_route(&self, route: &str) -> Arc<[OnceLock<Counted>; METHODS.len()]> {
        let routes = self.0.routes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = routes.get(route) {
            return Arc::clone(known);
        }
        drop(routes);
        let mut routes = self.0.routes.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(routes.entry(route.into()).or_default())
    }

    fn counted(&self, route: &str, method: &'static str) -> Counted {
        let answer = |status| {
            let labels = Answered { route: route.to_owned(), method, status };
            self.0.answers.get_or_create_owned(&labels)
        };
        let labels = Asked { route: route.to_owned(), method };
        let duration = self.0.durations.get_or_create_owned(&labels);
        Counted { answers: CLASSES.map(answer), duration }
    }
}

/// One request that is worked on.
pub(super) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn answers_are_counted_by_route_method_and_class() {
        let shown = Metrics::since(Instant::now());
        let metrics = HttpMetrics::register(&shown);
        let took = Duration::from_millis(3);
        metrics.record("/api/cases/{id}", &Method::GET, StatusCode::OK, took);
        metrics.record("/api/cases/{id}", &Method::GET, StatusCode::NO_CONTENT, took);
        metrics.record("/api/cases/{id}", &Method::PUT, StatusCode::NOT_FOUND, took);
        metrics.record("/api/cases", &Method::GET, StatusCode::SERVICE_UNAVAILABLE, took);
        metrics.record("/api/cases", &Method::GET, StatusCode::INTERNAL_SERVER_ERROR, took);
        let in_flight = metrics.enter();
        let text = shown.encode().unwrap();
        let has = |line: &str| assert!(text.contains(line), "{line} in\n{text}");
        has(
            "tongban_http_requests_total{route=\"/api/cases/{id}\",method=\"GET\",status=\"2xx\"} 2",
        );
        has(
            "tongban_http_requests_total{route=\"/api/cases/{id}\",method=\"other\",status=\"4xx\"} 1",
        );
        has(
            "tongban_http_request_duration_seconds_count{route=\"/api/cases/{id}\",method=\"GET\"} 2",
        );
        has("tongban_http_requests_in_flight 1");
        has("tongban_http_requests_refused_total 1");
        drop(in_flight);
        assert_eq!(metrics.0.in_flight.get(), 0);
    }
}
