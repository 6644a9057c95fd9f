//! Compares a document with the generated schema and tells every difference.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use crate::fault::Shape;

/// Whether a fault stands at the key of its pointer or at the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Key,
    Value,
}

/// Something that the schema does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misshapen {
    pub(super) pointer: String,
    pub(super) side: Side,
    pub(super) shape: Shape,
}

/// Everything in `value` that the schema does not allow.
pub(super) fn misshapen(schema: &Validator, value: &Value) -> Vec<Misshapen> {
    schema.iter_errors(value).flat_map(|error| explain(&error)).collect()
}

fn explain(error: &ValidationError<'_>) -> Vec<Misshapen> {
    let pointer = error.instance_path().to_string();
    let at_value = |shape| vec![Misshapen { pointer: pointer.clone(), side: Side::Value, shape }];
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|field| Misshapen {
                pointer: format!("{pointer}/{}", crate::check::escape(field)),
                side: Side::Key,
                shape: Shape::UnknownField { field: field.clone() },
            })
            .collect(),
        Kind::Required { property } => at_value(Shape::MissingField { field: word(property) }),
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => match nearest(context) {
            Some(branch) => branch.iter().flat_map(explain).collect(),
            None => at_value(misfit(error, choices(context))),
        },
        Kind::Enum { options } => {
            let options = options.as_array().map(|all| all.iter().map(word).collect::<Vec<_>>());
            at_value(misfit(error, options.unwrap_or_default().join(", ")))
        }
        // The parser's own words name what the keyword wants; the value stands before them anyway.
        _ => at_value(misfit(error, expectation(error))),
    }
}

/// Of several allowed forms, the one that was meant: the only one that reads deepest before it
/// finds something wrong.
fn nearest<'a>(
    context: &'a [Vec<ValidationError<'static>>],
) -> Option<&'a Vec<ValidationError<'static>>> {
    let depth = |branch: &Vec<ValidationError<'_>>| {
        branch.iter().map(|error| error.instance_path().as_str().matches('/').count()).max()
    };
    let deepest = context.iter().map(depth).max()?;
    let mut meant = context.iter().filter(|branch| depth(branch) == deepest);
    match (meant.next(), meant.next()) {
        (Some(branch), None) => Some(branch),
        _ => None,
    }
}

/// The words with which the allowed forms begin.
fn choices(context: &[Vec<ValidationError<'static>>]) -> String {
    let mut words: Vec<String> = context
        .iter()
        .flatten()
        .filter_map(|error| match error.kind() {
            Kind::Required { property } => Some(format!("{}: …", word(property))),
            Kind::Constant { expected_value } => Some(word(expected_value)),
            Kind::Enum { options } => {
                options.as_array().map(|all| all.iter().map(word).collect::<Vec<_>>().join(", "))
            }
            _ => None,
        })
        .collect();
    words.dedup();
    words.join(", ")
}

fn misfit(error: &ValidationError<'_>, expected: String) -> Shape {
    let given: String = word(error.instance()).chars().take(GIVEN_CHARS_MAX).collect();
    Shape::Misfit { given, expected }
}

// Enough to recognise the place; a whole mapping would bury the message.
const GIVEN_CHARS_MAX: usize = 60;

fn expectation(error: &ValidationError<'_>) -> String {
    match error.kind() {
        Kind::Pattern { pattern } => pattern.clone(),
        Kind::Minimum { limit } => format!("≥ {limit}"),
        Kind::Maximum { limit } => format!("≤ {limit}"),
        Kind::MinItems { limit } => format!("≥ {limit} entries"),
        Kind::MaxItems { limit } => format!("≤ {limit} entries"),
        _ => {
            let masked = error.masked_with("").to_string();
            masked.trim().trim_start_matches("is not ").to_owned()
        }
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
