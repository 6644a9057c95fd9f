//! Tasks that one department asks of another (协同任务), and the warnings of their ladder.

pub(crate) mod api;
pub mod commands;
pub mod events;
pub mod policy;
pub(crate) mod projection;
pub mod state;
mod sweeper;
mod tasks;

pub use sweeper::{DueRung, DueRungs, TasksOfNobody};
pub use tasks::Tasks;
