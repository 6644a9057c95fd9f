//! Forms are filled as their schema says, whatever item it is.

use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::{Map, Value};
use tongban_catalog::model::{Field, FieldKind, Form, PersonalKind};

use super::people::{Party, Person, unified_code};

/// Answers to every field of a form by someone who applies on `today`; every other optional field
/// is left out.
pub(super) fn fill(
    form: &Form,
    party: &Party,
    today: Date,
    rng: &mut StdRng,
) -> Map<String, Value> {
    let mut answers = Map::new();
    for field in &form.fields {
        if !field.optional || rng.random_bool(0.5) {
            answers.insert(field.name.to_string(), answer(field, party, today, rng));
        }
    }
    answers
}

fn answer(field: &Field, party: &Party, today: Date, rng: &mut StdRng) -> Value {
    let person = party.person();
    match &field.kind {
        FieldKind::Text | FieldKind::LongText => text(field, party).into(),
        FieldKind::Integer => rng.random_range(1..=40).into(),
        FieldKind::Number => rng.random_range(20..=2_000).into(),
        FieldKind::Boolean => rng.random_bool(0.5).into(),
        FieldKind::Date => match field.personal {
            Some(PersonalKind::BirthDate) => person.born_on.to_string().into(),
            // Whatever is applied for takes place in the weeks to come.
            Some(_) | None => {
                let days = rng.random_range(10..60).days();
                today.checked_add(days).unwrap_or(today).to_string().into()
            }
        },
        FieldKind::CitizenId => person.citizen_id.clone().into(),
        FieldKind::UnifiedCode => match party {
            Party::Organisation { unified_code, .. } => unified_code.clone().into(),
            Party::Citizen(_) => unified_code(rng).into(),
        },
        FieldKind::Phone => person.phone.clone().into(),
        // The catalogue's check leaves no choice without answers.
        FieldKind::Choice(choices) if choices.is_empty() => Value::Null,
        FieldKind::Choice(choices) => {
            choices[rng.random_range(0..choices.len())].value.as_str().into()
        }
    }
}

fn text(field: &Field, party: &Party) -> String {
    let Person { name, citizen_id, born_on, phone } = party.person();
    match (field.personal, party) {
        (Some(PersonalKind::Name), _) => name.clone(),
        (Some(PersonalKind::IdNumber), _) => citizen_id.clone(),
        (Some(PersonalKind::Phone), _) => phone.clone(),
        (Some(PersonalKind::BirthDate), _) => born_on.to_string(),
        (Some(PersonalKind::Address), _) => "海云市示范区演示路1号".to_owned(),
        (Some(PersonalKind::Health), _) => "无".to_owned(),
        (Some(PersonalKind::Finance | PersonalKind::Other), _) => {
            format!("{}（演示）", field.titles.zh)
        }
        (None, Party::Organisation { name, .. }) if field.titles.en == "Organisation" => {
            name.clone()
        }
        (None, Party::Organisation { .. } | Party::Citizen(_)) => {
            format!("海云{}（演示）", field.titles.zh)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rand::SeedableRng as _;
    use serde_json::json;
    use tongban_catalog::sample_city;
    use tongban_intake::commands::read_form;

    use super::*;

    const TODAY: Date = date(2026, 9, 28);

    #[test]
    fn intake_can_use_every_answer_to_every_form_of_the_city() {
        let (city, mut rng) = (sample_city().unwrap(), StdRng::seed_from_u64(3));
        for item in city.items() {
            for _ in 0..20 {
                for party in [Party::invent_citizen(&mut rng), Party::invent_organisation(&mut rng)]
                {
                    let read = read_form(&item.form, fill(&item.form, &party, TODAY, &mut rng));
                    assert_eq!((read.unusable, read.unknown), (vec![], vec![]), "{}", item.code);
                    let is_answered = |field: &&Field| {
                        let name = field.name.as_str();
                        read.form.contains_key(name) || read.personal.contains_key(name)
                    };
                    let required = item.form.fields.iter().filter(|field| !field.optional);
                    assert!(required.clone().all(|f| is_answered(&f)), "{}", item.code);
                }
            }
        }
    }

    #[test]
    fn fields_of_every_kind_are_answered() {
        let kinds = [
            json!("text"),
            json!("long_text"),
            json!("integer"),
            json!("number"),
            json!("boolean"),
            json!("date"),
            json!("citizen_id"),
            json!("unified_code"),
            json!("phone"),
            json!({ "choice": [{ "value": "one", "titles": { "zh": "一", "en": "One" } }] }),
        ];
        let field = |(n, kind): (usize, &Value)| {
            let titles = json!({ "zh": "项", "en": "Field" });
            json!({ "name": format!("field_{n}"), "titles": titles, "kind": kind })
        };
        let fields: Vec<_> = kinds.iter().enumerate().map(field).collect();
        let form: Form = serde_json::from_value(json!({ "fields": fields })).unwrap();
        let mut rng = StdRng::seed_from_u64(4);
        let party = Party::invent_citizen(&mut rng);
        let read = read_form(&form, fill(&form, &party, TODAY, &mut rng));
        assert_eq!(read.form.len(), kinds.len());
        assert!(read.unusable.is_empty(), "{:?}", read.unusable);
    }
}
