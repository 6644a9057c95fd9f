//! A collector that keeps what it is sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, Span};
use prost::Message as _;
use tokio::net::TcpListener;

/// A span as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) trace: Vec<u8>,
    pub(crate) id: Vec<u8>,
    /// Empty at the root of a trace.
    pub(crate) parent: Vec<u8>,
    pub(crate) name: String,
    pub(crate) kind: SpanKind,
    pub(crate) attributes: BTreeMap<String, String>,
    /// Traces and spans.
    pub(crate) links: Vec<(Vec<u8>, Vec<u8>)>,
    pub(crate) n_events: usize,
    pub(crate) resource: BTreeMap<String, String>,
}

impl Sent {
    pub(crate) fn has(&self, key: &str, value: &str) -> bool {
        self.attributes.get(key).is_some_and(|has| has == value)
    }

    /// The trace's id as problems write it.
    pub(crate) fn trace_id(&self) -> String {
        self.trace.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

type Spans = Arc<Mutex<Vec<Sent>>>;

pub(crate) struct Receiver {
    pub(crate) url: String,
    spans: Spans,
}

impl Receiver {
    pub(crate) async fn start() -> Result<Self> {
        let spans = Spans::default();
        let router = Router::new().route("/v1/traces", post(take)).with_state(Arc::clone(&spans));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, spans })
    }

    /// All that has come so far.
    pub(crate) fn spans(&self) -> Vec<Sent> {
        self.spans.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn take(State(spans): State<Spans>, body: Bytes) -> StatusCode {
    let Ok(request) = ExportTraceServiceRequest::decode(body) else {
        return StatusCode::BAD_REQUEST;
    };
    let sent = request.resource_spans.into_iter().flat_map(of_resource);
    spans.lock().unwrap_or_else(PoisonError::into_inner).extend(sent);
    StatusCode::OK
}

fn of_resource(of: ResourceSpans) -> Vec<Sent> {
    let resource = texts(of.resource.unwrap_or_default().attributes);
    let spans = of.scope_spans.into_iter().flat_map(|scope| scope.spans);
    spans.map(|span| sent(span, &resource)).collect()
}

fn sent(span: Span, resource: &BTreeMap<String, String>) -> Sent {
    Sent {
        kind: span.kind(),
        trace: span.trace_id,
        id: span.span_id,
        parent: span.parent_span_id,
        name: span.name,
        attributes: texts(span.attributes),
        links: span.links.into_iter().map(|link| (link.trace_id, link.span_id)).collect(),
        n_events: span.events.len(),
        resource: resource.clone(),
    }
}

fn texts(attributes: Vec<KeyValue>) -> BTreeMap<String, String> {
    attributes.into_iter().map(|KeyValue { key, value, .. }| (key, text(value))).collect()
}

fn text(value: Option<AnyValue>) -> String {
    match value.and_then(|value| value.value) {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(int)) => int.to_string(),
        other => format!("{other:?}"),
    }
}
