use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use tongban_kernel::Clock;

use super::Kept;

/// When the log was last heard: what is read while it is away is as old as that, or older.
#[derive(Clone)]
pub(crate) struct LastHeard {
    kept: Kept,
    clock: Arc<dyn Clock>,
    micros: Arc<AtomicI64>,
}

impl LastHeard {
    /// Heard just now.
    pub(super) fn now(kept: Kept, clock: Arc<dyn Clock>) -> Self {
        let micros = Arc::new(AtomicI64::new(clock.now().as_microsecond()));
        Self { kept, clock, micros }
    }

    /// Takes note that the log has answered.
    pub(super) fn hears(&self) {
        self.micros.store(self.clock.now().as_microsecond(), Ordering::Relaxed);
    }

    /// When it was last heard, if it is away now.
    pub(crate) fn since(&self) -> Option<Timestamp> {
        match &self.kept {
            Kept::Cluster(log) if !log.is_connected() => {
                Timestamp::from_microsecond(self.micros.load(Ordering::Relaxed)).ok()
            }
            Kept::Folder(_) | Kept::Cluster(_) => None,
        }
    }
}
