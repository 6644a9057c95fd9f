mod headers;
mod metrics;

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tokio::sync::Semaphore;
use tongban_kernel::Clock;
use tongban_telemetry::chain;
use tracing::field::Empty;
use tracing::{Instrument, Span, error, error_span};

use crate::problem::{Asked, render};
use crate::{Language, Problem, Trace};

pub use metrics::{DURATION_BUCKETS_SECS, HttpMetrics};

/// Requests worked on at once: enough to fill the log's batches many times over, few enough that
/// their bodies fit into memory. One more is told to come back.
pub const IN_FLIGHT_MAX: usize = 1_024;

struct Edge {
    clock: Arc<dyn Clock>,
    metrics: HttpMetrics,
    in_flight: Semaphore,
}

/// Puts the edge around all routes: each request gets a trace and a span, is counted and timed,
/// and is refused when too many are worked on; each answer gets its headers, each problem the
/// user's language; a panic becomes a problem; so do unknown addresses and methods.
pub fn edge(router: Router, clock: Arc<dyn Clock>, metrics: HttpMetrics) -> Router {
    around(router, Edge { clock, metrics, in_flight: Semaphore::new(IN_FLIGHT_MAX) })
}

fn around(router: Router, edge: Edge) -> Router {
    router
        .fallback(async || Problem::no_such_address())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(from_fn_with_state(Arc::new(edge), pass))
}

/// What is remembered of a request while it is worked on.
struct Visit {
    method: Method,
    uri: Uri,
    route: Option<MatchedPath>,
    language: Language,
}

impl Visit {
    fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
            language: Language::of(request.headers()),
        }
    }

    /// The route as it was declared, so that ids do not multiply names.
    fn route(&self) -> &str {
        self.route.as_ref().map_or("unmatched", MatchedPath::as_str)
    }

    /// Of the highest level, so that whatever line is logged names its request.
    fn span(&self) -> Span {
        error_span!(
            "request",
            http.request.method = %self.method,
            http.route = self.route(),
            trace.id = Empty,
        )
    }
}

async fn pass(State(edge): State<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let visit = Visit::of(&request);
    let span = visit.span();
    let trace = Trace::begin(&span, request.headers());
    request.extensions_mut().insert(trace);
    let mut response = edge.work(request, next).instrument(span.clone()).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        span.in_scope(|| log(&problem));
        let kept = std::mem::take(response.headers_mut());
        response = answer(&problem, &visit, trace, &kept);
    }
    headers::complete(response.headers_mut(), &*edge.clock);
    edge.metrics.record(visit.route(), &visit.method, response.status(), started.elapsed());
    tongban_telemetry::answered(&span, response.status().as_u16());
    response
}

impl Edge {
    async fn work(&self, request: Request, next: Next) -> Response {
        let Ok(_permit) = self.in_flight.try_acquire() else {
            return Problem::busy().into_response();
        };
        let _counted = self.metrics.enter();
        let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        answered.unwrap_or_else(|panic| Problem::internal(Panicked::from(panic)).into_response())
    }
}

/// The problem in the user's language, with the headers that the router gave it (`Allow`).
fn answer(problem: &Problem, visit: &Visit, trace: Trace, kept: &HeaderMap) -> Response {
    let asked = Asked { language: visit.language, at: Some((&visit.uri, trace)) };
    let mut response = render(problem, &asked);
    if let Some(allow) = kept.get(ALLOW) {
        response.headers_mut().insert(ALLOW, allow.clone());
    }
    response
}

/// What stands between a request that reached no route and its answer, in the user's language.
pub fn refuse(problem: &Problem, uri: &Uri, headers: &HeaderMap) -> Response {
    log(problem);
    let asked = Asked { language: Language::of(headers), at: Some((uri, Trace::of(headers))) };
    render(problem, &asked)
}

/// Logs what a machine said, once, where it is answered.
fn log(problem: &Problem) {
    if let Some(cause) = problem.cause() {
        error!(problem = problem.kind(), error = %chain(cause), "request failed");
    }
}

/// A handler panicked.
#[derive(Debug, thiserror::Error)]
#[error("the handler panicked: {message}")]
struct Panicked {
    message: String,
}

impl From<Box<dyn Any + Send>> for Panicked {
    fn from(panic: Box<dyn Any + Send>) -> Self {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned());
        Self { message: message.unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests;
