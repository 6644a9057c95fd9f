use std::collections::{BTreeMap, HashSet};

use super::Parts;
use crate::fault::{Findings, Naming, Thing, Validity};
use crate::model::{Item, ItemCode};

/// Versions of one item: each once, in the order of their numbers, never two in force at once.
pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings) {
    let mut by_code: BTreeMap<&ItemCode, Vec<(usize, &Item)>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for (index, item) in parts.items.iter().enumerate() {
        let Some(item) = item else { continue };
        if item.valid_until.is_some_and(|until| until <= item.valid_from) {
            findings.add(format!("/items/{index}/valid_until"), Validity::Empty);
        }
        if seen.insert((&item.code, item.version)) {
            by_code.entry(&item.code).or_default().push((index, item));
        } else {
            let code = format!("{} {}", item.code, item.version);
            let twice = Naming::Twice { what: Thing::Version, code };
            findings.add(format!("/items/{index}/version"), twice);
        }
    }
    for versions in by_code.values_mut() {
        versions.sort_by_key(|(_, item)| (item.valid_from, item.version));
        for pair in versions.windows(2) {
            if let [(_, earlier), (index, later)] = pair {
                follow(earlier, later, *index, findings);
            }
        }
    }
}

// Without an end of its own, a version lasts until the next one begins.
fn follow(earlier: &Item, later: &Item, index: usize, findings: &mut Findings) {
    let code = later.code.to_string();
    let lasts_on = earlier.valid_until.is_some_and(|until| until > later.valid_from);
    if lasts_on || earlier.valid_from == later.valid_from {
        let overlap = Validity::Overlap { code, on: later.valid_from };
        findings.add(format!("/items/{index}/valid_from"), overlap);
    } else if earlier.version > later.version {
        let order = Validity::VersionOrder { earlier: earlier.version };
        findings.add(format!("/items/{index}/version"), order);
    }
}
