use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::registry::{Metric, Registry};

use crate::otlp::{COUNTS, Counts};
use crate::process::Process;

/// The numbers that a process shows at `/metrics`. A handle: clones show the same.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<Mutex<Registries>>);

#[derive(Debug)]
struct Registries {
    /// Under the names that all processes share, without our prefix.
    process: Registry,
    own: Registry,
}

impl Metrics {
    /// The media type of [`Self::encode`].
    pub const CONTENT_TYPE: &'static str =
        "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// Numbers of the process itself: memory, open files, how long it has run since `start`, and
    /// what became of the spans that it recorded.
    pub fn since(start: Instant) -> Self {
        let mut process = Registry::default();
        process.register_collector(Box::new(Process::since(start)));
        let registries = Registries { process, own: Registry::with_prefix("tongban") };
        let metrics = Self(Arc::new(Mutex::new(registries)));
        let Counts { sent, dropped, failed } = COUNTS.clone();
        metrics.register("trace_spans_sent", "Spans that the collector took", sent);
        metrics.register("trace_spans_dropped", "Spans that found the queue full", dropped);
        metrics.register("trace_spans_failed", "Spans that the collector did not take", failed);
        metrics
    }

    /// Shows a metric from now on as `tongban_<name>`; the caller keeps a clone of it to count
    /// with. The unit stands last in the name; `_total` is added to counters.
    pub fn register(&self, name: &str, help: &str, metric: impl Metric) {
        self.with(|registries| registries.own.register(name, help, metric));
    }

    /// Shows what is found out at each reading; its names get the prefix too.
    pub fn register_collector(&self, collector: impl Collector) {
        self.with(|registries| registries.own.register_collector(Box::new(collector)));
    }

    /// All metrics in the `OpenMetrics` text format, which Prometheus reads.
    ///
    /// # Errors
    /// When a metric cannot be written.
    pub fn encode(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        self.with(|registries| {
            encode_registry(&mut text, &registries.process)?;
            encode_registry(&mut text, &registries.own)
        })?;
        encode_eof(&mut text)?;
        Ok(text)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Registries) -> T) -> T {
        // A collector that panicked has changed nothing here.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use prometheus_client::metrics::counter::Counter;

    use super::*;

    #[test]
    fn what_is_counted_is_shown_under_our_name() {
        let metrics = Metrics::since(Instant::now());
        let accepted: Counter = Counter::default();
        metrics.clone().register("cases_accepted", "Cases accepted", accepted.clone());
        accepted.inc_by(3);
        let text = metrics.encode().unwrap();
        assert!(text.contains("# TYPE tongban_cases_accepted counter\n"), "{text}");
        assert!(text.contains("\ntongban_cases_accepted_total 3\n"), "{text}");
        assert!(text.ends_with("# EOF\n"), "{text}");
    }

    #[test]
    fn the_process_shows_its_memory_files_and_age() {
        let text = Metrics::since(Instant::now()).encode().unwrap();
        let value = |name: &str| -> f64 {
            let line = text.lines().find(|line| line.starts_with(&format!("{name} "))).unwrap();
            line.rsplit(' ').next().unwrap().parse().unwrap()
        };
        assert!(value("process_resident_memory_bytes") > 1e6);
        assert!(value("process_open_fds") >= 3.0);
        assert!(value("process_uptime_seconds") >= 0.0);
    }
}
