use std::convert::Infallible;
use std::fmt;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use tongban_kernel::TraceContext;
use tracing::Span;
use tracing::field::display;

/// Where a request stands in a distributed trace (W3C Trace Context, level 1): continued from
/// `traceparent`, or begun here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    trace_id: u128,
    span_id: u64,
    flags: u8,
}

const TRACEPARENT: &str = "traceparent";
/// What its caller, or this process, records.
const SAMPLED: u8 = 1;

impl Trace {
    /// The trace of a request under `span`: the one that telemetry gives the span, continuing the
    /// caller's; one of its own where nothing traces. Writes its id to the span's `trace.id`.
    pub fn begin(span: &Span, headers: &HeaderMap) -> Self {
        if let Some(caller) = headers.get(TRACEPARENT).and_then(|value| value.to_str().ok()) {
            // What a caller writes there is no reason to refuse its request.
            drop(tongban_telemetry::continue_from(span, &TraceContext(caller.to_owned())));
        }
        let traced = tongban_telemetry::context_of(span);
        let trace = traced.and_then(|context| Self::parse(&context.0));
        let trace = trace.unwrap_or_else(|| Self::of(headers));
        span.record("trace.id", display(format_args!("{:032x}", trace.trace_id)));
        trace
    }

    /// Continues the caller's trace with a span of its own, or begins one.
    pub fn of(headers: &HeaderMap) -> Self {
        let span_id = rand::random_range(1..=u64::MAX);
        let caller = headers.get(TRACEPARENT).and_then(|value| Self::parse(value.to_str().ok()?));
        match caller {
            Some(caller) => Self { span_id, ..caller },
            // Nobody records it: it is an id for problems and logs.
            None => Self { trace_id: rand::random_range(1..=u128::MAX), span_id, flags: 0 },
        }
    }

    /// Reads a `traceparent`; none where it is malformed, as the standard asks.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let version = hex(parts.next()?, 2)?;
        let trace_id = hex(parts.next()?, 32)?;
        let span_id = u64::try_from(hex(parts.next()?, 16)?).ok()?;
        let flags = u8::try_from(hex(parts.next()?, 2)?).ok()?;
        // Version 0 has four parts; later ones may have more, and ff is none.
        let has_known_shape = version != 0xff && (version != 0 || parts.next().is_none());
        (has_known_shape && trace_id != 0 && span_id != 0).then_some(Self {
            trace_id,
            span_id,
            flags: flags & SAMPLED,
        })
    }

    /// The trace's id: 32 hexadecimal digits.
    pub fn id(self) -> String {
        format!("{:032x}", self.trace_id)
    }

    /// Has a request with these headers continue here.
    pub fn continue_in(self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::try_from(self.to_string()) {
            headers.insert(TRACEPARENT, value);
        }
    }

    /// The `traceparent` that events and calls to others carry.
    pub fn context(self) -> TraceContext {
        TraceContext(self.to_string())
    }
}

/// Lower-case hexadecimal digits, exactly `n_digits` of them.
fn hex(text: &str, n_digits: usize) -> Option<u128> {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let fits = text.len() == n_digits && text.bytes().all(is_hex);
    fits.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, self.flags)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Trace {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let known = parts.extensions.get::<Self>().copied();
        Ok(known.unwrap_or_else(|| Self::of(&parts.headers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLER: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_trace_context_is_written_as_it_was_read() {
        assert_eq!(Trace::parse(CALLER).unwrap().to_string(), CALLER);
        assert_eq!(Trace::parse(CALLER).unwrap().id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        let future = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more";
        assert_eq!(Trace::parse(future), Trace::parse(CALLER));
    }

    #[test]
    fn a_malformed_trace_context_counts_as_none() {
        let bad = [
            "",
            "00",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        ];
        for text in bad {
            assert_eq!(Trace::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_request_continues_its_callers_trace_with_a_span_of_its_own() {
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static("traceparent"),
            axum::http::HeaderValue::from_static(CALLER),
        )]);
        let (one, other) = (Trace::of(&headers), Trace::of(&headers));
        assert_eq!(one.id(), Trace::parse(CALLER).unwrap().id());
        assert_ne!(one, other);
        let (one, other) = (Trace::of(&HeaderMap::new()), Trace::of(&HeaderMap::new()));
        assert_ne!(one.id(), other.id());
        assert!(one.to_string().ends_with("-00"), "nobody records it: {one}");
    }
}
