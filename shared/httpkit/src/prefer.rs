use std::time::Duration;

use axum::http::HeaderMap;

/// The longest wait that a request may ask for: it holds one of the requests taken at once.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// The wait of a request that wants one and does not say how long.
pub(crate) const WAIT: Duration = Duration::from_secs(2);

/// `Prefer` (RFC 7240): how long to wait for the effects of a command, and for which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefer {
    /// `wait=2`: at most so long, in seconds, never more than ten.
    pub wait: Option<Duration>,
    /// `settled`: also for what the policies made of it.
    pub settled: bool,
}

impl Prefer {
    /// Reads the header; preferences that are unknown or malformed are ignored, as the standard
    /// asks.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut prefer = Self::default();
        let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        for preference in values.flat_map(|value| value.split([',', ';'])).map(str::trim) {
            if preference.eq_ignore_ascii_case("settled") {
                prefer.settled = true;
            } else if let Some(secs) = preference.strip_prefix("wait=") {
                let wait = secs.trim_matches('"').parse().map(Duration::from_secs);
                prefer.wait = prefer.wait.or(wait.ok().map(|wait| wait.min(WAIT_MAX)));
            }
        }
        if prefer.settled {
            prefer.wait = prefer.wait.or(Some(WAIT));
        }
        prefer
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn prefer(value: &'static str) -> Prefer {
        let name = HeaderName::from_static("prefer");
        Prefer::of(&HeaderMap::from_iter([(name, HeaderValue::from_static(value))]))
    }

    #[test]
    fn a_wait_is_asked_for_in_seconds_and_bounded() {
        let wait = |secs| Some(Duration::from_secs(secs));
        assert_eq!(prefer("wait=2"), Prefer { wait: wait(2), settled: false });
        assert_eq!(prefer("settled, wait=3"), Prefer { wait: wait(3), settled: true });
        assert_eq!(prefer("settled"), Prefer { wait: Some(WAIT), settled: true });
        assert_eq!(prefer("wait=3600").wait, wait(10));
        assert_eq!(prefer("return=minimal, wait=-1, wait=soon"), Prefer::default());
    }
}
