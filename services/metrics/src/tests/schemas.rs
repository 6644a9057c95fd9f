use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::samples::every;

/// What is read here is what the other services say that they write.
#[test]
fn every_event_is_one_of_a_schema_of_its_service() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/events");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let schemas: Vec<(String, Value)> = files
        .map(|file| {
            let schema = serde_json::from_slice(&fs::read(file.path()).unwrap()).unwrap();
            (file.file_name().into_string().unwrap(), schema)
        })
        .collect();
    for fact in every() {
        let service = fact.category();
        let event = json!({ "type": fact.kind, "data": fact.data });
        let mut own = schemas.iter().filter(|(name, _)| name.starts_with(service));
        let is_one = own.any(|(_, schema)| jsonschema::is_valid(schema, &event));
        assert!(is_one, "no schema of {service} has {event:#}");
    }
}
