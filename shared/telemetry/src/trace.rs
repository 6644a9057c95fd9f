use std::collections::HashMap;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{SpanContext, Status, TraceContextExt};
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

/// Where a span stands in its trace, as it is written to events and headers; none where nothing
/// traces.
pub fn context_of(span: &Span) -> Option<TraceContext> {
    if span.is_disabled() {
        return None;
    }
    let mut headers = HashMap::new();
    TraceContextPropagator::new().inject_context(&span.context(), &mut headers);
    headers.remove(TRACEPARENT).map(TraceContext)
}

/// Makes a span part of its caller's trace. To be called before the span is entered.
///
/// # Errors
/// When the text is no trace, or the span cannot continue one.
pub fn continue_from(span: &Span, caller: &TraceContext) -> Result<(), TraceError> {
    let context = opentelemetry::Context::new().with_remote_span_context(parse(caller)?);
    span.set_parent(context).map_err(TraceError::Span)
}

/// Notes on a span that it comes of other traces, without being part of them: a batch of events of
/// many requests. To be called before the span is entered: that one of them is recorded is a
/// reason to record this one.
///
/// # Errors
/// When the text is no trace.
pub fn link_to(span: &Span, origin: &TraceContext) -> Result<(), TraceError> {
    span.add_link(parse(origin)?);
    Ok(())
}

/// Whether somebody records this trace, going by its flags.
pub fn is_recorded(trace: &TraceContext) -> bool {
    let flags = trace.0.split('-').nth(3).and_then(|flags| u8::from_str_radix(flags, 16).ok());
    flags.is_some_and(|flags| flags & 1 == 1)
}

/// Notes the status that a request was answered with. A machine's failure is one of the span, a
/// refusal is not (OpenTelemetry's conventions for HTTP servers).
pub fn answered(span: &Span, status: u16) {
    span.set_attribute("http.response.status_code", i64::from(status));
    if status >= 500 {
        span.set_attribute("error.type", status.to_string());
        span.set_status(Status::error(""));
    }
}

fn parse(trace: &TraceContext) -> Result<SpanContext, TraceError> {
    let headers = HashMap::from([(TRACEPARENT.to_owned(), trace.0.clone())]);
    let root = opentelemetry::Context::new();
    let context = TraceContextPropagator::new().extract_with_context(&root, &headers);
    let span = context.span().span_context().clone();
    if span.is_valid() { Ok(span) } else { Err(TraceError::Invalid) }
}
