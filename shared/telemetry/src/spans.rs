//! Which spans there are, what they are called, and which of them are recorded.

use std::borrow::Cow;

use opentelemetry::trace::{Link, SpanBuilder, SpanKind, TraceId, Tracer};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingResult, SdkTracer, ShouldSample, Span};

/// The span of a request over HTTP, and of one over NATS: in log lines they are called that too.
const REQUEST: &str = "request";
const COMMAND: &str = "command";

/// Gives the span of a request its name and kind in the trace, as OpenTelemetry's conventions want
/// them. As fields they would stand in every log line.
#[derive(Debug)]
pub(crate) struct Named(pub(crate) SdkTracer);

impl Tracer for Named {
    type Span = Span;

    fn build_with_context(&self, mut builder: SpanBuilder, parent: &Context) -> Span {
        let attributes = builder.attributes.as_deref().unwrap_or_default();
        let (kind, name) = match &*builder.name {
            REQUEST => {
                let method = value(attributes, "http.request.method");
                (SpanKind::Server, format!("{method} {}", value(attributes, "http.route")))
            }
            COMMAND => {
                let operation = value(attributes, "messaging.operation.name");
                let subject = value(attributes, "messaging.destination.name");
                (SpanKind::Consumer, format!("{operation} {subject}"))
            }
            _ => return self.0.build_with_context(builder, parent),
        };
        builder.span_kind = Some(kind);
        builder.name = name.into();
        self.0.build_with_context(builder, parent)
    }
}

fn value<'a>(attributes: &'a [KeyValue], key: &str) -> Cow<'a, str> {
    let found = attributes.iter().find(|attribute| attribute.key.as_str() == key);
    found.map_or(Cow::Borrowed("unknown"), |found| found.value.as_str())
}

/// Decides on traces that begin here; everybody else does as the parent does, wherever it was.
pub(crate) fn sampler(ratio: f64) -> Sampler {
    Sampler::ParentBased(Box::new(OfNew(Sampler::TraceIdRatioBased(ratio))))
}

/// A trace that comes of others which are recorded is recorded with them; of all others, some.
#[derive(Clone, Debug)]
struct OfNew(Sampler);

impl ShouldSample for OfNew {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        id: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let comes_of_recorded = links.iter().any(|link| link.span_context.is_sampled());
        let sampler = if comes_of_recorded { &Sampler::AlwaysOn } else { &self.0 };
        sampler.should_sample(parent, id, name, kind, attributes, links)
    }
}
