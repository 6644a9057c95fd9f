//! The readers of the log: projections, policies, sweepers and relays.
//!
//! Each sees every partition in order and loses nothing; its checkpoint lies where it writes.

mod cases;
mod lateness;
mod policy;
mod progress;
mod relay;
mod sweeper;
mod tail;

pub use lateness::Lateness;
pub use policy::{Dispatch, DispatchError, Policy, PolicyReader, PolicyStore, Refusal};
pub use progress::{Progress, ReaderKind, ReaderState, ReaderStatus, TimedOut};
pub use relay::{Outlet, RelayReader};
pub use sweeper::{DueWork, SWEEP_MAX, Sweeper, run_sweeper};
pub use tail::{Consumer, ReaderError, run_tail};

/// Any machine failure below a reader.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
