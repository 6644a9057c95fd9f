use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use tongban_auth::oidc::Kept;

/// What a browser keeps for this office, under a name of its own, out of reach of scripts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cookie {
    /// Its name; over TLS with a prefix by which no other host can set it (RFC 6265bis, 4.1.3).
    name: &'static str,
    is_https: bool,
    /// Whether it comes along when another site sends the browser here.
    same_site: &'static str,
}

impl Cookie {
    /// What is needed when the provider sends the browser back.
    pub(super) fn of_journey(is_https: bool) -> Self {
        let name = if is_https { "__Host-tongban-journey" } else { "tongban-journey" };
        Self { name, is_https, same_site: "Lax" }
    }

    /// What is needed when a page of ours asks for the session.
    pub(super) fn of_arrival(is_https: bool) -> Self {
        let name = if is_https { "__Host-tongban-arrival" } else { "tongban-arrival" };
        Self { name, is_https, same_site: "Strict" }
    }

    /// Its value in a request; none where it is there twice, since nobody knows which is ours.
    pub(super) fn read<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
        let mut values = pairs.filter(|(name, _)| name.trim() == self.name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (Some(value), None) => Some(value.trim()),
            _ => None,
        }
    }

    /// `Set-Cookie` for this.
    pub(super) fn keep(&self, kept: &Kept) -> HeaderValue {
        self.line(&kept.text, kept.for_secs)
    }

    /// `Set-Cookie` that makes the browser forget it.
    pub(super) fn forget(&self) -> HeaderValue {
        self.line("", 0)
    }

    fn line(&self, value: &str, for_secs: i64) -> HeaderValue {
        let Self { name, is_https, same_site } = self;
        let secure = if *is_https { "; Secure" } else { "" };
        let line = format!(
            "{name}={value}; Path=/; Max-Age={for_secs}; HttpOnly; SameSite={same_site}{secure}"
        );
        // What is sealed has letters, digits, dots, dashes and underscores alone.
        HeaderValue::try_from(line).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_out_of_reach_of_scripts_and_other_hosts() {
        let kept = Kept { text: "a.b-c_d".into(), for_secs: 600 };
        assert_eq!(
            Cookie::of_journey(true).keep(&kept),
            "__Host-tongban-journey=a.b-c_d; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            Cookie::of_arrival(false).forget(),
            "tongban-arrival=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"
        );
    }

    #[test]
    fn a_cookie_is_found_among_others_and_not_where_it_is_there_twice() {
        let read = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(COOKIE, HeaderValue::from_static(line));
            }
            Cookie::of_journey(false).read(&headers).map(str::to_owned)
        };
        assert_eq!(read(&["a=1; tongban-journey=x.y; b"]).as_deref(), Some("x.y"));
        assert_eq!(read(&["a=1", "tongban-journey=x"]).as_deref(), Some("x"));
        assert_eq!(read(&["tongban-journey=x; tongban-journey=y"]), None);
        assert_eq!(read(&["not-tongban-journey=x"]), None);
        assert_eq!(read(&[]), None);
    }
}
