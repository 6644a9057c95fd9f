//! Task forces (专班): one project, one leader, one plan, and what stands in its way.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub(crate) mod projection;
pub(crate) mod samples;
pub mod state;
mod sweeper;

pub use dispatch::Projects;
pub use sweeper::{MissedMilestone, MissedMilestones};
