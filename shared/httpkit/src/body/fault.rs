use serde_path_to_error::Segment;
use tongban_kernel::Text;

use crate::FieldError;

/// What a reader of JSON complains about, as a field with a rule and a remedy.
pub(crate) fn field_error(error: &serde_path_to_error::Error<serde_json::Error>) -> FieldError {
    let mut pointer = String::new();
    for segment in error.path() {
        let name = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => continue,
        };
        push(&mut pointer, &name);
    }
    let message = error.inner().to_string();
    let place = format!(" at line {} column {}", error.inner().line(), error.inner().column());
    let message = message.strip_suffix(&place).unwrap_or(&message);
    // These two complaints are about the object around the field.
    let around = ["missing field ", "duplicate field "];
    if let Some(field) = around.iter().find_map(|prefix| message.strip_prefix(prefix)) {
        push(&mut pointer, field.trim_matches('`'));
    }
    text_error(pointer, message)
}

/// What any reader of serde's complains about in `field`.
pub(crate) fn text_error(field: String, message: &str) -> FieldError {
    let expected = message.split_once("expected ").map_or("", |(_, expected)| expected);
    let expected = expected.trim_start_matches("one of ");
    let starts = |prefix: &str| message.starts_with(prefix);
    let (rule, zh) = if starts("missing field") {
        ("missing", "必填".to_owned())
    } else if starts("unknown field") {
        ("unknown", format!("没有这个字段，请删除；可用的字段：{expected}"))
    } else if starts("duplicate field") {
        ("duplicate", "只能填写一次".to_owned())
    } else if starts("unknown variant") {
        ("choice", format!("请选择其一：{expected}"))
    } else if starts("invalid type") {
        ("type", format!("类型不符，应为：{expected}"))
    } else {
        ("value", format!("此值不符合要求：{message}"))
    };
    FieldError::new(field, rule, Text::new(zh, message))
}

/// Adds a step to a JSON pointer (RFC 6901).
fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}
