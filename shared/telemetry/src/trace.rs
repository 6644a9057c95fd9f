use std::collections::HashMap;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{SpanContext, TraceContextExt};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tongban_kernel::TraceContext;
use tracing::Span;
use tracing_opentelemetry::{OpenTelemetrySpanExt, SetParentError};

/// Why a span does not continue a trace. Never a reason to refuse a request: without its caller's
/// trace it has one of its own.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The text is no `traceparent` (W3C Trace Context, level 1).
    #[error("the traceparent cannot be read")]
    Invalid,
    /// The span was entered already, is filtered out, or nothing traces.
    #[error("the span cannot continue a trace")]
    Span(#[source] SetParentError),
}

const TRACEPARENT: &str = "traceparent";

/// The trace that the current span belongs to, as it is written to events and headers; none outside
/// of every span.
pub fn current() -> Option<TraceContext> {
    let mut headers = HashMap::new();
    TraceContextPropagator::new().inject_context(&Span::current().context(), &mut headers);
    headers.remove(TRACEPARENT).map(TraceContext)
}

/// The id of that trace: 32 hexadecimal digits, as it stands in problems and logs.
pub fn trace_id() -> Option<String> {
    let context = Span::current().context();
    let span = context.span().span_context().clone();
    span.is_valid().then(|| span.trace_id().to_string())
}

/// Makes a span part of its caller's trace. To be called before the span is entered.
///
/// # Errors
/// When the text is no trace, or the span cannot continue one.
pub fn continue_from(span: &Span, caller: &TraceContext) -> Result<(), TraceError> {
    let context = opentelemetry::Context::new().with_remote_span_context(parse(caller)?);
    span.set_parent(context).map_err(TraceError::Span)
}

/// Notes on a span that it comes of another trace, without being part of it: a policy that acts
/// because of an event long past.
///
/// # Errors
/// When the text is no trace.
pub fn link_to(span: &Span, origin: &TraceContext) -> Result<(), TraceError> {
    span.add_link(parse(origin)?);
    Ok(())
}

fn parse(trace: &TraceContext) -> Result<SpanContext, TraceError> {
    let headers = HashMap::from([(TRACEPARENT.to_owned(), trace.0.clone())]);
    let root = opentelemetry::Context::new();
    let context = TraceContextPropagator::new().extract_with_context(&root, &headers);
    let span = context.span().span_context().clone();
    if span.is_valid() { Ok(span) } else { Err(TraceError::Invalid) }
}
