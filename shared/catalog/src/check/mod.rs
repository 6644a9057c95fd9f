//! What a catalogue must fulfil beyond its shape: every finding, not just the first.
//!
//! Pure: the same checks run over files and over the content of a publication.

mod arbitration;
mod departments;
mod duties;
mod forms;
mod items;
mod ladder;
mod limits;
mod plans;
mod posts;
mod steps;
#[cfg(test)]
mod tests;
mod versions;

use std::collections::HashSet;

use jiff::civil::Date;

use crate::fault::{Finding, Findings, Naming, Shape, Thing};
use crate::model::{City, Content, Department, Duties, Item, Plan, PostCode};

/// What there is to check. A file that could not be read is `None`: what depends on it is left
/// unsaid instead of being reported as a fault of its own.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) city: Option<&'a City>,
    pub(crate) departments: Option<&'a [Department]>,
    pub(crate) items: Vec<Option<&'a Item>>,
    pub(crate) duties: Vec<Option<&'a Duties>>,
    pub(crate) plans: Vec<Option<&'a Plan>>,
}

/// Everything wrong with a catalogue as data; empty for a sound one.
pub fn findings(content: &Content) -> Vec<Finding> {
    let parts = Parts {
        city: Some(&content.city),
        departments: Some(&content.departments),
        items: content.items.iter().map(Some).collect(),
        duties: content.duties.iter().map(Some).collect(),
        plans: content.plans.iter().map(Some).collect(),
    };
    let mut findings = check(&parts);
    if let Ok(value) = serde_json::to_value(content) {
        blanks(&value, "", &mut findings);
    }
    findings.into_vec()
}

/// All checks but that for blank texts, which needs no typed value.
pub(crate) fn check(parts: &Parts<'_>) -> Findings {
    let mut findings = Findings::default();
    departments::check(parts, &mut findings);
    duties::check(parts, &mut findings);
    plans::check(parts, &mut findings);
    versions::check(parts, &mut findings);
    ladder::check(parts, &mut findings);
    arbitration::check(parts, &mut findings);
    for (index, item) in parts.items.iter().enumerate() {
        if let Some(item) = item {
            items::check(parts, item, &format!("/items/{index}"), &mut findings);
        }
    }
    findings
}

/// Reports every text that says nothing, at any depth.
pub(crate) fn blanks(value: &serde_json::Value, at: &str, findings: &mut Findings) {
    match value {
        serde_json::Value::String(text) if text.trim().is_empty() => {
            findings.add(at, Shape::Blank);
        }
        serde_json::Value::Array(list) => {
            for (index, entry) in list.iter().enumerate() {
                blanks(entry, &format!("{at}/{index}"), findings);
            }
        }
        serde_json::Value::Object(map) => {
            for (key, entry) in map {
                blanks(entry, &format!("{at}/{}", escape(key)), findings);
            }
        }
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => (),
    }
}

/// A key as it stands in a JSON pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Reports each code that was there before.
fn twice<'a>(
    what: Thing,
    codes: impl IntoIterator<Item = (String, &'a str)>,
    findings: &mut Findings,
) {
    let mut seen = HashSet::new();
    for (pointer, code) in codes {
        if !seen.insert(code) {
            findings.add(pointer, Naming::Twice { what, code: code.to_owned() });
        }
    }
}

/// The department that a reference means on a day. Reports one that never was or is not in force.
fn department_in_force<'a>(
    parts: &Parts<'a>,
    code: &str,
    on: Date,
    pointer: &str,
    findings: &mut Findings,
) -> Option<&'a Department> {
    let mut entries = parts.departments?.iter().filter(|d| d.code.as_str() == code).peekable();
    let what = Thing::Department;
    if entries.peek().is_none() {
        findings.add(pointer, Naming::Unknown { what, code: code.to_owned() });
        return None;
    }
    let found = entries.find(|entry| entry.is_in_force(on));
    if found.is_none() {
        findings.add(pointer, Naming::NotInForce { what, code: code.to_owned(), on });
    }
    found
}

/// Reports a post that the department does not have on that day.
fn post_in_force(
    department: &Department,
    code: &PostCode,
    on: Date,
    pointer: &str,
    findings: &mut Findings,
) {
    let what = Thing::Post;
    let Some(post) = department.post(code) else {
        return findings.add(pointer, Naming::Unknown { what, code: code.to_string() });
    };
    let begun = post.valid_from.is_none_or(|from| from <= on);
    if !begun || post.valid_until.is_some_and(|until| until <= on) {
        findings.add(pointer, Naming::NotInForce { what, code: code.to_string(), on });
    }
}
