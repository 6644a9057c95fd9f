use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;
use tongban_eventstore::Log;
use tongban_eventstore::readers::{Progress, ReaderKind, ReaderState, ReaderStatus};
use tongban_kernel::{Clock, Partition};
use tongban_telemetry::Metrics;

/// Shows how the readers of the process do, how late its sweepers are, and what waits for the log.
pub fn watch_readers(
    metrics: &Metrics,
    progress: Progress,
    log: Arc<dyn Log>,
    clock: Arc<dyn Clock>,
) {
    let help = "Time by which work was late that becomes due, in seconds";
    metrics.register("due_work_lateness_seconds", help, progress.lateness().metric());
    metrics.register_collector(ReaderMetrics { progress, log, clock });
}

/// Whether each reader goes on, and how far it is behind; the relay to other systems, which makes
/// nobody unready, among them.
struct ReaderMetrics {
    progress: Progress,
    log: Arc<dyn Log>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for ReaderMetrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReaderMetrics")
    }
}

type Readers = [(String, Partition, ReaderStatus)];

impl Collector for ReaderMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let readers = self.progress.all();
        state(&mut encoder, &readers)?;
        let help = "Events that the reader has not dealt with";
        lag(&mut encoder, ("reader_lag_events", help), &readers, |partition, status| {
            let head = self.log.head(partition).borrow().0;
            head.saturating_sub(status.checkpoint.0)
        })?;
        let help = "Age of the oldest event that the reader deals with or cannot get past";
        lag(&mut encoder, ("reader_lag_seconds", help), &readers, |_, status| {
            let age = |at| self.clock.now().duration_since(at).as_secs_f64().max(0.0);
            status.oldest_at.map_or(0.0, age)
        })?;
        let ahead = self.progress.clock_ahead().map_or(0.0, |ahead| ahead.as_secs_f64());
        let (name, help) = (
            "clock_ahead_seconds",
            "How far the clock has jumped forwards, until that is believed",
        );
        let ahead = ConstGauge::new(ahead);
        ahead.encode(encoder.encode_descriptor(name, help, None, ahead.metric_type())?)?;
        let (name, help) = ("log_queued_appends", "Appends that wait for the log's writer");
        let queued = ConstGauge::new(u64::try_from(self.log.n_queued()).unwrap_or(u64::MAX));
        queued.encode(encoder.encode_descriptor(name, help, None, queued.metric_type())?)
    }
}

fn state(encoder: &mut DescriptorEncoder<'_>, readers: &Readers) -> fmt::Result {
    let (name, help) =
        ("reader_state", "0: goes on; 1: tries again; 2: stopped; 3: goes on in another process");
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    for (reader, partition, status) in readers {
        let state = match status.state {
            ReaderState::Running => 0_i64,
            ReaderState::Stalled { .. } => 1,
            ReaderState::Stopped { .. } => 2,
            ReaderState::Standby => 3,
        };
        let labels = [("reader", reader.clone()), ("partition", partition.to_string())];
        ConstGauge::new(state).encode(family.encode_family(&labels)?)?;
    }
    Ok(())
}

fn lag<T>(
    encoder: &mut DescriptorEncoder<'_>,
    (name, help): (&str, &str),
    readers: &Readers,
    of: impl Fn(Partition, &ReaderStatus) -> T,
) -> fmt::Result
where
    ConstGauge<T>: EncodeMetric,
{
    let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    // Of what another process reads that one says how far it is behind.
    for (reader, partition, status) in readers.iter().filter(|(_, _, status)| status.is_here) {
        let kind = match status.kind {
            ReaderKind::Projection => "projection",
            ReaderKind::Policy => "policy",
            ReaderKind::Relay => "relay",
        };
        let (kind, number) = (kind.to_owned(), partition.to_string());
        let labels = [("reader", reader.clone()), ("kind", kind), ("partition", number)];
        ConstGauge::new(of(*partition, status)).encode(family.encode_family(&labels)?)?;
    }
    Ok(())
}
