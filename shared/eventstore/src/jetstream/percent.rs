//! Header values as CloudEvents spells them: printable ASCII as it is, everything else, and the
//! percent sign, the blank and the double quote, as `%` and the two hexadecimal digits of each byte
//! of its UTF-8.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');

/// Whether a text is a header value as it stands, as nearly all are.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'%')
}

/// Spells a text as a header value.
pub(super) fn encode(text: Cow<'_, str>) -> String {
    if is_plain(&text) {
        return text.into_owned();
    }
    utf8_percent_encode(&text, ESCAPED).to_string()
}

/// Reads a header value; none where it is not one that [`encode`] writes.
pub(super) fn decode(value: &str) -> Option<Cow<'_, str>> {
    if is_plain(value) {
        return Some(Cow::Borrowed(value));
    }
    let text = percent_decode_str(value).decode_utf8().ok()?;
    // What is escaped wrongly passes the library: spelled again it is not the same.
    let mut spelled = utf8_percent_encode(&text, ESCAPED);
    let rest = spelled.try_fold(value, |rest, part| rest.strip_prefix(part))?;
    rest.is_empty().then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_survives_the_way_through_a_header() {
        for text in ["", "clerk-7", "第1件 \"急\"", "100%", "a\r\nb: c", "é", " blank ", "\u{0}"]
        {
            let value = encode(text.into());
            assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{value}");
            assert_eq!(decode(&value).as_deref(), Some(text));
        }
        assert_eq!(encode("受 理".into()), "%E5%8F%97%20%E7%90%86");
    }

    #[test]
    fn what_is_no_header_value_is_refused() {
        for value in ["%", "%5", "%zz", "%FF", "%e5%8f%97", "%41", "a b", "\"", "受"] {
            assert_eq!(decode(value), None, "{value}");
        }
    }
}
