//! Spans on their way to a collector.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use opentelemetry::Context;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Span, SpanData, SpanExporter as Exporter, SpanProcessor,
};
use prometheus_client::metrics::counter::Counter;
use tracing::{info, warn};

use crate::chain;

/// Spans that wait for the collector; about a kilobyte each. One more is dropped.
const QUEUED_MAX: usize = 8_192;
/// Spans sent at once.
const BATCH_MAX: usize = 512;
/// How long a finished span waits for others.
const EVERY: Duration = Duration::from_secs(1);
/// How long the collector may take for a batch, tries included.
const PATIENCE: Duration = Duration::from_secs(5);
/// Where OTLP over HTTP takes spans.
const TRACES: &str = "/v1/traces";

/// The address of an OTLP collector, such as `http://127.0.0.1:4318`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collector(String);

/// The text is no address of a collector.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "a collector has an address like http://127.0.0.1:4318; it is spoken to without TLS, \
     and without a password"
)]
pub struct InvalidCollector;

impl FromStr for Collector {
    type Err = InvalidCollector;

    fn from_str(text: &str) -> Result<Self, InvalidCollector> {
        let base = text.trim_end_matches('/');
        let host = base.strip_prefix("http://").ok_or(InvalidCollector)?;
        // A name and a password would go over the line in clear, and into every log line about it.
        let is_host =
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@');
        is_host.then(|| Self(base.to_owned())).ok_or(InvalidCollector)
    }
}

impl fmt::Display for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What became of spans that were recorded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) sent: Counter,
    pub(crate) dropped: Counter,
    pub(crate) failed: Counter,
}

/// Those of the process: like its subscriber, there is one.
pub(crate) static COUNTS: LazyLock<Counts> = LazyLock::new(Counts::default);

/// Sends spans to the collector from a thread of its own.
pub(crate) fn processor(collector: &Collector) -> Result<Bounded, ExporterBuildError> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_endpoint(format!("{}{TRACES}", collector.0))
        .with_timeout(PATIENCE)
        .build()?;
    Ok(Bounded::new(exporter, QUEUED_MAX, COUNTS.clone()))
}

/// Never waits: what does not fit into the queue is dropped, and counted, which the batches of the
/// library do not tell.
#[derive(Debug)]
pub(crate) struct Bounded {
    batches: BatchSpanProcessor,
    n_queued: Arc<AtomicUsize>,
    n_max: usize,
    counts: Counts,
}

impl Bounded {
    fn new(exporter: impl Exporter + 'static, n_max: usize, counts: Counts) -> Self {
        let n_queued = Arc::new(AtomicUsize::new(0));
        let exporter = Counted {
            exporter,
            n_queued: Arc::clone(&n_queued),
            counts: counts.clone(),
            is_away: AtomicBool::new(false),
        };
        let config = BatchConfigBuilder::default()
            .with_max_queue_size(n_max)
            .with_max_export_batch_size(BATCH_MAX.min(n_max))
            .with_scheduled_delay(EVERY)
            .build();
        let batches = BatchSpanProcessor::builder(exporter).with_batch_config(config).build();
        Self { batches, n_queued, n_max, counts }
    }
}

impl SpanProcessor for Bounded {
    fn on_start(&self, _: &mut Span, _: &Context) {}

    fn on_end(&self, span: SpanData) {
        if !span.span_context.is_sampled() {
            return;
        }
        let place = |n_queued| (n_queued < self.n_max).then_some(n_queued + 1);
        match self.n_queued.fetch_update(Ordering::Relaxed, Ordering::Relaxed, place) {
            Ok(_) => self.batches.on_end(span),
            Err(_) => drop(self.counts.dropped.inc()),
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.batches.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.batches.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.batches.set_resource(resource);
    }
}

/// Counts what becomes of each batch, and logs once when the collector goes away and comes back.
#[derive(Debug)]
struct Counted<E> {
    exporter: E,
    n_queued: Arc<AtomicUsize>,
    counts: Counts,
    is_away: AtomicBool,
}

impl<E: Exporter> Exporter for Counted<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let n_spans = batch.len();
        self.n_queued.fetch_sub(n_spans, Ordering::Relaxed);
        let result = self.exporter.export(batch).await;
        match &result {
            Ok(()) => {
                self.counts.sent.inc_by(n_spans as u64);
                if self.is_away.swap(false, Ordering::Relaxed) {
                    info!("the collector takes spans again");
                }
            }
            Err(error) => {
                self.counts.failed.inc_by(n_spans as u64);
                if !self.is_away.swap(true, Ordering::Relaxed) {
                    warn!(error = %chain(error), "the collector does not take spans; they are lost");
                }
            }
        }
        result
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

#[cfg(test)]
mod tests;
