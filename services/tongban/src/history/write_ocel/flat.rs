use std::collections::BTreeMap;

use crate::history::{Attribute, HistoryRow, Value};

/// The attributes of a type: their names and types.
pub(super) type Declared = BTreeMap<String, &'static str>;

/// An attribute without others inside it, which OCEL does not have: `parent.child` instead.
pub(super) struct Flat {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) value: String,
}

pub(super) fn flat(attributes: &[Attribute]) -> Vec<Flat> {
    let mut out = Vec::with_capacity(attributes.len());
    flatten("", attributes, &mut out);
    out
}

fn flatten(prefix: &str, attributes: &[Attribute], out: &mut Vec<Flat>) {
    for attribute in attributes {
        let name = format!("{prefix}{}", attribute.key);
        let below = format!("{name}.");
        let kind = match &attribute.value {
            Value::List(items) | Value::Container(items) => {
                flatten(&below, items, out);
                None
            }
            Value::String(_) | Value::Id(_) => Some("string"),
            Value::Date(_) => Some("time"),
            Value::Int(_) => Some("integer"),
            Value::Float(_) => Some("float"),
            Value::Boolean(_) => Some("boolean"),
        };
        let value = || attribute.value.to_string();
        out.extend(kind.map(|kind| Flat { name, kind, value: value() }));
        flatten(&below, &attribute.children, out);
    }
}

pub(super) fn event_attributes(row: &HistoryRow) -> Vec<Flat> {
    let mut attributes = flat(&row.attributes);
    attributes.extend(row.lifecycle.iter().map(|lifecycle| Flat {
        name: "lifecycle:transition".into(),
        kind: "string",
        value: lifecycle.clone(),
    }));
    attributes
}

pub(super) fn declare(declared: &mut Declared, attributes: &[Flat]) {
    for attribute in attributes {
        match declared.get_mut(&attribute.name) {
            // Two types under one name: as texts both can be read.
            Some(kind) if *kind != attribute.kind => *kind = "string",
            Some(_) => (),
            None => _ = declared.insert(attribute.name.clone(), attribute.kind),
        }
    }
}
