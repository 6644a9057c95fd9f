//! Lists that somebody looks at again and again (常用视图): a filter under a name, one's own or
//! shared with the department.

pub(crate) mod api;
pub mod commands;
mod dispatch;
pub mod events;
pub(crate) mod projection;
pub mod state;

pub use dispatch::SavedViews;
