//! Header values as CloudEvents spells them: printable ASCII as it is, everything else, and the
//! percent sign, the blank and the double quote, as `%` and the two hexadecimal digits of each byte
//! of its UTF-8.

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Spells a text as a header value.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'%' | b'"') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 0xf)]));
        }
    }
    out
}

/// Reads a header value; none where it is not one that [`encode`] writes.
pub(super) fn decode(value: &str) -> Option<String> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => out.push(digit(rest.next()?)? << 4 | digit(rest.next()?)?),
            b'"' => return None,
            byte if byte.is_ascii_graphic() => out.push(byte),
            _ => return None,
        }
    }
    String::from_utf8(out).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_survives_the_way_through_a_header() {
        for text in ["", "clerk-7", "第1件 \"急\"", "100%", "a\r\nb: c", "é", " blank ", "\u{0}"]
        {
            let value = encode(text);
            assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{value}");
            assert_eq!(decode(&value).as_deref(), Some(text));
        }
        assert_eq!(encode("受 理"), "%E5%8F%97%20%E7%90%86");
    }

    #[test]
    fn what_is_no_header_value_is_refused() {
        for value in ["%", "%5", "%zz", "%FF", "a b", "受"] {
            assert_eq!(decode(value), None, "{value}");
        }
    }
}
