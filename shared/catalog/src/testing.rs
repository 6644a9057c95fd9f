//! Small catalogues for tests.

use serde_json::{Value, json};

use crate::Catalog;
use crate::model::Content;

/// The least that a catalogue can say, with these departments.
pub(crate) fn content_with(departments: &[Value]) -> Content {
    let city = json!({
        "jurisdiction": "testland",
        "names": { "zh": "测试市", "en": "Testland" },
        "division": "990100",
    });
    serde_json::from_value(json!({ "city": city, "departments": departments, "items": [] }))
        .unwrap()
}

pub(crate) fn catalog_with(departments: &[Value]) -> Catalog {
    Catalog::new(content_with(departments))
}
