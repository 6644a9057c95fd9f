//! The newest appends of a partition, as both engines on disk or at a broker hold them in memory.

use std::collections::VecDeque;
use std::sync::Arc;

use tongban_kernel::{Recorded, Seq};

/// Whole appends, in order, without gaps.
pub(crate) type Appends = VecDeque<Arc<[Arc<Recorded>]>>;

/// Whole appends with events after `after`, about `n_max` events; the first that is asked for must be
/// among them.
pub(crate) fn events_after(appends: &Appends, after: Seq, n_max: usize) -> Vec<Arc<Recorded>> {
    let is_before =
        |append: &Arc<[Arc<Recorded>]>| append.last().is_none_or(|last| last.seq <= after);
    let first = appends.partition_point(is_before);
    let mut events = Vec::with_capacity(n_max.min(1_024));
    for append in appends.range(first..) {
        if events.len() >= n_max {
            break;
        }
        events.extend(append.iter().filter(|event| event.seq > after).cloned());
    }
    events
}
