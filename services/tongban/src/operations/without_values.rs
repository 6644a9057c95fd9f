/// What stands before the words of serde: all behind it may quote what the event holds.
const DECODING: &str = "cannot decode an event of type ";
/// Words of serde behind which it quotes what it has read.
const QUOTING: [&str; 5] =
    ["invalid type", "invalid value", "invalid length", "unknown variant", "unknown field"];
/// What is said of an event that does not fit for another reason.
const MISFIT: &str = "its data do not fit";
const PLACE: &str = " at line ";

/// The text of a failure without values of events: of what does not fit it keeps the kind and the
/// place. Operators see no business data.
pub(crate) fn without_values(text: &str) -> String {
    let decoding = text.find(DECODING).and_then(|at| {
        let kind = at + DECODING.len();
        text[kind..].find(": ").map(|n| kind + n + 2)
    });
    let quoting = QUOTING.iter().filter_map(|words| text.find(words)).min();
    let Some(from) = [decoding, quoting].into_iter().flatten().min() else {
        return text.to_owned();
    };
    let (before, said) = text.split_at(from);
    let words = QUOTING.iter().find(|words| said.starts_with(**words));
    let place = said.rfind(PLACE).map(|at| &said[at..]).filter(|place| is_place(place));
    format!("{before}{}{}", words.unwrap_or(&MISFIT), place.unwrap_or_default())
}

fn is_place(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = text.strip_prefix(PLACE).and_then(|rest| rest.split_once(" column "));
    numbers.is_some_and(|(line, column)| is_number(line) && is_number(column))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};
    use tongban_kernel::{DomainEvent, EventType, decode_data};
    use tongban_telemetry::chain;

    use super::*;

    const MARKED: &str = "110101199003070000 王小明 at line 9";

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type", content = "data")]
    enum Noted {
        #[serde(rename = "test.noted.v1")]
        Noted { n: u32, at: jiff::Timestamp },
    }

    impl DomainEvent for Noted {}

    fn told(data: &serde_json::Value) -> String {
        let kind = EventType::from("test.noted.v1");
        let error = decode_data::<Noted>(&kind, data.to_string().as_bytes()).unwrap_err();
        without_values(&chain(&error).to_string())
    }

    #[test]
    fn what_an_event_holds_is_not_told_where_it_cannot_be_read() {
        let at = "2026-11-09T01:00:00Z";
        let misfits = [
            (serde_json::json!({ "n": MARKED, "at": at }), "invalid type"),
            (serde_json::json!({ "n": 1, "at": MARKED }), MISFIT),
        ];
        for (data, words) in misfits {
            let told = told(&data);
            assert!(told.starts_with("cannot decode an event of type test.noted.v1: "), "{told}");
            assert!(told.contains(words), "{told}");
            assert!(!told.contains("王小明") && !told.contains("110101"), "{told}");
        }
    }

    #[test]
    fn where_it_does_not_fit_is_told() {
        let error = serde_json::from_str::<u32>(&format!("{MARKED:?}")).unwrap_err();
        let told = without_values(&format!("a key cannot be read: {error}"));
        let place = format!("at line {} column {}", error.line(), error.column());
        assert_eq!(told, format!("a key cannot be read: invalid type {place}"));
    }

    #[test]
    fn other_failures_are_told_as_they_are() {
        for text in ["the disk is gone", "the connection broke at line 7", ""] {
            assert_eq!(without_values(text), text);
        }
    }
}
