//! The feed: facts for other systems.

mod cloud_event;
mod leaving;
mod message;
mod outlet;
mod stream;

pub use cloud_event::{CloudEvent, InvalidEvent};
pub use leaving::Leaving;
pub use outlet::Feed;
pub use stream::STREAM;

pub(crate) use message::{ATTRIBUTES, address};
