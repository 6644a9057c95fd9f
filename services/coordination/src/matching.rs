//! Which departments a matter concerns (权责边界智能匹配): proposed from their duties, their items
//! and what was decided before; confirmed by a coordinator; learned from.

pub(crate) mod api;
pub mod commands;
mod engine;
pub mod events;
mod knowledge;
mod matters;
pub(crate) mod projection;
mod samples;
pub mod state;

pub(crate) use matters::Matters;
