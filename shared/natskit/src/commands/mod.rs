//! Commands as requests.

mod door;
mod metrics;
mod reply;
mod request;
mod serve;
mod spec;

pub use door::Door;
pub use metrics::CommandMetrics;
pub use serve::Commands;
pub use spec::{Spec, specs};

pub(crate) use reply::STATUS;
