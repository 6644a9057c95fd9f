use std::collections::{BTreeMap, BTreeSet};

use tongban_kernel::PersonId;

use crate::IndexKey;
use crate::blind::BlindIndex;

/// The key of one person.
pub(super) type PersonKey = [u8; 32];

/// All keys of a folder. A tree, not a hash table: it grows without pauses, and a million persons
/// take 54 MB when they are loaded and 75 MB when they came one by one, where a table just doubled
/// takes 100.
#[derive(Default)]
pub(super) struct Book {
    pub(super) live: BTreeMap<PersonId, PersonKey>,
    pub(super) erased: BTreeSet<PersonId>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Book({} keys, {} erased)", self.live.len(), self.erased.len())
    }
}

/// What is known of a person's key.
#[derive(Clone, Copy)]
pub(super) enum Known {
    Key(PersonKey),
    Erased,
    Nothing,
}

impl Book {
    pub(super) fn look_up(&self, person: PersonId) -> Known {
        match self.live.get(&person) {
            Some(key) => Known::Key(*key),
            None if self.erased.contains(&person) => Known::Erased,
            None => Known::Nothing,
        }
    }
}

/// The first life of the person with this identity that was not erased.
pub(super) fn living(
    index: &IndexKey,
    identity: &BlindIndex,
    erased: &BTreeSet<PersonId>,
) -> PersonId {
    let mut generation = 0;
    loop {
        let person = index.person(identity, generation);
        // Ends: each turn meets another of the finitely many erased.
        if !erased.contains(&person) {
            return person;
        }
        generation += 1;
    }
}
