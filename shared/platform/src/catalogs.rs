use std::sync::Arc;

use arc_swap::ArcSwap;
use tongban_catalog::Catalogs;
use tongban_eventstore::Runtime;

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

    /// Brings up to date who answers now for work of departments that are no more: a catalogue may
    /// have come into force, or a day begun. Decisions only read the table.
    pub fn bring_successions_up_to_date(&self, runtime: &Runtime) {
        let (catalogs, now) = (self.load(), runtime.clock.now());
        let table = catalogs.in_force_at(now).map_or_else(Default::default, |edition| {
            let catalog = &edition.catalog;
            catalog.successions(catalog.city().office.date_of(now))
        });
        let successions = &runtime.versions.successions;
        if **successions.load() != table {
            successions.store(Arc::new(table));
        }
    }
}
