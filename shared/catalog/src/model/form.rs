use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tongban_calendar::Lang;
use tongban_kernel::Text;

use super::FieldName;

/// The application form of an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Form {
    /// Its fields, in the order in which they are asked.
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Field {
    /// Its key in the answers.
    pub name: FieldName,
    /// What the applicant reads.
    pub titles: Text,
    /// What may be answered.
    pub kind: FieldKind,
    /// Whether an answer may be left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Set when the answer is about a person: it is encrypted under the person's key, and masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<PersonalKind>,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of at most 200 characters.
    Text,
    /// Several lines, at most 4,000 characters.
    LongText,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A date, `2026-01-31`.
    Date,
    /// A citizen identity number (GB 11643).
    CitizenId,
    /// A unified social credit code (GB 32100).
    UnifiedCode,
    /// A telephone number.
    Phone,
    /// One of these.
    Choice(Vec<Choice>),
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub value: FieldName,
    /// What the applicant reads.
    pub titles: Text,
}

/// What an answer says about a person; decides how it is masked and searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// A name.
    Name,
    /// An identity number.
    IdNumber,
    /// A telephone number.
    Phone,
    /// An address.
    Address,
    /// A date of birth.
    BirthDate,
    /// Health.
    Health,
    /// Income, accounts.
    Finance,
    /// Anything else about a person.
    Other,
}

impl Form {
    /// A field by its name.
    pub fn field(&self, name: &FieldName) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == *name)
    }

    /// The form as a JSON Schema (2020-12) of its answers, titles in one language. Personal fields
    /// carry `x-personal`, single answers of a choice `const` and `title`.
    pub fn json_schema(&self, lang: Lang) -> Value {
        let properties: Map<String, Value> = self
            .fields
            .iter()
            .map(|field| (field.name.to_string(), field.json_schema(lang)))
            .collect();
        let required: Vec<&str> =
            self.fields.iter().filter(|f| !f.optional).map(|f| f.name.as_str()).collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }
}

impl Field {
    fn json_schema(&self, lang: Lang) -> Value {
        let mut schema = match &self.kind {
            FieldKind::Text => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
            FieldKind::LongText => json!({ "type": "string", "minLength": 1, "maxLength": 4000 }),
            FieldKind::Integer => json!({ "type": "integer" }),
            FieldKind::Number => json!({ "type": "number" }),
            FieldKind::Boolean => json!({ "type": "boolean" }),
            FieldKind::Date => json!({ "type": "string", "format": "date" }),
            FieldKind::CitizenId => json!({ "type": "string", "pattern": "^[0-9]{17}[0-9X]$" }),
            FieldKind::UnifiedCode => json!({ "type": "string", "pattern": "^[0-9A-Z]{18}$" }),
            FieldKind::Phone => json!({ "type": "string", "pattern": "^[+0-9][0-9 -]{2,19}$" }),
            FieldKind::Choice(choices) => {
                let one_of: Vec<Value> = choices
                    .iter()
                    .map(|c| json!({ "const": c.value, "title": words(&c.titles, lang) }))
                    .collect();
                json!({ "type": "string", "oneOf": one_of })
            }
        };
        schema["title"] = words(&self.titles, lang).into();
        if let Some(personal) = self.personal {
            schema["x-personal"] = json!(personal);
        }
        schema
    }
}

fn words(text: &Text, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &text.zh,
        Lang::En => &text.en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        serde_json::from_value(json!({ "fields": [
            { "name": "applicant", "titles": { "zh": "申请人", "en": "Applicant" }, "kind": "text",
              "personal": "name" },
            { "name": "premises", "titles": { "zh": "场所", "en": "Premises" }, "kind": { "choice": [
                { "value": "owned", "titles": { "zh": "自有", "en": "Owned" } },
                { "value": "leased", "titles": { "zh": "租赁", "en": "Leased" } } ] } },
            { "name": "area_m2", "titles": { "zh": "面积", "en": "Area" }, "kind": "number",
              "optional": true },
        ] }))
        .unwrap()
    }

    #[test]
    fn the_schema_of_a_form_accepts_its_answers_and_nothing_else() {
        let schema = jsonschema::validator_for(&form().json_schema(Lang::Zh)).unwrap();
        assert!(schema.is_valid(&json!({ "applicant": "王芳", "premises": "leased" })));
        assert!(!schema.is_valid(&json!({ "applicant": "王芳", "premises": "borrowed" })));
        assert!(!schema.is_valid(&json!({ "premises": "leased" })));
        assert!(!schema.is_valid(&json!({ "applicant": "王芳", "premises": "owned", "more": 1 })));
    }

    #[test]
    fn titles_come_in_the_language_asked_for_and_personal_fields_are_marked() {
        let english = form().json_schema(Lang::En);
        assert_eq!(english["properties"]["applicant"]["title"], "Applicant");
        assert_eq!(english["properties"]["applicant"]["x-personal"], "name");
        assert_eq!(form().json_schema(Lang::Zh)["properties"]["applicant"]["title"], "申请人");
    }
}
