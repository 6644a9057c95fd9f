//! What cannot be computed again: how far policies are, and what was refused to them.

mod items;
mod moving;
mod policies;
mod store;

pub use items::{Resolution, WorkItem, WorkItems};
pub use moving::ReaderPlace;
pub use store::StateStore;
