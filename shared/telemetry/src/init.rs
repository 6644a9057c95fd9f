use std::io;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::ExporterBuildError;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanProcessor, TracerProviderBuilder};
use tracing::level_filters::LevelFilter;
use tracing::{Dispatch, Level, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterFn, ParseError};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::otlp::{self, Collector};
use crate::spans::{self, Named};

/// What the targets of our spans begin with, and the namespace of our services.
const NAMESPACE: &str = "tongban";
/// How long spans may take to be sent when the process ends.
const SENT_WITHIN: Duration = Duration::from_secs(3);

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people at a terminal.
    #[default]
    Pretty,
    /// One JSON object per line, for machines.
    Json,
}

/// What a process logs and traces.
#[derive(Debug)]
pub struct Options {
    filter: String,
    format: LogFormat,
    service: String,
    instance: Option<String>,
    collector: Option<Collector>,
    ratio: f64,
    /// Beside the collector.
    processors: Option<TracerProviderBuilder>,
}

impl Options {
    /// Logs of `info` and above, for people; no traces.
    pub fn of(service: impl Into<String>) -> Self {
        Self {
            filter: "info".into(),
            format: LogFormat::default(),
            service: service.into(),
            instance: None,
            collector: None,
            ratio: 1.0,
            processors: None,
        }
    }

    /// Logs what these directives let through: `info,tongban_eventstore=debug`.
    #[must_use]
    pub fn filter(self, directives: impl Into<String>) -> Self {
        Self { filter: directives.into(), ..self }
    }

    /// Logs in this format.
    #[must_use]
    pub fn format(self, format: LogFormat) -> Self {
        Self { format, ..self }
    }

    /// What the process does, where several share the work: traces name it `<service>-<role>`.
    #[must_use]
    pub fn role(self, role: &str) -> Self {
        Self { service: format!("{}-{role}", self.service), ..self }
    }

    /// Tells this process from others that do the same; otherwise traces name the host.
    #[must_use]
    pub fn instance(self, name: impl Into<String>) -> Self {
        Self { instance: Some(name.into()), ..self }
    }

    /// Records traces and sends them to this collector.
    #[must_use]
    pub fn collector(self, collector: Collector) -> Self {
        Self { collector: Some(collector), ..self }
    }

    /// Of the traces that begin in this process, records this part: from 0, none, to 1, all.
    #[must_use]
    pub fn ratio(self, ratio: f64) -> Self {
        Self { ratio, ..self }
    }

    /// Records traces, and hands every finished span to this processor.
    #[must_use]
    pub fn export_to(self, processor: impl SpanProcessor + 'static) -> Self {
        let processors = self.processors.unwrap_or_else(SdkTracerProvider::builder);
        Self { processors: Some(processors.with_span_processor(processor)), ..self }
    }

    /// Who records; none where nobody takes what is recorded.
    fn provider(&mut self) -> Result<Option<SdkTracerProvider>, InitError> {
        let mut processors = self.processors.take();
        if let Some(collector) = &self.collector {
            let sending = otlp::processor(collector).map_err(|source| InitError::Collector {
                collector: collector.to_string(),
                source,
            })?;
            let others = processors.unwrap_or_else(SdkTracerProvider::builder);
            processors = Some(others.with_span_processor(sending));
        }
        let resource = self.resource();
        let build = |traces: TracerProviderBuilder| {
            traces.with_sampler(spans::sampler(self.ratio)).with_resource(resource).build()
        };
        Ok(processors.map(build))
    }

    fn resource(&self) -> Resource {
        let of_host = || {
            let host = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
            Some(host.trim().to_owned())
        };
        let instance = self.instance.clone().or_else(of_host);
        let instance = instance.map(|name| KeyValue::new("service.instance.id", name));
        Resource::builder_empty()
            .with_service_name(self.service.clone())
            .with_attribute(KeyValue::new("service.namespace", NAMESPACE))
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .with_attributes(instance)
            .build()
    }
}

/// Why logging did not begin.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The directives cannot be read.
    #[error("the log filter {filter:?} cannot be read")]
    Filter {
        /// The directives.
        filter: String,
        /// What is wrong with them.
        #[source]
        source: ParseError,
    },
    /// Nothing can be sent to the collector.
    #[error("spans cannot be sent to {collector}")]
    Collector {
        /// Its address.
        collector: String,
        /// Why.
        #[source]
        source: ExporterBuildError,
    },
    /// It has begun already.
    #[error("logging was started twice")]
    Twice(#[source] tracing::subscriber::SetGlobalDefaultError),
}

/// Keeps tracing alive; dropped last, it hands over what was not sent yet, for three seconds at most.
#[must_use = "traces end when the guard is dropped"]
#[derive(Debug)]
pub struct Guard(Option<SdkTracerProvider>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = &self.0 {
            // The process ends: there is nobody left to tell.
            drop(provider.shutdown_with_timeout(SENT_WITHIN));
        }
    }
}

/// Begins to log (to standard error: standard output belongs to the commands) and to trace.
///
/// # Errors
/// When the filter cannot be read, spans cannot be sent, or the process logs already.
pub fn init(options: Options) -> Result<Guard, InitError> {
    let (dispatch, guard) = build(options, io::stderr)?;
    tracing::dispatcher::set_global_default(dispatch).map_err(InitError::Twice)?;
    Ok(guard)
}

/// Everything but making it global, so that a test can look at what is written.
pub(crate) fn build<W>(mut options: Options, writer: W) -> Result<(Dispatch, Guard), InitError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&options.filter)
        .map_err(|source| InitError::Filter { filter: options.filter.clone(), source })?;
    let provider = options.provider()?;
    let Some(provider) = provider else {
        let logs = log_layer(options.format, writer);
        return Ok((Registry::default().with(filter).with(logs).into(), Guard(None)));
    };
    let traces = tracing_opentelemetry::layer()
        .with_tracer(Named(provider.tracer(NAMESPACE)))
        .with_context_activation(false)
        .with_location(false)
        .with_target(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        // The filter of the logs is theirs alone: spans below it are recorded too.
        .with_filter(FilterFn::new(is_recorded).with_max_level_hint(LevelFilter::DEBUG));
    let logs = log_layer(options.format, writer).with_filter(filter);
    Ok((Registry::default().with(traces).with(logs).into(), Guard(Some(provider))))
}

/// Spans of ours. No log lines: those have the trace's id, and texts that belong nowhere else.
fn is_recorded(about: &Metadata<'_>) -> bool {
    about.is_span() && *about.level() <= Level::DEBUG && about.target().starts_with(NAMESPACE)
}

fn log_layer<S, W>(format: LogFormat, writer: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let layer = tracing_subscriber::fmt::layer().with_writer(writer);
    match format {
        LogFormat::Pretty => layer.boxed(),
        LogFormat::Json => layer.json().flatten_event(true).with_span_list(false).boxed(),
    }
}

#[cfg(test)]
mod tests;
