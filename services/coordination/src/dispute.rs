//! Disputes between departments about who has to answer a task (协同争议): the other side is heard, a
//! panel rules within its limit, the ruling binds and is found again as precedent.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub mod policy;
pub(crate) mod projection;
pub(crate) mod samples;
pub mod state;
mod sweeper;

pub use dispatch::Disputes;
pub use sweeper::LateDisputes;
