//! Joint meetings (联席会议): called with an agenda, held with minutes whose decisions are tasks.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub mod policy;
pub(crate) mod projection;
pub(crate) mod samples;
pub mod state;

pub use dispatch::{Meetings, OfMinutes};
