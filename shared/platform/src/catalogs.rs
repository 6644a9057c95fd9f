use std::sync::Arc;

use arc_swap::ArcSwap;
use tongban_catalog::Catalogs;

/// The catalogue as it was published so far: swapped as a whole when a publication is read from
/// the log.
#[derive(Clone, Default)]
pub struct CatalogHandle(Arc<ArcSwap<Catalogs>>);

impl CatalogHandle {
    /// All versions published so far.
    pub fn load(&self) -> Arc<Catalogs> {
        self.0.load_full()
    }

    /// Takes over a newer history of publications.
    pub fn replace(&self, catalogs: Catalogs) {
        self.0.store(Arc::new(catalogs));
    }
}
