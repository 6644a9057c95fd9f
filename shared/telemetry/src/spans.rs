//! Which spans there are, what they are called, and which of them are recorded.

use std::borrow::Cow;

use opentelemetry::trace::{Link, SpanBuilder, SpanKind, TraceId, Tracer};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingResult, SdkTracer, ShouldSample, Span};

/// The span of a request over HTTP; its other layer, the log, calls it that too.
const REQUEST: &str = "request";

/// Gives the span of a request its name and kind in the trace. As fields they would stand in every
/// log line.
#[derive(Debug)]
pub(crate) struct Named(pub(crate) SdkTracer);

impl Tracer for Named {
    type Span = Span;

    fn build_with_context(&self, mut builder: SpanBuilder, parent: &Context) -> Span {
        if builder.name == REQUEST {
            builder.span_kind = Some(SpanKind::Server);
            builder.name = name_of(builder.attributes.as_deref().unwrap_or_default());
        }
        self.0.build_with_context(builder, parent)
    }
}

/// `GET /api/cases/{id}`, as the conventions for HTTP want it.
fn name_of(attributes: &[KeyValue]) -> Cow<'static, str> {
    let value = |key| attributes.iter().find(|attribute| attribute.key.as_str() == key);
    let value = |key| value(key).map_or(Cow::Borrowed("HTTP"), |found| found.value.as_str());
    Cow::Owned(format!("{} {}", value("http.request.method"), value("http.route")))
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
