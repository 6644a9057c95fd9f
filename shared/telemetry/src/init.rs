use std::fmt;
use std::io;

use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, SpanProcessor, TracerProviderBuilder};
use tracing::Subscriber;
use tracing_subscriber::filter::ParseError;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{EnvFilter, Layer, Registry};

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
    traces: TracerProviderBuilder,
}

impl Options {
    /// Logs of `info` and above, for people; traces have ids but go nowhere.
    pub fn of(service: impl Into<String>) -> Self {
        let resource = Resource::builder_empty().with_service_name(service.into()).build();
        // A span that goes nowhere needs its ids, not its fields and events.
        let traces = SdkTracerProvider::builder()
            .with_sampler(sampler(Sampler::AlwaysOff))
            .with_resource(resource);
        Self { filter: "info".into(), format: LogFormat::default(), traces }
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

    /// Records traces, and hands every finished span to this processor: an exporter in batches,
    /// for example.
    #[must_use]
    pub fn export_to(self, processor: impl SpanProcessor + 'static) -> Self {
        let traces = self.traces.with_sampler(sampler(Sampler::AlwaysOn));
        Self { traces: traces.with_span_processor(processor), ..self }
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
    /// It has begun already.
    #[error("logging was started twice")]
    Twice(#[source] tracing::subscriber::SetGlobalDefaultError),
}

/// Keeps tracing alive; dropped last, it hands over what was not exported yet.
#[must_use = "traces end when the guard is dropped"]
pub struct Guard(SdkTracerProvider);

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // The process ends: there is nobody left to tell.
        let _ = self.0.shutdown();
    }
}

/// Begins to log (to standard error: standard output belongs to the commands) and to trace.
///
/// # Errors
/// When the filter cannot be read, or the process logs already.
pub fn init(options: Options) -> Result<Guard, InitError> {
    let (subscriber, guard) = build(options, io::stderr)?;
    tracing::subscriber::set_global_default(subscriber).map_err(InitError::Twice)?;
    Ok(guard)
}

/// Everything but making it global, so that a test can look at what is written.
pub(crate) fn build<W>(
    options: Options,
    writer: W,
) -> Result<(impl Subscriber + Send + Sync, Guard), InitError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&options.filter)
        .map_err(|source| InitError::Filter { filter: options.filter.clone(), source })?;
    let provider = options.traces.build();
    let traces = tracing_opentelemetry::layer().with_tracer(provider.tracer("tongban"));
    // The filter is the logs' alone: spans below it still carry their trace on.
    let logs = log_layer(options.format, writer).with_filter(filter);
    let spans = traces.with_filter(tracing_subscriber::filter::LevelFilter::INFO);
    Ok((Registry::default().with(spans).with(logs), Guard(provider)))
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

fn sampler(of_new_traces: Sampler) -> Sampler {
    Sampler::ParentBased(Box::new(of_new_traces))
}

#[cfg(test)]
mod tests;
