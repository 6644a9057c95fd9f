//! Which files that were handed in an event names.
//!
//! The schemas of the events say in which fields a [`MaterialId`] stands, so that no event can name
//! one that verification does not see.

use std::collections::BTreeSet;

use memchr::memmem;
use schemars::{Schema, schema_for};
use serde_json::Value;
use tongban_vault::MaterialId;

/// The schemas of all events that this program writes, by the category of their streams.
pub fn event_schemas() -> [(&'static str, Schema); 19] {
    [
        ("intake", schema_for!(tongban_intake::events::Event)),
        ("approval", schema_for!(tongban_approval::events::Event)),
        ("coordination", schema_for!(tongban_coordination::task::events::Event)),
        ("dispute", schema_for!(tongban_coordination::dispute::events::Event)),
        ("notice", schema_for!(tongban_coordination::notice::events::Event)),
        ("matter", schema_for!(tongban_coordination::matching::events::Event)),
        ("absence", schema_for!(tongban_coordination::absence::events::Event)),
        ("views", schema_for!(tongban_coordination::saved::events::Event)),
        ("project", schema_for!(tongban_coordination::project::events::Event)),
        ("rhythm", schema_for!(tongban_coordination::rhythm::events::Event)),
        ("meeting", schema_for!(tongban_coordination::meeting::events::Event)),
        ("deliberation", schema_for!(tongban_coordination::deliberation::events::Event)),
        ("opinion", schema_for!(tongban_coordination::deliberation::events::OpinionEvent)),
        ("emergency", schema_for!(tongban_coordination::emergency::events::Event)),
        ("complaint", schema_for!(tongban_complaint::events::Event)),
        ("report", schema_for!(tongban_metrics::events::Event)),
        ("reference", schema_for!(tongban_catalog::publication::Event)),
        ("history", schema_for!(crate::history::Event)),
        ("history-cases", schema_for!(crate::history::CaseEvent)),
    ]
}

/// The fields that hold names of files, wherever in an event they stand.
pub(in crate::operations) struct Fields(BTreeSet<String>);

impl Fields {
    /// Those of all events.
    pub(in crate::operations) fn of_events() -> Self {
        Self::of(event_schemas().iter().map(|(_, schema)| schema))
    }

    fn of<'a>(schemas: impl IntoIterator<Item = &'a Schema>) -> Self {
        let mut fields = BTreeSet::new();
        for schema in schemas {
            add(schema.as_value(), &mut fields);
        }
        Self(fields)
    }

    /// The files that the data of an event name. Data that are no JSON name none.
    pub(in crate::operations) fn named_in(&self, data: &[u8]) -> Vec<MaterialId> {
        let mut named = Vec::new();
        // Most events name none, and need not be parsed.
        let is_there = |field: &String| memmem::find(data, field.as_bytes()).is_some();
        if self.0.iter().any(is_there)
            && let Ok(data) = serde_json::from_slice(data)
        {
            self.collect(&data, &mut named);
        }
        named
    }

    fn collect(&self, data: &Value, named: &mut Vec<MaterialId>) {
        match data {
            Value::Object(members) => {
                for (name, value) in members {
                    if self.0.contains(name) {
                        let values = value.as_array().map_or(std::slice::from_ref(value), |v| v);
                        let texts = values.iter().filter_map(Value::as_str);
                        named.extend(texts.filter_map(|text| text.parse::<MaterialId>().ok()));
                    }
                    self.collect(value, named);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| self.collect(value, named)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Adds the properties of a schema, and of those in it, that are names of files: one, perhaps one,
/// or many.
fn add(schema: &Value, fields: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (keyword, value) in members {
                if let ("properties", Value::Object(properties)) = (keyword.as_str(), value) {
                    let names_files = properties.iter().filter(|(_, schema)| is_material(schema));
                    fields.extend(names_files.map(|(name, _)| name.clone()));
                }
                add(value, fields);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| add(value, fields)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_material(schema: &Value) -> bool {
    let is_it = |schema: &Value| schema["$ref"].as_str() == Some("#/$defs/MaterialId");
    let any_of = schema["anyOf"].as_array();
    is_it(schema) || is_it(&schema["items"]) || any_of.is_some_and(|any| any.iter().any(is_it))
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::Serialize;
    use serde_json::json;

    use super::*;

    #[derive(Serialize, JsonSchema)]
    struct Certificate {
        file: MaterialId,
        number: String,
    }

    #[derive(Serialize, JsonSchema)]
    #[serde(tag = "type", content = "data")]
    enum Decided {
        Approved { certificate: Certificate, annexes: Vec<MaterialId> },
        Refused { letter: Option<MaterialId> },
    }

    fn id(digit: &str) -> MaterialId {
        digit.repeat(64).parse().unwrap()
    }

    #[test]
    fn a_field_of_any_event_that_names_a_file_is_found_by_its_type() {
        let fields = Fields::of([&schema_for!(Decided)]);
        let certificate = Certificate { file: id("1"), number: "9".repeat(64) };
        let approved = Decided::Approved { certificate, annexes: vec![id("2"), id("3")] };
        let refused = |letter| Decided::Refused { letter };
        for (event, named) in [
            (&approved, vec![id("2"), id("3"), id("1")]),
            (&refused(Some(id("4"))), vec![id("4")]),
            (&refused(None), vec![]),
        ] {
            assert_eq!(fields.named_in(&serde_json::to_vec(event).unwrap()), named);
        }
        assert_eq!(fields.named_in(b"file: no JSON"), []);
    }

    #[test]
    fn files_of_a_submission_are_found_and_other_hashes_are_none() {
        let fields = Fields::of_events();
        let submitted = json!({ "materials": [{ "code": "photo", "sha256": id("a") }] });
        let imported = json!({ "file_sha256": id("b"), "sha256": "not a hash" });
        assert_eq!(fields.named_in(submitted.to_string().as_bytes()), [id("a")]);
        assert_eq!(fields.named_in(imported.to_string().as_bytes()), []);
    }
}
