use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::FieldName;

/// When a material is needed, in terms of the answers of the form.
///
/// Written as data, not as an expression in a string, so that the schema, the editor and the check
/// see every part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The answer is exactly this.
    Equals(Equals),
    /// The answer is a number and this or more.
    AtLeast(AtLeast),
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// An answer compared with one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Equals {
    /// The field.
    pub field: FieldName,
    /// Text, number, yes or no, as the field has it.
    pub value: Value,
}

/// An answer compared with a least value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AtLeast {
    /// The field; a number.
    pub field: FieldName,
    /// The least value, in the unit of the field.
    pub value: f64,
}

impl Condition {
    /// Whether it holds for these answers. A question left open equals nothing and reaches nothing.
    pub fn holds(&self, answers: &Map<String, Value>) -> bool {
        let answer = |field: &FieldName| answers.get(field.as_str());
        match self {
            Self::Equals(Equals { field, value }) => answer(field).is_some_and(|a| same(a, value)),
            Self::AtLeast(AtLeast { field, value }) => {
                answer(field).and_then(Value::as_f64).is_some_and(|number| number >= *value)
            }
            Self::All(all) => all.iter().all(|condition| condition.holds(answers)),
            Self::Any(any) => any.iter().any(|condition| condition.holds(answers)),
            Self::Not(condition) => !condition.holds(answers),
        }
    }
}

// 3 and 3.0 are one answer, whichever way a client writes it.
fn same(answer: &Value, value: &Value) -> bool {
    match (answer.as_f64(), value.as_f64()) {
        (Some(answer), Some(value)) => answer.total_cmp(&value).is_eq(),
        _ => answer == value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn holds(condition: Value, answers: Value) -> bool {
        let condition: Condition = serde_json::from_value(condition).unwrap();
        condition.holds(answers.as_object().unwrap())
    }

    #[test]
    fn a_condition_reads_the_answers() {
        let leased = json!({ "equals": { "field": "premises", "value": "leased" } });
        assert!(holds(leased.clone(), json!({ "premises": "leased" })));
        assert!(!holds(leased.clone(), json!({ "premises": "owned" })));
        assert!(!holds(leased.clone(), json!({})));
        assert!(holds(json!({ "not": leased }), json!({})));
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let large = json!({ "at_least": { "field": "area_m2", "value": 300 } });
        assert!(holds(large.clone(), json!({ "area_m2": 300.0 })));
        assert!(!holds(large.clone(), json!({ "area_m2": 299 })));
        assert!(!holds(large, json!({ "area_m2": "300" })));
        assert!(holds(
            json!({ "equals": { "field": "floors", "value": 3 } }),
            json!({ "floors": 3.0 })
        ));
    }

    #[test]
    fn conditions_combine() {
        let leased = json!({ "equals": { "field": "leased", "value": true } });
        let large = json!({ "at_least": { "field": "area_m2", "value": 300 } });
        let answers = json!({ "leased": true, "area_m2": 10 });
        assert!(holds(json!({ "any": [leased, large] }), answers.clone()));
        assert!(!holds(json!({ "all": [leased, large] }), answers));
    }
}
