//! Emergencies (突发事件) and their drills (演练): a stored plan asks everybody at once, day and night,
//! and what it skipped is brought afterwards.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
mod figures;
pub mod policy;
pub(crate) mod projection;
#[cfg(test)]
pub(crate) mod samples;
pub mod state;
mod sweeper;

pub use dispatch::Emergencies;
pub use sweeper::MissedInEmergencies;
