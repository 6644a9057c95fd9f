use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tongban_catalog::model::Item;
use tongban_kernel::Text;

use crate::events::{Missing, Wanted};

/// Everything that the item asks for and is not there: materials first, then answers.
///
/// Conditions are read from the answers that are not about persons: what must be handed in never
/// depends on what is sealed.
pub fn missing<'a>(
    item: &Item,
    form: &Map<String, Value>,
    personal_fields: impl IntoIterator<Item = &'a str>,
    materials: impl IntoIterator<Item = &'a str>,
) -> Vec<Missing> {
    let handed_in: BTreeSet<&str> = materials.into_iter().collect();
    let personal: BTreeSet<&str> = personal_fields.into_iter().collect();
    let required = item.required_materials(form);
    let absent = required.filter(|material| !handed_in.contains(material.code.as_str()));
    let materials = absent.map(|material| Missing {
        wanted: Wanted::Material(material.code.to_string()),
        reason: Text::new(
            format!("缺少材料：{}", material.names.zh),
            format!("missing material: {}", material.names.en),
        ),
    });
    let unanswered = item.form.fields.iter().filter(|field| {
        let name = field.name.as_str();
        !field.optional && !form.contains_key(name) && !personal.contains(name)
    });
    let fields = unanswered.map(|field| Missing {
        wanted: Wanted::Field(field.name.to_string()),
        reason: Text::new(
            format!("未填写：{}", field.titles.zh),
            format!("not filled in: {}", field.titles.en),
        ),
    });
    materials.chain(fields).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tongban_catalog::sample_city;

    use super::*;

    fn asked(answers: Value, personal: &[&str], materials: &[&str]) -> Vec<Wanted> {
        let city = sample_city().unwrap();
        let item = city.item("food-business-licence", 1).unwrap();
        let answers = answers.as_object().unwrap();
        let (personal, materials) = (personal.iter().copied(), materials.iter().copied());
        missing(item, answers, personal, materials).into_iter().map(|m| m.wanted).collect()
    }

    fn answers() -> Value {
        json!({ "organisation": "海云食品", "unified_code": "91350100M000100Y43", "area_m2": 20,
                "sells_cold": false, "business_form": "retail" })
    }

    const MATERIALS: [&str; 4] = ["application-form", "premises-proof", "layout", "safety-rules"];

    #[test]
    fn nothing_is_missing_of_what_is_complete() {
        assert_eq!(asked(answers(), &["contact", "phone"], &MATERIALS), []);
    }

    #[test]
    fn materials_and_answers_that_are_missing_are_all_named() {
        let wanted = asked(json!({ "sells_cold": true }), &["contact"], &["layout"]);
        let material = |code: &str| Wanted::Material(code.into());
        let field = |name: &str| Wanted::Field(name.into());
        assert_eq!(
            wanted,
            [
                material("application-form"),
                material("premises-proof"),
                material("safety-rules"),
                material("cold-storage"),
                field("organisation"),
                field("unified_code"),
                field("phone"),
                field("area_m2"),
                field("business_form"),
            ]
        );
    }

    #[test]
    fn what_the_government_holds_already_is_never_asked_for() {
        let wanted = asked(json!({}), &[], &[]);
        assert!(!wanted.contains(&Wanted::Material("business-licence-copy".into())));
    }
}
