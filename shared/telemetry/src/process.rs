use std::fmt;
use std::time::Instant;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::gauge::ConstGauge;

/// What the system says of this process. A number that it does not say is left out.
#[derive(Debug)]
pub(crate) struct Process {
    start: Instant,
}

impl Process {
    pub(crate) fn since(start: Instant) -> Self {
        Self { start }
    }
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut show = |name, help, value: f64| {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        let uptime = self.start.elapsed().as_secs_f64();
        show("process_uptime_seconds", "Seconds since the process began", uptime)?;
        if let Some(bytes) = resident_memory() {
            show("process_resident_memory_bytes", "Memory in use", bytes)?;
        }
        if let Some(n_files) = n_open_files() {
            show("process_open_fds", "Open files and connections", n_files)?;
        }
        Ok(())
    }
}

/// In bytes. Not from `statm`, which counts pages of a size that only the C library tells.
fn resident_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024.0)
}

fn n_open_files() -> Option<f64> {
    let n_files = std::fs::read_dir("/proc/self/fd").ok()?.count();
    u32::try_from(n_files).ok().map(f64::from)
}
