use std::sync::Arc;

use tongban_eventstore::{Aggregates, Runtime};
use tongban_platform::CatalogHandle;
use tongban_readmodel::ReadModel;

use super::knowledge::Knowledge;
use super::state::Matter;

/// All matters, and what they are compared with.
pub(crate) struct Matters {
    pub(crate) aggregates: Aggregates<Matter>,
    pub(crate) knowledge: Knowledge,
}

impl Matters {
    pub(crate) fn new(runtime: Runtime, catalogs: CatalogHandle, reads: ReadModel) -> Self {
        let knowledge = Knowledge::new(catalogs, reads, Arc::clone(&runtime.clock));
        Self { aggregates: Aggregates::new(runtime), knowledge }
    }
}
