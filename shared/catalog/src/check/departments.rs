use std::collections::BTreeSet;

use tongban_kernel::UnifiedCode;

use super::{Parts, department_in_force, posts};
use crate::fault::{Findings, Naming, Thing, Validity};
use crate::model::{Department, ItemCode};

pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings) {
    let Some(departments) = parts.departments else { return };
    for (index, department) in departments.iter().enumerate() {
        let at = format!("/departments/{index}");
        if let Some(code) = &department.unified_code
            && UnifiedCode::parse(code).is_err()
        {
            findings.add(format!("{at}/unified_code"), Naming::UnifiedCode);
        }
        if department.valid_until.is_some_and(|until| until <= department.valid_from) {
            findings.add(format!("{at}/valid_until"), Validity::Empty);
        }
        overlap(&departments[..index], department, &at, findings);
        posts::check(department, &at, findings);
        succession(parts, departments, department, &at, findings);
    }
}

/// Two entries of one code may follow each other (a new name), never stand side by side.
fn overlap(before: &[Department], department: &Department, at: &str, findings: &mut Findings) {
    let clash = before.iter().filter(|other| other.code == department.code).find_map(|other| {
        let on = other.valid_from.max(department.valid_from);
        (other.is_in_force(on) && department.is_in_force(on)).then_some(on)
    });
    if let Some(on) = clash {
        let code = department.code.to_string();
        findings.add(format!("{at}/valid_from"), Validity::Overlap { code, on });
    }
}

fn succession(
    parts: &Parts<'_>,
    all: &[Department],
    department: &Department,
    at: &str,
    findings: &mut Findings,
) {
    let n_successors = department.successors.len();
    let Some(until) = department.valid_until else {
        if n_successors > 0 {
            findings.add(format!("{at}/successors"), Validity::SuccessorTooEarly);
        }
        return;
    };
    let goes_on = all.iter().any(|other| other.code == department.code && other.is_in_force(until));
    match (n_successors, goes_on) {
        (0, false) => findings.add(format!("{at}/valid_until"), Validity::NobodyTakesOver),
        (1.., true) => findings.add(format!("{at}/successors"), Validity::SuccessorTooEarly),
        (_, _) => (),
    }
    for (index, successor) in department.successors.iter().enumerate() {
        let at = format!("{at}/successors/{index}");
        let code = successor.department.as_str();
        let taker = department_in_force(parts, code, until, &format!("{at}/department"), findings);
        if let Some(taker) = taker {
            posts::handed_over(department, successor, taker, &at, findings);
        }
    }
    shares(parts, department, at, findings);
}

/// A split must say without doubt where everything goes.
fn shares(parts: &Parts<'_>, department: &Department, at: &str, findings: &mut Findings) {
    let n_rest = department.successors.iter().filter(|s| s.takes_the_rest()).count();
    if department.successors.len() > 1 && n_rest != 1 {
        findings.add(format!("{at}/successors"), Validity::RestUnclear { n_rest });
    }
    let known = known_items(parts);
    let (mut items, mut posts) = (BTreeSet::new(), BTreeSet::new());
    for (index, successor) in department.successors.iter().enumerate() {
        for (place, item) in successor.items.iter().enumerate() {
            let at = format!("{at}/successors/{index}/items/{place}");
            let (what, code) = (Thing::Item, item.to_string());
            if known.as_ref().is_some_and(|known| !known.contains(item)) {
                findings.add(&at, Naming::Unknown { what, code: code.clone() });
            }
            if !items.insert(item) {
                findings.add(at, Naming::Twice { what, code });
            }
        }
        for post in successor.posts.keys() {
            if !posts.insert(post) {
                let at = format!("{at}/successors/{index}/posts/{post}");
                findings.add(at, Naming::Twice { what: Thing::Post, code: post.to_string() });
            }
        }
    }
}

// With an unreadable item among them nobody can say which codes exist.
fn known_items<'a>(parts: &Parts<'a>) -> Option<BTreeSet<&'a ItemCode>> {
    parts.items.iter().map(|item| item.map(|item| &item.code)).collect()
}
