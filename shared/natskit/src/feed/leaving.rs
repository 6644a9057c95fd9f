use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use tongban_kernel::{Origin, Recorded};

/// Texts whose format says what they are: these are no prose.
const FORMATS: [&str; 4] = ["uuid", "date", "date-time", "code"];
/// What is no prose is no longer than this.
const TEXT_LEN_MAX: usize = 64;
/// Schemas nest far less deeply.
const DEPTH_MAX: u8 = 16;

/// What of each event leaves: only values whose type says that they are no prose and nothing about
/// a person. Numbers, truth values, ids, dates, codes and words from a list do; sealed values, blind
/// indexes, what people wrote, and whatever nobody thought of do not.
#[derive(Clone, Debug, Default)]
pub struct Leaving {
    services: BTreeSet<String>,
    by_kind: BTreeMap<String, Value>,
}

impl Leaving {
    /// What leaves of the events of these services, each with the schema of its events: an
    /// adjacently tagged enum.
    pub fn of<'a>(services: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Self {
        let mut leaving = Self::default();
        for (service, root) in services {
            leaving.services.insert(service.to_owned());
            for variant in root["oneOf"].as_array().into_iter().flatten() {
                let data = Part { root, depth: 0 }.leaving(&variant["properties"]["data"]);
                if let Some(kind) = variant["properties"]["type"]["const"].as_str() {
                    // Where nothing of the data leaves, the fact itself does.
                    let data = data.unwrap_or_else(|| object(Map::new()));
                    leaving.by_kind.insert(kind.to_owned(), data);
                }
            }
        }
        leaving
    }

    /// Whether an event is one of a service whose facts leave. Those of a drill stay inside: whoever
    /// heard of them would send out real people.
    pub fn takes(&self, event: &Recorded) -> bool {
        event.meta.origin != Origin::Drill && self.services.contains(event.stream.category.as_str())
    }

    /// The schemas of what leaves, by type.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.by_kind.iter().map(|(kind, schema)| (kind.as_str(), schema))
    }

    /// What leaves of these data; none where the type is not known.
    pub fn data(&self, kind: &str, data: &Value) -> Option<Value> {
        let schema = self.by_kind.get(kind)?;
        Some(project(schema, data).unwrap_or_else(|| Value::Object(Map::new())))
    }
}

/// A part of a schema with what its references lead to.
#[derive(Clone, Copy)]
struct Part<'a> {
    root: &'a Value,
    depth: u8,
}

impl Part<'_> {
    /// The schema of what leaves; none where nothing does.
    fn leaving(self, schema: &Value) -> Option<Value> {
        if self.depth > DEPTH_MAX || schema["x-personal"] == true {
            return None;
        }
        let below = Self { depth: self.depth + 1, ..self };
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.root.pointer(reference.strip_prefix('#')?)?;
            return below.leaving(target);
        }
        if schema.get("const").is_some() || schema.get("enum").is_some() {
            return Some(schema.clone());
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = schema[keyword].as_array() {
                return below.any_of(branches);
            }
        }
        if let Some(properties) = schema["properties"].as_object() {
            let leave = |(name, schema): (&String, &Value)| {
                below.leaving(schema).map(|schema| (name.clone(), schema))
            };
            return Some(object(properties.iter().filter_map(leave).collect()));
        }
        match kind(schema)? {
            "integer" | "number" | "boolean" => Some(schema.clone()),
            "string" => {
                let format = schema["format"].as_str()?;
                FORMATS.contains(&format).then(|| schema.clone())
            }
            "array" => {
                let items = below.leaving(&schema["items"])?;
                Some(json!({ "type": "array", "items": items }))
            }
            // Maps too: their keys are texts of whoever wrote them.
            _ => None,
        }
    }

    fn any_of(self, branches: &[Value]) -> Option<Value> {
        let is_null = |branch: &&Value| branch["type"] == "null";
        let told = branches.iter().filter(|branch| !is_null(branch));
        let mut leaving: Vec<Value> = told.filter_map(|branch| self.leaving(branch)).collect();
        leaving.dedup();
        match leaving.len() {
            0 => None,
            1 => leaving.pop(),
            _ => Some(json!({ "anyOf": leaving })),
        }
    }
}

/// An object; what is not known or not told is absent.
fn object(properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "properties": properties })
}

/// The type of a schema that has one beside null.
fn kind(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(kind) => Some(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        _ => None,
    }
}

/// What of a value the schema of what leaves lets through.
fn project(schema: &Value, value: &Value) -> Option<Value> {
    if let Some(only) = schema.get("const") {
        return (only == value).then(|| value.clone());
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.contains(value).then(|| value.clone());
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        let told = branches.iter().filter_map(|branch| project(branch, value));
        // Alternatives differ in what they have: the one that says most is the one that is meant.
        return told.max_by_key(|told| told.as_object().map_or(0, Map::len));
    }
    match (kind(schema)?, value) {
        ("object", Value::Object(members)) => {
            let properties = schema["properties"].as_object()?;
            let leave = |(name, schema): (&String, &Value)| {
                Some((name.clone(), project(schema, members.get(name)?)?))
            };
            Some(Value::Object(properties.iter().filter_map(leave).collect()))
        }
        ("array", Value::Array(values)) => {
            Some(values.iter().filter_map(|value| project(&schema["items"], value)).collect())
        }
        ("string", Value::String(text)) => is_no_prose(text).then(|| value.clone()),
        ("integer" | "number", Value::Number(_)) | ("boolean", Value::Bool(_)) => {
            Some(value.clone())
        }
        _ => None,
    }
}

/// Ids, dates and codes have no blanks and no letters but ours.
fn is_no_prose(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:+".contains(&byte);
    text.len() <= TEXT_LEN_MAX && text.bytes().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Value {
        json!({
            "oneOf": [{ "properties": {
                "type": { "const": "intake.case_submitted.v1" },
                "data": { "$ref": "#/$defs/Submission" },
            } }],
            "$defs": {
                "Submission": { "type": "object", "properties": {
                    "case": { "type": "string", "format": "uuid" },
                    "department": { "type": "string", "format": "code" },
                    "channel": { "oneOf": [{ "const": "window" }, { "const": "web" }] },
                    "reason": { "type": "string" },
                    "form": { "type": "object", "additionalProperties": true },
                    "applicant": { "$ref": "#/$defs/Party" },
                    "second": { "anyOf": [{ "$ref": "#/$defs/Personal" }, { "type": "null" }] },
                    "due": { "type": ["string", "null"], "format": "date-time" },
                    "n_files": { "type": "integer" },
                    "steps": { "type": "array", "items": { "type": "string", "format": "code" } },
                    "notes": { "type": "array", "items": { "type": "string" } },
                } },
                "Party": { "type": "object", "properties": {
                    "name": { "$ref": "#/$defs/Personal" },
                    "name_index": { "type": "string" },
                    "kind": { "oneOf": [{ "const": "citizen" }] },
                } },
                "Personal": { "type": "object", "x-personal": true, "properties": {
                    "person": { "type": "string", "format": "uuid" },
                    "sealed": { "type": "string" },
                } },
            },
        })
    }

    fn leaves(data: &Value) -> Value {
        let schema = schema();
        Leaving::of([("intake", &schema)]).data("intake.case_submitted.v1", data).unwrap()
    }

    #[test]
    fn what_is_no_prose_leaves_and_nothing_else() {
        let id = "01928374-0000-8000-8000-000000000000";
        let sealed = json!({ "person": id, "sealed": "AAAA" });
        let data = json!({
            "case": id, "department": "housing", "channel": "window", "reason": "王小明病了",
            "form": { "contact": "林一" }, "second": sealed,
            "applicant": { "name": sealed, "name_index": "ff", "kind": "citizen" },
            "due": "2026-11-09T01:00:00Z", "n_files": 2, "steps": ["a", "b"], "notes": ["c"],
            "never_declared": "x",
        });
        let expected = json!({
            "case": id, "department": "housing", "channel": "window",
            "applicant": { "kind": "citizen" },
            "due": "2026-11-09T01:00:00Z", "n_files": 2, "steps": ["a", "b"],
        });
        assert_eq!(leaves(&data), expected);
    }

    #[test]
    fn a_text_that_is_not_what_its_format_says_stays() {
        let data = json!({ "department": "住建局 王科长", "channel": "fax", "due": null });
        assert_eq!(leaves(&data), json!({}));
    }

    #[test]
    fn a_type_that_is_not_known_has_nothing_that_may_leave() {
        assert_eq!(Leaving::default().data("intake.case_lost.v1", &json!({})), None);
    }
}
