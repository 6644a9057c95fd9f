//! Handlers who are away (外出、请假), and who stands in for them (AB 岗).

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub(crate) mod projection;
pub mod state;

pub use dispatch::{Absences, absence_of, absences_of_department};
