//! What cannot be computed again: how far policies are, what was refused to them, and what people
//! decided about events that readers cannot read.

mod items;
mod moving;
mod policies;
mod stops;
mod store;

pub use items::{Resolution, WorkItem, WorkItems};
pub use moving::ReaderPlace;
pub use stops::{Parking, ReaderStop};
pub use store::StateStore;
