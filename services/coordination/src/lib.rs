//! Coordination (协同): tasks between departments, and the warnings that come before they are late.

pub mod commands;
pub mod events;
pub mod policy;
pub mod projection;
#[cfg(test)]
mod samples;
pub mod state;
mod sweeper;
mod tasks;
#[cfg(test)]
mod tests;

pub use sweeper::{DueRung, DueRungs};
pub use tasks::Tasks;
