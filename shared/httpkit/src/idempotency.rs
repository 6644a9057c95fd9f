use axum::http::{HeaderMap, StatusCode};
use tongban_kernel::Text;
use uuid::Uuid;

use crate::Problem;

/// The header in which a client names its wish.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The longest key, in characters: as long as ids get in other systems.
const KEY_CHARS_MAX: usize = 64;

/// Keys that are no UUID become one under this name.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_7f0a_3f6e_5b5b_9d1c_74d1_5f2b_70c3);

/// Reads the key under which a command is carried out once: a UUID (best one of version 7, whose
/// time new ids keep), or any 1 to [`KEY_CHARS_MAX`] printable ASCII characters, which become a
/// UUID of version 5. Quotes around it, as the IETF draft writes it, do not count.
///
/// # Errors
/// 400, when there is none, or it is too long or not printable.
pub(crate) fn key(headers: &HeaderMap) -> Result<Uuid, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else {
        return Err(missing());
    };
    let text = value.to_str().map_err(|_| malformed())?.trim();
    let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if text.is_empty() || text.len() > KEY_CHARS_MAX {
        return Err(malformed());
    }
    Ok(Uuid::try_parse(text).unwrap_or_else(|_| Uuid::new_v5(&NAMESPACE, text.as_bytes())))
}

fn missing() -> Problem {
    let title = Text::new("缺少 Idempotency-Key 请求头", "The header Idempotency-Key is missing");
    Problem::new("common/key-missing", StatusCode::BAD_REQUEST, title).with_detail(how())
}

fn malformed() -> Problem {
    let title = Text::new("Idempotency-Key 格式不正确", "The Idempotency-Key is malformed");
    Problem::new("common/key-malformed", StatusCode::BAD_REQUEST, title).with_detail(how())
}

fn how() -> Text {
    Text::new(
        "每个新请求使用一个新的 UUID（推荐版本 7），重试时使用同一个；也可用至多 64 个可打印字符。",
        "Take a new UUID (best version 7) for every new wish and the same one to repeat it; any 64 printable characters do.",
    )
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const V7: &str = "0192f00d-cafe-7abc-8def-0123456789ab";

    fn key_of(value: &str) -> Result<Uuid, &'static str> {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        let headers =
            HeaderMap::from_iter([(axum::http::HeaderName::from_static(IDEMPOTENCY_KEY), value)]);
        key(&headers).map_err(|problem| problem.kind())
    }

    #[test]
    fn a_uuid_is_taken_as_it_is() {
        assert_eq!(key_of(V7), Ok(V7.parse().unwrap()));
        assert_eq!(key_of(&format!("\"{V7}\"")), key_of(V7));
        assert_eq!(key_of(&V7.to_uppercase()), key_of(V7));
    }

    #[test]
    fn other_keys_become_uuids_and_equal_ones_the_same() {
        let one = key_of("window-3/2026-09-28/17").unwrap();
        assert_eq!(one.get_version_num(), 5);
        assert_eq!(key_of("window-3/2026-09-28/17"), Ok(one));
        assert_ne!(key_of("window-3/2026-09-28/18"), Ok(one));
        assert!(key_of(&"k".repeat(64)).is_ok());
    }

    #[test]
    fn a_key_is_required_short_and_printable() {
        assert_eq!(key(&HeaderMap::new()).map_err(|p| p.kind()), Err("common/key-missing"));
        for bad in ["", "\"\"", &"k".repeat(65), "第一号"] {
            assert_eq!(key_of(bad), Err("common/key-malformed"), "{bad}");
        }
    }
}
