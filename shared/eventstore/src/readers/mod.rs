//! The readers of the log: projections, policies, sweepers and relays.
//!
//! Each sees every partition in order and loses nothing; its checkpoint lies where it writes.

mod cases;
mod clock_watch;
mod consumer;
mod heard;
mod kept;
mod lateness;
mod policy;
mod progress;
mod relay;
mod stops;
mod sweeper;
mod sweepers;
mod tail;
mod tries;

use std::time::Duration;

pub use consumer::{Consumer, Place, ReaderError, Seen, Watched};
pub use heard::{Heard, listen};
pub use lateness::Lateness;
pub use policy::{Dispatch, DispatchError, Policy, PolicyReader, PolicyStore, Refusal};
pub use progress::{Progress, ReaderKind, ReaderState, ReaderStatus, TimedOut};
pub use relay::{Outlet, RelayReader};
pub use stops::{StopStore, Unreadable};
pub use sweeper::{DueWork, SWEEP_MAX, Sweeper, run_sweeper};
pub use sweepers::{SweeperState, Sweepers};
pub use tail::run_tail;

/// A process that has neither written nor renewed for so long has lost its partitions to the next
/// that asks.
pub const LEASE_TERM: Duration = Duration::from_secs(30);

/// Any machine failure below a reader.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
