//! Warnings as cases (预警件): each is answered in writing, may be appealed against, and counts
//! against its department unless it is revoked.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub mod policy;
pub(crate) mod projection;
pub mod state;
mod sweeper;

pub use dispatch::Notices;
pub use sweeper::UnansweredNotices;
