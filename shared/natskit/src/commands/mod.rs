//! Commands as requests.

mod door;
mod reply;
mod request;
mod serve;
mod spec;

pub use door::Door;
pub use serve::Commands;
pub use spec::{Spec, specs};

pub(crate) use reply::STATUS;
