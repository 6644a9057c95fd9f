use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;
use tongban_eventstore::readers::{Progress, ReaderState};

/// Whether each reader goes on: the relay to other systems, which makes nobody unready, among them.
#[derive(Debug)]
pub(super) struct ReaderMetrics(pub(super) Progress);

impl Collector for ReaderMetrics {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let (name, help) = (
            "reader_state",
            "0: goes on; 1: tries again; 2: stopped; 3: goes on in another process",
        );
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (reader, partition, status) in self.0.all() {
            let state = match status.state {
                ReaderState::Running => 0_i64,
                ReaderState::Stalled { .. } => 1,
                ReaderState::Stopped { .. } => 2,
                ReaderState::Standby => 3,
            };
            let labels = [("reader", reader), ("partition", partition.to_string())];
            ConstGauge::new(state).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tongban_eventstore::readers::ReaderKind;
    use tongban_kernel::{Partition, Seq};
    use tongban_telemetry::Metrics;

    use super::*;

    #[test]
    fn a_reader_that_tries_again_can_be_seen() {
        let (metrics, progress) = (Metrics::since(Instant::now()), Progress::default());
        metrics.register_collector(ReaderMetrics(progress.clone()));
        progress.register("feed", ReaderKind::Relay, Partition(0), Seq(0));
        let shown =
            |state| format!("tongban_reader_state{{reader=\"feed\",partition=\"0\"}} {state}");
        let text = metrics.encode().unwrap();
        assert!(text.contains(&shown(0)), "{text}");
        let error = "the broker is away".to_owned();
        progress.set_state("feed", Partition(0), ReaderState::Stalled { error });
        let text = metrics.encode().unwrap();
        assert!(text.contains(&shown(1)), "{text}");
        progress.set_state("feed", Partition(0), ReaderState::Standby);
        let text = metrics.encode().unwrap();
        assert!(text.contains(&shown(3)), "{text}");
    }
}
