//! The thread that brings to the index what the writers have answered.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tongban_kernel::Partition;

use super::catch_up::INDEX_BATCH;
use super::lookup::Lookup;

/// When little happens, the index lies back no longer than this.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// Wakes the indexer.
#[derive(Debug, Default)]
pub(super) struct Wake {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    has_enough: bool,
    is_closing: bool,
}

impl Wake {
    /// Wakes the indexer where there is a whole batch for it.
    pub(super) fn when_enough(&self, n_unindexed: usize) {
        if n_unindexed >= INDEX_BATCH {
            self.lock().has_enough = true;
            self.changed.notify_one();
        }
    }

    /// Lets the indexer bring the rest, and end.
    pub(super) fn close(&self) {
        self.lock().is_closing = true;
        self.changed.notify_one();
    }

    /// Waits for work; false when there will be no more.
    fn wait(&self) -> bool {
        let mut state = self.lock();
        if !state.has_enough && !state.is_closing {
            let waited = self.changed.wait_timeout(state, PAUSE_MAX);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.has_enough = false;
        !state.is_closing
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Indexes until it is told to end; then the rest.
pub(super) fn run(lookup: &Lookup, wake: &Arc<Wake>) {
    loop {
        let goes_on = wake.wait();
        for partition in (0..lookup.n_partitions()).map(Partition) {
            let n_unindexed = lookup.tail(partition).n_unindexed();
            // As many rounds as there are batches now: what comes meanwhile is for the next time.
            // One at least: an index that is broken is mended though there is nothing to add to it.
            for _ in 0..n_unindexed.div_ceil(INDEX_BATCH).max(1) {
                lookup.index_some(partition, INDEX_BATCH);
            }
        }
        if !goes_on {
            return;
        }
    }
}
