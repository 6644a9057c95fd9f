use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

/// What one sweeper of this process does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SweeperState {
    /// It goes on here.
    Running {
        /// The instant, by the office's clock, up to which it did last what had become due.
        swept_at: Timestamp,
    },
    /// It goes on in another process, or in none just now; this one takes its turn when it can.
    Standby,
    /// The clock has jumped forwards: nothing is done before that is believed.
    HeldUp,
    /// A machine failed; it tries again.
    Stalled {
        /// The failure.
        error: String,
    },
}

/// What the sweepers of a process do. A handle: clones tell the same.
#[derive(Clone, Debug, Default)]
pub struct Sweepers(Arc<Mutex<BTreeMap<&'static str, SweeperState>>>);

impl Sweepers {
    fn states(&self) -> MutexGuard<'_, BTreeMap<&'static str, SweeperState>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what a sweeper does.
    pub(super) fn set(&self, name: &'static str, state: SweeperState) {
        self.states().insert(name, state);
    }

    /// Every sweeper that has begun here, by name.
    pub fn all(&self) -> Vec<(&'static str, SweeperState)> {
        self.states().iter().map(|(name, state)| (*name, state.clone())).collect()
    }
}
