use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use tongban_kernel::Clock;

/// From the rest of a sweeper to an office that was closed over the weekend, in seconds.
const BUCKETS_SECS: [f64; 10] = [0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 600.0, 3_600.0, 86_400.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    sweeper: &'static str,
}

type Histograms = Family<Labels, Histogram, fn() -> Histogram>;

/// How late sweepers did what became due, by the office's clock. A handle: clones count together.
#[derive(Clone)]
pub struct Lateness(Histograms);

impl Default for Lateness {
    fn default() -> Self {
        Self(Histograms::new_with_constructor(|| Histogram::new(BUCKETS_SECS)))
    }
}

impl fmt::Debug for Lateness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lateness")
    }
}

impl Lateness {
    /// To be shown with other metrics.
    pub fn metric(&self) -> impl prometheus_client::registry::Metric {
        self.0.clone()
    }

    /// That of one sweeper, shown from now on.
    pub(super) fn of(&self, sweeper: &'static str, clock: Arc<dyn Clock>) -> SweeperLateness {
        let histogram = self.0.get_or_create_owned(&Labels { sweeper });
        SweeperLateness { histogram, clock }
    }
}

/// How late one sweeper is.
pub(super) struct SweeperLateness {
    histogram: Histogram,
    clock: Arc<dyn Clock>,
}

impl SweeperLateness {
    /// Counts a piece of work that was due then and is done now.
    pub(super) fn done(&self, due_at: Timestamp) {
        self.histogram.observe(self.clock.now().duration_since(due_at).as_secs_f64().max(0.0));
    }
}
