use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use tongban_kernel::Text;
use tongban_kernel::calendar::Lang;

/// The language that the user reads: the best of `Accept-Language` (RFC 9110, 12.5.4) that the
/// program speaks, Chinese where none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language(pub Lang);

impl Language {
    /// The language that these headers ask for.
    pub fn of(headers: &HeaderMap) -> Self {
        let wishes = headers.get_all(ACCEPT_LANGUAGE).iter();
        let wishes =
            wishes.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        // Of equally wished languages the first named wins.
        let better =
            |best: (Lang, u16), next: (Lang, u16)| if next.1 > best.1 { next } else { best };
        Self(wishes.filter_map(spoken).reduce(better).map_or_else(Lang::default, |(lang, _)| lang))
    }

    /// The text in this language.
    pub fn of_text(self, text: &Text) -> &str {
        self.0.pick(&text.zh, &text.en)
    }

    /// The language's tag, for `Content-Language`.
    pub fn tag(self) -> &'static str {
        self.0.pick("zh-CN", "en")
    }
}

/// The language of one wish like `en-GB;q=0.8` with its weight in thousandths, where the program
/// speaks it and it is not refused (weight 0).
fn spoken(wish: &str) -> Option<(Lang, u16)> {
    let (range, parameters) = wish.split_once(';').unwrap_or((wish, ""));
    let primary = range.trim().split('-').next().unwrap_or_default();
    let lang = if primary.eq_ignore_ascii_case("zh") || primary == "*" {
        Lang::Zh
    } else if primary.eq_ignore_ascii_case("en") {
        Lang::En
    } else {
        return None;
    };
    let weight = weight_permille(parameters)?;
    (weight > 0).then_some((lang, weight))
}

/// The weight out of `q=0.8`; 1,000 where none is given.
fn weight_permille(parameters: &str) -> Option<u16> {
    let Some(digits) = parameters.trim().strip_prefix("q=") else {
        return Some(1_000);
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.get(..fraction.len().min(3))?;
    let thousandths = match fraction.len() {
        0 => 0,
        n_digits => fraction.parse::<u16>().ok()? * [100, 10, 1][n_digits - 1],
    };
    Some(whole.parse::<u16>().ok()?.min(1) * 1_000 + thousandths)
}

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn wished(header: &'static str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(header));
        Language::of(&headers).0
    }

    #[test]
    fn the_language_with_the_highest_weight_is_spoken() {
        assert_eq!(wished("en-GB"), Lang::En);
        assert_eq!(wished("fr, EN;q=0.8, zh-CN;q=0.9"), Lang::Zh);
        assert_eq!(wished("zh;q=0.25, en;q=0.3"), Lang::En);
        assert_eq!(wished("en, zh"), Lang::En, "the first of equals");
        assert_eq!(wished("zh;q=0, en;q=0.1"), Lang::En, "a weight of zero refuses");
    }

    #[test]
    fn chinese_is_spoken_where_nothing_else_is_understood() {
        assert_eq!(Language::of(&HeaderMap::new()).0, Lang::Zh);
        for header in ["fr", "", "*", "en;q=nonsense", "en;q=0.\u{e9}\u{e9}\u{e9}"] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_bytes(header.as_bytes()).unwrap());
            assert_eq!(Language::of(&headers).0, Lang::Zh, "{header}");
        }
    }
}
