//! What each service says of itself, and how names in it are told apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

const SCHEMAS: &str = "#/components/schemas/";
const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// The part of one service.
pub(super) struct Part {
    service: String,
    pub(super) paths: Map<String, Value>,
    pub(super) schemas: Map<String, Value>,
}

impl Part {
    /// What a document says; its service is the tag of its operations.
    pub(super) fn of(document: OpenApi) -> Self {
        let mut document = json!(document);
        let mut taken = |pointer| match document.pointer_mut(pointer).map(Value::take) {
            Some(Value::Object(map)) => map,
            _ => Map::new(),
        };
        let (mut paths, schemas) = (taken("/paths"), taken("/components/schemas"));
        let tag = |operation: &mut Value| operation["tags"][0].as_str().map(str::to_owned);
        let service = paths.values_mut().flat_map(operations).find_map(tag).unwrap_or_default();
        Self { service, paths, schemas }
    }

    /// Adds it to the others: routers of one service are one part.
    pub(super) fn join(self, parts: &mut Vec<Self>) {
        match parts.iter_mut().find(|part| part.service == self.service) {
            None => parts.push(self),
            Some(part) => {
                join_paths(&mut part.paths, self.paths);
                part.schemas.extend(self.schemas);
            }
        }
    }

    fn name_operations(&mut self) {
        let Self { service, paths, .. } = self;
        if service.is_empty() {
            return;
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for operation in paths.values_mut().flat_map(operations) {
            let id = operation["operationId"].as_str().unwrap_or_default();
            *counts.entry(id.to_owned()).or_default() += 1;
        }
        for (path, item) in paths {
            let about = path.split('/').rfind(|segment| !segment.starts_with('{'));
            let about = about.unwrap_or_default().replace('-', "_");
            for operation in operations(item) {
                let Some(id) = operation["operationId"].as_str() else { continue };
                let is_alone = counts.get(id).is_none_or(|count| *count == 1);
                let about = if is_alone { String::new() } else { format!("{about}_") };
                operation["operationId"] = json!(format!("{service}_{about}{id}"));
            }
        }
    }

    fn rename(&mut self, contested: &BTreeSet<String>) {
        let service = &self.service;
        let renamed = |name: &str| contested.contains(name).then(|| own_name(service, name));
        let schemas = std::mem::take(&mut self.schemas);
        self.schemas = schemas
            .into_iter()
            .map(|(name, schema)| (renamed(&name).unwrap_or(name), schema))
            .collect();
        for value in self.schemas.values_mut().chain(self.paths.values_mut()) {
            each_reference(value, &mut |name| {
                if let Some(renamed) = renamed(name) {
                    *name = renamed;
                }
            });
        }
    }
}

/// Adds addresses to others: one may take a method here and another there.
pub(super) fn join_paths(all: &mut Map<String, Value>, paths: Map<String, Value>) {
    for (path, item) in paths {
        match (all.get_mut(&path).and_then(Value::as_object_mut), item) {
            (Some(known), Value::Object(methods)) => known.extend(methods),
            (_, item) => drop(all.insert(path, item)),
        }
    }
}

/// The operations of one address.
pub(super) fn operations(item: &mut Value) -> impl Iterator<Item = &mut Value> {
    let all = item.as_object_mut().into_iter().flatten();
    all.filter(|(method, _)| METHODS.contains(&method.as_str())).map(|(_, operation)| operation)
}

/// Gives operations ids of their own, and schemas that are not the same everywhere names of their
/// own.
pub(super) fn tell_apart(parts: &mut [Part]) {
    let contested = contested(parts);
    for part in parts {
        part.name_operations();
        part.rename(&contested);
    }
}

/// The names by which services mean different things: written differently, or alike with something
/// in them that differs.
fn contested(parts: &mut [Part]) -> BTreeSet<String> {
    let mut shared: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for part in &*parts {
        for (name, schema) in &part.schemas {
            shared.entry(name.clone()).or_default().push(schema.clone());
        }
    }
    shared.retain(|_, meanings| meanings.len() > 1);
    let differ = |meanings: &[Value]| meanings.windows(2).any(|pair| pair[0] != pair[1]);
    let written = shared.iter().filter(|(_, meanings)| differ(meanings));
    let mut contested: BTreeSet<_> = written.map(|(name, _)| name.clone()).collect();
    loop {
        let n_before = contested.len();
        for (name, meanings) in &mut shared {
            let mut holds = false;
            let first = meanings.iter_mut().take(1);
            first.for_each(|meaning| {
                each_reference(meaning, &mut |inner| holds |= contested.contains(inner));
            });
            if holds {
                contested.insert(name.clone());
            }
        }
        if contested.len() == n_before {
            return contested;
        }
    }
}

/// Shows the name of every schema that is referred to.
fn each_reference(value: &mut Value, look: &mut impl FnMut(&mut String)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(to) if key == "$ref" => {
                        if let Some(mut name) = to.strip_prefix(SCHEMAS).map(str::to_owned) {
                            look(&mut name);
                            *to = format!("{SCHEMAS}{name}");
                        }
                    }
                    _ => each_reference(value, look),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| each_reference(value, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `CaseRow` of `intake` is `IntakeCaseRow`.
fn own_name(service: &str, name: &str) -> String {
    let mut letters = service.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(name.chars()).collect()
}
