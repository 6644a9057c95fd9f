use serde_json::Value;

use super::twice;
use crate::fault::{Findings, Naming, Papers, Thing};
use crate::model::{AtLeast, Condition, Equals, Field, FieldKind, FieldName, Form, Item, Need};

pub(super) fn check(item: &Item, at: &str, findings: &mut Findings) {
    let fields = item.form.fields.iter().enumerate();
    let names =
        fields.map(|(i, field)| (format!("{at}/form/fields/{i}/name"), field.name.as_str()));
    twice(Thing::Field, names, findings);
    for (index, field) in item.form.fields.iter().enumerate() {
        check_field(field, &format!("{at}/form/fields/{index}"), findings);
    }
    for (index, material) in item.materials.iter().enumerate() {
        if let Need::When(condition) = &material.need {
            let at = format!("{at}/materials/{index}/need/when");
            check_condition(&item.form, condition, &at, findings);
        }
    }
}

fn check_field(field: &Field, at: &str, findings: &mut Findings) {
    match &field.kind {
        FieldKind::Choice(choices) => {
            if choices.len() < 2 {
                findings.add(format!("{at}/kind"), Papers::NoChoice);
            }
            let values = choices.iter().enumerate();
            let values =
                values.map(|(i, c)| (format!("{at}/kind/choice/{i}/value"), c.value.as_str()));
            twice(Thing::Choice, values, findings);
        }
        // These say something about a person whatever the field is called.
        FieldKind::CitizenId | FieldKind::Phone if field.personal.is_none() => {
            findings.add(format!("{at}/kind"), Papers::NotMarkedPersonal);
        }
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Integer
        | FieldKind::Number
        | FieldKind::Boolean
        | FieldKind::Date
        | FieldKind::CitizenId
        | FieldKind::UnifiedCode
        | FieldKind::Phone => (),
    }
}

fn check_condition(form: &Form, condition: &Condition, at: &str, findings: &mut Findings) {
    match condition {
        Condition::Equals(Equals { field, value }) => {
            let at = format!("{at}/equals");
            if let Some(field) = known(form, field, &at, findings)
                && !can_be(&field.kind, value)
            {
                let field = field.name.to_string();
                findings.add(format!("{at}/value"), Papers::NeverHolds { field });
            }
        }
        Condition::AtLeast(AtLeast { field, .. }) => {
            let at = format!("{at}/at_least");
            if let Some(field) = known(form, field, &at, findings)
                && !matches!(field.kind, FieldKind::Integer | FieldKind::Number)
            {
                let field = field.name.to_string();
                findings.add(format!("{at}/field"), Papers::NeverHolds { field });
            }
        }
        Condition::All(list) => check_list(form, list, &format!("{at}/all"), findings),
        Condition::Any(list) => check_list(form, list, &format!("{at}/any"), findings),
        Condition::Not(inner) => check_condition(form, inner, &format!("{at}/not"), findings),
    }
}

fn check_list(form: &Form, list: &[Condition], at: &str, findings: &mut Findings) {
    if list.is_empty() {
        findings.add(at, Papers::EmptyCondition);
    }
    for (index, condition) in list.iter().enumerate() {
        check_condition(form, condition, &format!("{at}/{index}"), findings);
    }
}

fn known<'a>(
    form: &'a Form,
    name: &FieldName,
    at: &str,
    findings: &mut Findings,
) -> Option<&'a Field> {
    let field = form.field(name);
    if field.is_none() {
        let unknown = Naming::Unknown { what: Thing::Field, code: name.to_string() };
        findings.add(format!("{at}/field"), unknown);
    }
    field
}

/// Whether an answer of this kind can ever be that value.
fn can_be(kind: &FieldKind, value: &Value) -> bool {
    match kind {
        FieldKind::Choice(choices) => {
            choices.iter().any(|c| Some(c.value.as_str()) == value.as_str())
        }
        FieldKind::Boolean => value.is_boolean(),
        FieldKind::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        FieldKind::Number => value.is_number(),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Date
        | FieldKind::CitizenId
        | FieldKind::UnifiedCode
        | FieldKind::Phone => value.is_string(),
    }
}
