use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::Parts;
use crate::fault::{Findings, Naming, Thing, Validity};

/// How long one version of something is in force.
struct Life<'a> {
    code: &'a str,
    version: u32,
    valid_from: Date,
    valid_until: Option<Date>,
}

/// Versions of one item, and of one plan: each once, in the order of their numbers, never two in
/// force at once.
pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings) {
    let items = parts.items.iter().map(|item| {
        item.map(|item| Life {
            code: item.code.as_str(),
            version: item.version,
            valid_from: item.valid_from,
            valid_until: item.valid_until,
        })
    });
    one_after_another("/items", Thing::Version, items, findings);
    let plans = parts.plans.iter().map(|plan| {
        plan.map(|plan| Life {
            code: plan.code.as_str(),
            version: plan.version,
            valid_from: plan.valid_from,
            valid_until: plan.valid_until,
        })
    });
    one_after_another("/plans", Thing::PlanVersion, plans, findings);
}

fn one_after_another<'a>(
    list: &str,
    what: Thing,
    lives: impl Iterator<Item = Option<Life<'a>>>,
    findings: &mut Findings,
) {
    let mut by_code: BTreeMap<&str, Vec<(usize, Life<'_>)>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for (index, life) in lives.enumerate() {
        let Some(life) = life else { continue };
        if life.valid_until.is_some_and(|until| until <= life.valid_from) {
            findings.add(format!("{list}/{index}/valid_until"), Validity::Empty);
        }
        if seen.insert((life.code, life.version)) {
            by_code.entry(life.code).or_default().push((index, life));
        } else {
            let code = format!("{} {}", life.code, life.version);
            findings.add(format!("{list}/{index}/version"), Naming::Twice { what, code });
        }
    }
    for versions in by_code.values_mut() {
        versions.sort_by_key(|(_, life)| (life.valid_from, life.version));
        for pair in versions.windows(2) {
            if let [(_, earlier), (index, later)] = pair {
                follow(earlier, later, &format!("{list}/{index}"), findings);
            }
        }
    }
}

// Without an end of its own, a version lasts until the next one begins.
fn follow(earlier: &Life<'_>, later: &Life<'_>, at: &str, findings: &mut Findings) {
    let code = later.code.to_owned();
    let lasts_on = earlier.valid_until.is_some_and(|until| until > later.valid_from);
    if lasts_on || earlier.valid_from == later.valid_from {
        let overlap = Validity::Overlap { code, on: later.valid_from };
        findings.add(format!("{at}/valid_from"), overlap);
    } else if earlier.version > later.version {
        let order = Validity::VersionOrder { earlier: earlier.version };
        findings.add(format!("{at}/version"), order);
    }
}
