use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use tongban_kernel::Clock;

/// Pages load from here alone, and are framed by nobody; charts set styles of their own.
const PAGE_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const CLOCK: HeaderName = HeaderName::from_static("tongban-clock");

/// Adds what every answer says.
pub(super) fn complete(headers: &mut HeaderMap, clock: &dyn Clock) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // What is about cases is kept by nobody on the way; what may be kept says so itself.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let is_page =
        headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        let policy = HeaderValue::from_static(PAGE_POLICY);
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    let speed = clock.speed();
    // Exactly 1 is what the machine's clock says of itself; anything else is a simulation.
    if speed != 1.0 {
        let text = format!("{}; speed={speed}", clock.now());
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(CLOCK, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tongban_kernel::{AcceleratedClock, SystemClock};

    use super::*;

    #[test]
    fn an_accelerated_clock_is_shown_and_the_machines_is_not() {
        let mut headers = HeaderMap::new();
        complete(&mut headers, &SystemClock);
        assert!(!headers.contains_key(CLOCK));
        complete(&mut headers, &AcceleratedClock::from(Timestamp::UNIX_EPOCH, 3_600.0));
        let shown = headers[CLOCK].to_str().unwrap();
        assert!(shown.starts_with("1970-01-01T") && shown.ends_with("Z; speed=3600"), "{shown}");
    }

    #[test]
    fn a_page_gets_a_policy_and_what_may_be_kept_stays_so() {
        let mut page = HeaderMap::new();
        page.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        page.insert(CACHE_CONTROL, HeaderValue::from_static("max-age=60"));
        complete(&mut page, &SystemClock);
        assert_eq!(page[CACHE_CONTROL], "max-age=60");
        assert!(page.contains_key(CONTENT_SECURITY_POLICY));
        let mut data = HeaderMap::new();
        complete(&mut data, &SystemClock);
        assert_eq!(data[CACHE_CONTROL], "no-store");
        assert!(!data.contains_key(CONTENT_SECURITY_POLICY));
    }
}
