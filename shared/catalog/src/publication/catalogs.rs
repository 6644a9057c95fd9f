use std::sync::Arc;

use jiff::Timestamp;

use crate::Catalog;
use crate::model::{Item, Plan, VersionRef};

/// One published catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Its number, from 1; recorded in every event decided under it.
    pub version: u32,
    /// From when it is in force.
    pub valid_from: Timestamp,
    /// SHA-256 over its content, in hexadecimal.
    pub content_hash: String,
    /// What it says.
    pub catalog: Catalog,
}

/// All catalogues that were ever published; cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogs(Arc<Vec<Edition>>);

impl Catalogs {
    /// The catalogue in force at an instant.
    pub fn in_force_at(&self, at: Timestamp) -> Option<&Edition> {
        let begun = self.0.partition_point(|edition| edition.valid_from <= at);
        self.0.get(begun.checked_sub(1)?)
    }

    /// The newest catalogue, in force already or not.
    pub fn latest(&self) -> Option<&Edition> {
        self.0.last()
    }

    /// A catalogue by its number: the one that an event recorded.
    pub fn version(&self, version: u32) -> Option<&Edition> {
        let place = self.0.binary_search_by_key(&version, |edition| edition.version).ok()?;
        self.0.get(place)
    }

    /// All of them, the first one first.
    pub fn editions(&self) -> &[Edition] {
        &self.0
    }

    /// The item version of a case, in whichever catalogue it was last published.
    pub fn item(&self, reference: &VersionRef) -> Option<&Item> {
        let code = reference.code.as_str();
        self.0.iter().rev().find_map(|edition| edition.catalog.item(code, reference.version))
    }

    /// A version of a plan, in whichever catalogue it was last published.
    pub fn plan(&self, code: &str, version: u32) -> Option<&Plan> {
        let is_it = |plan: &&Plan| plan.code.as_str() == code && plan.version == version;
        self.0.iter().rev().find_map(|edition| edition.catalog.plans().iter().find(is_it))
    }

    /// The version of an item under which an application is accepted at an instant.
    pub fn item_in_force(&self, code: &str, at: Timestamp) -> Option<&Item> {
        let catalog = &self.in_force_at(at)?.catalog;
        catalog.item_in_force(code, catalog.city().office.date_of(at))
    }

    pub(super) fn with(mut self, edition: Edition) -> Self {
        Arc::make_mut(&mut self.0).push(edition);
        self
    }
}
