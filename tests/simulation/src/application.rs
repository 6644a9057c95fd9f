//! Applications that nothing is missing from.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use tongban_catalog::model::{Field, FieldKind, Item};

/// The examples of GB 11643 and GB 32100: nobody's.
const IDENTITY: &str = "11010519491231002X";
const UNIFIED_CODE: &str = "91350100M000100Y43";
const PHONE: &str = "13800000000";

/// An application for this item; `files` has a stored file for each media type.
pub(crate) fn application(item: &Item, today: Date, files: &BTreeMap<String, Value>) -> Value {
    let form: Map<String, Value> = item
        .form
        .fields
        .iter()
        .filter(|field| !field.optional)
        .map(|field| (field.name.to_string(), answer(field, today)))
        .collect();
    let mut materials = Map::new();
    for material in item.required_materials(&form) {
        let file = material.content_types.iter().find_map(|kind| files.get(kind));
        materials.extend(file.map(|file| (material.code.to_string(), json!([file]))));
    }
    let is_for = |kind: &FieldKind| item.form.fields.iter().any(|field| field.kind == *kind);
    let applicant = if is_for(&FieldKind::UnifiedCode) {
        json!({ "kind": "organisation", "name": "海云建设有限公司", "identity": UNIFIED_CODE,
                "phone": PHONE })
    } else {
        json!({ "kind": "citizen", "name": "王小明", "identity": IDENTITY, "phone": PHONE })
    };
    json!({
        "item": item.code, "channel": "window", "applicant": applicant, "form": form,
        "materials": materials,
    })
}

fn answer(field: &Field, today: Date) -> Value {
    match &field.kind {
        FieldKind::Text | FieldKind::LongText => "海云".into(),
        FieldKind::Integer | FieldKind::Number => 30.into(),
        FieldKind::Boolean => false.into(),
        FieldKind::Date if field.personal.is_some() => "1949-12-31".into(),
        FieldKind::Date => today.checked_add(30.days()).unwrap_or(today).to_string().into(),
        FieldKind::CitizenId => IDENTITY.into(),
        FieldKind::UnifiedCode => UNIFIED_CODE.into(),
        FieldKind::Phone => PHONE.into(),
        FieldKind::Choice(choices) => {
            choices.first().map_or(Value::Null, |choice| choice.value.as_str().into())
        }
    }
}
