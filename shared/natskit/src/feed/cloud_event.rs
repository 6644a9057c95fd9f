use std::collections::BTreeMap;

use async_nats::HeaderMap;
use bytes::Bytes;
use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What is escaped in a header value (`CloudEvents`, NATS protocol binding 3.2.3.1).
const VALUE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');
const PREFIX: &str = "ce-";
const CONTENT_TYPE: &str = "content-type";
/// The attribute that has a header of its own.
const DATA_CONTENT_TYPE: &str = "datacontenttype";
const REQUIRED: [&str; 4] = ["id", "source", "specversion", "type"];

/// A fact as `CloudEvents` 1.0 has it: attributes and data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudEvent {
    attributes: BTreeMap<String, String>,
    data: Bytes,
}

/// What is no `CloudEvent`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEvent {
    /// An attribute that every event has is missing.
    #[error("attribute {0} is missing")]
    Missing(&'static str),
    /// An attribute has another name than small letters and digits.
    #[error("{0:?} is no name of an attribute")]
    Name(String),
    /// An attribute says what it cannot.
    #[error("attribute {0} has no valid value")]
    Value(String),
}

impl CloudEvent {
    /// An event with these attributes.
    ///
    /// # Errors
    /// The first rule of the specification that it breaks.
    pub fn new(attributes: BTreeMap<String, String>, data: Bytes) -> Result<Self, InvalidEvent> {
        if let Some(missing) = REQUIRED.into_iter().find(|name| !attributes.contains_key(*name)) {
            return Err(InvalidEvent::Missing(missing));
        }
        for (name, value) in &attributes {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            if name.is_empty() || !name.bytes().all(plain) {
                return Err(InvalidEvent::Name(name.clone()));
            }
            if !fits(name, value) {
                return Err(InvalidEvent::Value(name.clone()));
            }
        }
        Ok(Self { attributes, data })
    }

    /// Reads a message in binary mode.
    ///
    /// # Errors
    /// When it is no event.
    pub fn read(headers: &HeaderMap, data: Bytes) -> Result<Self, InvalidEvent> {
        let mut attributes = BTreeMap::new();
        for (name, values) in headers.iter() {
            let name = name.to_string().to_ascii_lowercase();
            let attribute = match name.strip_prefix(PREFIX) {
                Some(attribute) => attribute,
                None if name == CONTENT_TYPE => DATA_CONTENT_TYPE,
                None => continue,
            };
            let value = values.first().map(async_nats::HeaderValue::as_str).unwrap_or_default();
            let decoded = percent_decode_str(value).decode_utf8();
            let decoded = decoded.map_err(|_| InvalidEvent::Value(attribute.to_owned()))?;
            attributes.insert(attribute.to_owned(), decoded.into_owned());
        }
        Self::new(attributes, data)
    }

    /// Its headers in binary mode.
    pub fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.attributes {
            if name == DATA_CONTENT_TYPE {
                headers.insert(CONTENT_TYPE, value.as_str());
            } else {
                let value = utf8_percent_encode(value, VALUE).to_string();
                headers.insert(format!("{PREFIX}{name}"), value);
            }
        }
        headers
    }

    /// One of its attributes.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Its data.
    pub fn data(&self) -> &Bytes {
        &self.data
    }
}

/// Whether an attribute may say this; what the specification does not name may say anything.
fn fits(name: &str, value: &str) -> bool {
    match name {
        "specversion" => value == "1.0",
        "id" | "type" | "source" | "subject" | "dataschema" => !value.is_empty(),
        "time" => is_rfc3339(value),
        DATA_CONTENT_TYPE => is_media_type(value),
        _ => true,
    }
}

/// A time with date, seconds and offset (RFC 3339, 5.6); ISO 8601 knows more forms.
fn is_rfc3339(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else { return false };
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(at);
    let (seconds, fraction) = clock.split_once('.').map_or((clock, "0"), |(a, b)| (a, b));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    shaped(date, "0000-00-00")
        && (shaped(seconds, "T00:00:00") || shaped(seconds, "t00:00:00"))
        && is_digits(fraction)
        && (matches!(offset, "Z" | "z") || is_offset(offset))
        && text.parse::<Timestamp>().is_ok()
}

/// Hours and minutes from UTC, less than a day.
fn is_offset(text: &str) -> bool {
    (shaped(text, "+00:00") || shaped(text, "-00:00")) && text[1..3] < *"24" && text[4..] < *"60"
}

/// Whether a text has digits where the shape has zeros, and is the shape otherwise.
fn shaped(text: &str, shape: &str) -> bool {
    let fits = |(byte, of): (u8, u8)| if of == b'0' { byte.is_ascii_digit() } else { byte == of };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// `type/subtype` (RFC 2046), parameters behind it or not.
fn is_media_type(text: &str) -> bool {
    let token = |part: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        !part.is_empty() && part.bytes().all(known)
    };
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.split_once('/').is_some_and(|(kind, subkind)| token(kind) && token(subkind))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use serde_json::Value;

    use super::*;

    /// The events of the conformance suite of `CloudEvents` that differ in attributes: what its
    /// JSON format may and may not do, binary mode does not have.
    fn events(file: &str) -> Vec<(String, BTreeMap<String, String>)> {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
        let file = data.join("13-standards-conformance/cloudevents/format/json").join(file);
        let suite: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        let of_test = |test: &Value| {
            let mut attributes = BTreeMap::new();
            for (name, value) in test["event"].as_object().unwrap() {
                match value {
                    Value::String(text) => drop(attributes.insert(name.clone(), text.clone())),
                    Value::Null => {}
                    Value::Bool(_) | Value::Number(_) if name.starts_with("ext") => {
                        attributes.insert(name.clone(), value.to_string());
                    }
                    _ => return None,
                }
            }
            let is_json_alone = attributes.contains_key("data_base64");
            attributes.remove("data");
            (!is_json_alone).then(|| (test["id"].as_str().unwrap().to_owned(), attributes))
        };
        suite["tests"].as_array().unwrap().iter().filter_map(of_test).collect()
    }

    #[test]
    fn what_the_conformance_suite_calls_valid_is_taken_and_survives_the_way() {
        let all = events("valid-events.json");
        assert!(all.len() >= 10, "{}", all.len());
        for (test, attributes) in all {
            let event = CloudEvent::new(attributes, Bytes::from("{}"));
            let event = event.unwrap_or_else(|fault| panic!("{test}: {fault}"));
            assert_eq!(CloudEvent::read(&event.headers(), event.data.clone()), Ok(event), "{test}");
        }
    }

    #[test]
    fn what_the_conformance_suite_calls_invalid_is_refused() {
        let all = events("invalid-events.json");
        assert!(all.len() >= 20, "{}", all.len());
        for (test, attributes) in all {
            assert!(CloudEvent::new(attributes, Bytes::new()).is_err(), "{test}");
        }
    }

    #[test]
    fn values_are_escaped_as_the_binding_wants() {
        let attributes = [
            ("specversion", "1.0"),
            ("id", "1"),
            ("type", "t"),
            ("source", "/办件"),
            ("note", "a \"b\" 100%"),
            ("datacontenttype", "application/json"),
        ];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let event = CloudEvent::new(attributes.into(), Bytes::new()).unwrap();
        let headers = event.headers();
        let get = |name: &str| headers.get(name).map(async_nats::HeaderValue::as_str);
        assert_eq!(get("ce-source"), Some("/%E5%8A%9E%E4%BB%B6"));
        assert_eq!(get("ce-note"), Some("a%20%22b%22%20100%25"));
        assert_eq!(get("content-type"), Some("application/json"));
    }
}
