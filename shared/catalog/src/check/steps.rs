use std::collections::{HashMap, HashSet};

use super::limits::{amount, fits};
use super::{Parts, department_in_force, post_in_force, twice};
use crate::fault::{Bound, Findings, Naming, Thing, Timing};
use crate::model::{Cooperation, Item, Step};

pub(super) fn check(parts: &Parts<'_>, item: &Item, at: &str, findings: &mut Findings) {
    let ids = item.steps.iter().enumerate();
    let ids = ids.map(|(i, step)| (format!("{at}/steps/{i}/id"), step.id.as_str()));
    twice(Thing::Step, ids, findings);
    for (index, step) in item.steps.iter().enumerate() {
        let at = format!("{at}/steps/{index}");
        responsible(parts, item, step, &at, findings);
        amount(step.limit, &format!("{at}/limit"), findings);
        let statutory = item.limits.statutory;
        fits(step.limit, statutory, Bound::Statutory, &format!("{at}/limit"), findings);
        for (place, before) in step.after.iter().enumerate() {
            if item.step(before.as_str()).is_none() {
                let unknown = Naming::Unknown { what: Thing::Step, code: before.to_string() };
                findings.add(format!("{at}/after/{place}"), unknown);
            }
        }
        // A step knows those it asks by their departments: of two asks the answer to one would count
        // for both.
        let mut asked = HashSet::new();
        for (place, cooperation) in step.cooperation.iter().enumerate() {
            let at = format!("{at}/cooperation/{place}");
            if !asked.insert(cooperation.department.as_str()) {
                let code = cooperation.department.to_string();
                findings.add(format!("{at}/department"), Naming::AsksTwice { code });
            }
            help(parts, item, step, cooperation, &at, findings);
        }
    }
    order(item, at, findings);
}

fn responsible(parts: &Parts<'_>, item: &Item, step: &Step, at: &str, findings: &mut Findings) {
    let on = item.valid_from;
    let code = item.department_of(step).as_str();
    let department = match step.department {
        Some(_) => department_in_force(parts, code, on, &format!("{at}/department"), findings),
        // The item itself has reported its department.
        None => parts
            .departments
            .and_then(|all| all.iter().find(|d| d.code.as_str() == code && d.is_in_force(on))),
    };
    if let (Some(department), Some(post)) = (department, &step.post) {
        post_in_force(department, post, on, &format!("{at}/post"), findings);
    }
}

fn help(
    parts: &Parts<'_>,
    item: &Item,
    step: &Step,
    cooperation: &Cooperation,
    at: &str,
    findings: &mut Findings,
) {
    let on = item.valid_from;
    let code = cooperation.department.as_str();
    let pointer = format!("{at}/department");
    if *item.department_of(step) == cooperation.department {
        findings.add(&pointer, Naming::AsksItself);
    }
    let department = department_in_force(parts, code, on, &pointer, findings);
    if let (Some(department), Some(post)) = (department, &cooperation.post) {
        post_in_force(department, post, on, &format!("{at}/post"), findings);
    }
    let pointer = format!("{at}/limit");
    amount(cooperation.limit, &pointer, findings);
    fits(cooperation.limit, step.limit, Bound::Step, &pointer, findings);
}

/// Reports a ring of steps, or, without one, a path that breaks the promise.
fn order(item: &Item, at: &str, findings: &mut Findings) {
    let places: HashMap<_, _> =
        item.steps.iter().enumerate().map(|(i, step)| (step.id.as_str(), i)).collect();
    // With an id that stands twice nobody can say what follows what.
    if places.len() < item.steps.len() {
        return;
    }
    let mut walk = Walk { item, places, paths: vec![None; item.steps.len()], open: Vec::new() };
    for place in 0..item.steps.len() {
        if let Err(Ring(ring)) = walk.longest_to(place) {
            let first = ring.first().copied().unwrap_or(place);
            let mut ids: Vec<String> = ring.iter().map(|&i| item.steps[i].id.to_string()).collect();
            ids.extend(ids.first().cloned());
            return findings.add(format!("{at}/steps/{first}/after"), Timing::Cycle { ids });
        }
    }
    let longest = walk.paths.iter().flatten().max_by_key(|path| path.amount);
    let Some(path) = longest else { return };
    if path.amount > u64::from(item.limits.promised.amount()) {
        let ids = path.steps.iter().map(|&i| item.steps[i].id.to_string()).collect();
        findings.add(format!("{at}/limits/promised"), Timing::PathTooLong { ids });
    }
}

/// Steps that wait for each other, in working order from the one that is written first.
struct Ring(Vec<usize>);

/// The longest way to the end of a step, counted in the unit of the promise. Steps in other units
/// count nothing: only the calendar could say how long they take.
#[derive(Clone)]
struct Path {
    amount: u64,
    steps: Vec<usize>,
}

struct Walk<'a> {
    item: &'a Item,
    places: HashMap<&'a str, usize>,
    paths: Vec<Option<Path>>,
    /// Steps that are being looked at, each waiting for the next.
    open: Vec<usize>,
}

impl Walk<'_> {
    fn longest_to(&mut self, place: usize) -> Result<Path, Ring> {
        if let Some(path) = &self.paths[place] {
            return Ok(path.clone());
        }
        if let Some(start) = self.open.iter().position(|&open| open == place) {
            // Each open step waits for the next: in working order the last comes first.
            let mut ring: Vec<usize> = self.open[start..].iter().rev().copied().collect();
            let first = ring.iter().min().and_then(|first| ring.iter().position(|p| p == first));
            ring.rotate_left(first.unwrap_or_default());
            return Err(Ring(ring));
        }
        self.open.push(place);
        let step = &self.item.steps[place];
        let mut path = Path { amount: 0, steps: Vec::new() };
        for before in &step.after {
            if let Some(&before) = self.places.get(before.as_str()) {
                let to_before = self.longest_to(before)?;
                if to_before.amount >= path.amount {
                    path = to_before;
                }
            }
        }
        if step.limit.unit() == self.item.limits.promised.unit() {
            path.amount += u64::from(step.limit.amount());
        }
        path.steps.push(place);
        self.open.pop();
        self.paths[place] = Some(path.clone());
        Ok(path)
    }
}
