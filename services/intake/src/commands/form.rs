use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};
use tongban_catalog::model::{Choice, Field, FieldKind, Form};
use tongban_kernel::{CitizenId, Text, UnifiedCode};
use tongban_vault::phone_digits;

/// A line, in characters: as the form's schema has it.
const TEXT_CHARS_MAX: usize = 200;
/// Several lines, in characters.
const LONG_TEXT_CHARS_MAX: usize = 4_000;

/// Answers that were read by the form they belong to.
#[derive(Clone, Default, PartialEq)]
pub struct ReadForm {
    /// Those that are not about persons, in their normal form.
    pub form: Map<String, Value>,
    /// Those about persons, to be sealed.
    pub personal: BTreeMap<String, String>,
    /// Answers that cannot be used, as if they had been left out.
    pub unusable: Vec<FieldFault>,
    /// Names that the form does not have: a mistake of the program that sent them.
    pub unknown: Vec<String>,
}

/// An answer that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field.
    pub field: String,
    /// Which rule it breaks, for programs.
    pub rule: &'static str,
    /// What to do about it, for people.
    pub remedy: Text,
}

/// Reads answers by a form. Empty texts and nulls count as left out; that something is left out is
/// not judged here.
pub fn read_form(form: &Form, mut answers: Map<String, Value>) -> ReadForm {
    let mut read = ReadForm::default();
    for field in &form.fields {
        let name = field.name.to_string();
        let Some(answer) = answers.remove(&name) else { continue };
        match read_answer(field, answer) {
            Ok(None) => {}
            Ok(Some(answer)) if field.personal.is_some() => {
                read.personal.insert(name, text_of(answer));
            }
            Ok(Some(answer)) => {
                read.form.insert(name, answer);
            }
            Err((rule, remedy)) => {
                let remedy = titled(field, &remedy);
                read.unusable.push(FieldFault { field: name, rule, remedy });
            }
        }
    }
    read.unknown = answers.into_iter().map(|(name, _)| name).collect();
    read
}

fn titled(field: &Field, remedy: &Text) -> Text {
    Text::new(
        format!("{}：{}", field.titles.zh, remedy.zh),
        format!("{}: {}", field.titles.en, remedy.en),
    )
}

fn text_of(answer: Value) -> String {
    match answer {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

type Fault = (&'static str, Text);

fn read_answer(field: &Field, answer: Value) -> Result<Option<Value>, Fault> {
    let answer = match answer {
        Value::Null => return Ok(None),
        Value::String(text) if text.trim().is_empty() => return Ok(None),
        Value::String(text) => Value::String(text.trim().to_owned()),
        other => other,
    };
    if field.personal.is_some() && answer.as_str().is_some_and(|text| text.contains('*')) {
        let remedy = Text::new("请填写完整内容，不能含 *", "state it in full, without *");
        return Err(("masked", remedy));
    }
    read_kind(&field.kind, answer).map(Some)
}

fn read_kind(kind: &FieldKind, answer: Value) -> Result<Value, Fault> {
    match kind {
        FieldKind::Text => text(answer, TEXT_CHARS_MAX),
        FieldKind::LongText => text(answer, LONG_TEXT_CHARS_MAX),
        FieldKind::Integer if answer.is_i64() => Ok(answer),
        FieldKind::Integer => Err(("integer", Text::new("应为整数", "a whole number"))),
        FieldKind::Number if answer.is_number() => Ok(answer),
        FieldKind::Number => Err(("number", Text::new("应为数字", "a number"))),
        FieldKind::Boolean if answer.is_boolean() => Ok(answer),
        FieldKind::Boolean => Err(("boolean", Text::new("应为是或否", "true or false"))),
        FieldKind::Date => date(answer),
        FieldKind::CitizenId => {
            let read = CitizenId::parse(answer.as_str().unwrap_or_default());
            read.map(|id| id.as_str().into()).map_err(|invalid| {
                let remedy = Text::new("公民身份号码有误，请核对", invalid.to_string());
                ("gb11643", remedy)
            })
        }
        FieldKind::UnifiedCode => {
            let read = UnifiedCode::parse(answer.as_str().unwrap_or_default());
            read.map(|code| code.as_str().into()).map_err(|invalid| {
                let remedy = Text::new("统一社会信用代码有误，请核对", invalid.to_string());
                ("gb32100", remedy)
            })
        }
        FieldKind::Phone => phone(answer),
        FieldKind::Choice(choices) => choice(choices, answer),
    }
}

fn text(answer: Value, chars_max: usize) -> Result<Value, Fault> {
    let fits = answer.as_str().is_some_and(|text| text.chars().count() <= chars_max);
    if fits {
        return Ok(answer);
    }
    let remedy = Text::new(
        format!("应为不超过 {chars_max} 个字的文字"),
        format!("a text of at most {chars_max} characters"),
    );
    Err(("text", remedy))
}

fn date(answer: Value) -> Result<Value, Fault> {
    let read = answer.as_str().and_then(|text| text.parse::<Date>().ok());
    let remedy = || Text::new("应为日期，如 2026-01-31", "a date such as 2026-01-31");
    read.map(|date| date.to_string().into()).ok_or_else(|| ("date", remedy()))
}

fn phone(answer: Value) -> Result<Value, Fault> {
    let is_phone = |text: &str| {
        let n_digits = phone_digits(text).len();
        let body = text.strip_prefix('+').unwrap_or(text);
        (3..=20).contains(&n_digits)
            && body.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'))
    };
    if answer.as_str().is_some_and(is_phone) {
        return Ok(answer);
    }
    let remedy = Text::new("联系电话由数字组成，可含空格和短横线", "digits, blanks and dashes");
    Err(("phone", remedy))
}

fn choice(choices: &[Choice], answer: Value) -> Result<Value, Fault> {
    let known = |text: &str| choices.iter().any(|choice| choice.value.as_str() == text);
    if answer.as_str().is_some_and(known) {
        return Ok(answer);
    }
    let list =
        |name: fn(&Choice) -> String| choices.iter().map(name).collect::<Vec<_>>().join(", ");
    let remedy = Text::new(
        format!("请选择其一：{}", list(|c| format!("{}（{}）", c.titles.zh, c.value))),
        format!("one of {}", list(|c| c.value.to_string())),
    );
    Err(("choice", remedy))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tongban_catalog::sample_city;

    use super::*;

    fn read(item: &str, answers: Value) -> ReadForm {
        let city = sample_city().unwrap();
        let Value::Object(answers) = answers else { panic!("{answers} is no object") };
        read_form(&city.item(item, 1).unwrap().form, answers)
    }

    #[test]
    fn answers_are_read_in_their_normal_form_and_persons_are_kept_apart() {
        let read = read(
            "food-business-licence",
            json!({ "organisation": " 海云食品 ", "unified_code": "91350100m000100y43",
                    "contact": "王芳", "phone": "138 1234 1234", "area_m2": 20.5,
                    "sells_cold": false, "business_form": "retail" }),
        );
        assert_eq!(read.unusable, []);
        assert_eq!(read.form["organisation"], "海云食品");
        assert_eq!(read.form["unified_code"], "91350100M000100Y43");
        assert_eq!(read.personal.keys().collect::<Vec<_>>(), ["contact", "phone"]);
        assert!(!read.form.contains_key("contact"));
    }

    #[test]
    fn every_answer_that_cannot_be_used_is_named_with_its_rule() {
        let read = read(
            "food-business-licence",
            json!({ "organisation": "x".repeat(201), "unified_code": "91350100M000100Y44",
                    "contact": "王*", "phone": "call me", "area_m2": "20", "sells_cold": "no",
                    "business_form": "circus" }),
        );
        let rules: Vec<_> = read.unusable.iter().map(|f| (f.field.as_str(), f.rule)).collect();
        assert_eq!(
            rules,
            [
                ("organisation", "text"),
                ("unified_code", "gb32100"),
                ("contact", "masked"),
                ("phone", "phone"),
                ("area_m2", "number"),
                ("sells_cold", "boolean"),
                ("business_form", "choice"),
            ]
        );
        assert!(read.form.is_empty() && read.personal.is_empty());
    }

    #[test]
    fn dates_and_identity_numbers_are_checked() {
        let good = json!({ "id_number": "11010519491231002x", "born_on": "1949-12-31" });
        let good = read("old-age-card", good);
        assert_eq!(good.personal["id_number"], "11010519491231002X");
        assert_eq!(good.personal["born_on"], "1949-12-31");
        let bad = read("old-age-card", json!({ "id_number": "1", "born_on": "1949-02-30" }));
        let rules: Vec<_> = bad.unusable.iter().map(|f| f.rule).collect();
        assert_eq!(rules, ["gb11643", "date"]);
    }

    #[test]
    fn an_empty_answer_is_none_and_an_unknown_name_is_told() {
        let read = read("old-age-card", json!({ "applicant": "  ", "phone": null, "colour": 3 }));
        assert_eq!(read.unknown, ["colour"]);
        assert!(read.personal.is_empty() && read.unusable.is_empty());
    }
}
