use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The schema of a code: of a department, an item, a step. A field of an event that holds one says
/// so with `#[schemars(with = "Code")]`, so that whoever hands events to others can tell it from
/// prose.
#[derive(Clone, Copy, Debug)]
pub enum Code {}

impl JsonSchema for Code {
    fn schema_name() -> Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "code",
            "description": "A code of the catalogue: no prose."
        })
    }
}
