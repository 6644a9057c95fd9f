//! Deliberation (公众议事): a matter put to departments or the public, decided, followed up openly.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub(crate) mod projection;
pub(crate) mod samples;
pub mod state;
mod sweeper;

pub use dispatch::Deliberations;
pub use sweeper::{Ended, EndedDeliberations};
