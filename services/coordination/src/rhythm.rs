//! The rhythm of dispatch (双周调度): every fortnight a list of what is stuck between departments.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub(crate) mod projection;
pub mod state;
mod stuck;
mod sweeper;

pub use dispatch::Rhythms;
pub(crate) use stuck::{OLDEST, STUCK, StuckRow, read_item};
pub use sweeper::{MissedList, MissedLists};
