//! Approval (审批): the steps of an item, decisions, clocks.
//!
//! A case opens by itself when intake accepts it, with the version of its item as a plan of its
//! own. Steps run one after the other or side by side; one that names other departments asks them
//! through coordination and goes on with their replies.

pub mod commands;
pub mod events;
pub mod policy;
pub mod state;
