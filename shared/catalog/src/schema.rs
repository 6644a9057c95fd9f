//! The JSON Schema of the files, for editors and for whoever writes a catalogue.

use schemars::SchemaGenerator;
use serde_json::{Value, json};

use crate::model::{City, Departments, Duties, Item, Plan};

/// The schema of all five kinds of file; `#/$defs/City`, `#/$defs/Departments`, `#/$defs/Item`,
/// `#/$defs/Duties` and `#/$defs/Plan` are those of one.
pub fn json_schema() -> Value {
    let mut generator = SchemaGenerator::default();
    let of = [
        generator.subschema_for::<City>(),
        generator.subschema_for::<Departments>(),
        generator.subschema_for::<Item>(),
        generator.subschema_for::<Duties>(),
        generator.subschema_for::<Plan>(),
    ];
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tongban catalogue: city.yaml, departments.yaml, items/*.yaml, duties/*.yaml, \
                  plans/*.yaml",
        "anyOf": of,
        "$defs": generator.take_definitions(true),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test asks whether to rewrite the file")]
    fn the_schema_in_the_tree_is_the_one_of_the_types() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/catalog.schema.json");
        let generated = format!("{}\n", serde_json::to_string_pretty(&json_schema()).unwrap());
        if std::env::var("UPDATE_SCHEMAS").is_ok() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &generated).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == generated, "run with UPDATE_SCHEMAS=1 and commit {}", path.display());
    }

    #[test]
    fn the_schema_is_one_and_refuses_unknown_fields() {
        let schema = json_schema();
        assert!(jsonschema::meta::is_valid(&schema));
        assert_eq!(schema["$defs"]["Item"]["additionalProperties"], false);
        assert_eq!(schema["$defs"]["Step"]["additionalProperties"], false);
    }
}
