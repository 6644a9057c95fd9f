use async_nats::HeaderMap;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{self, HeaderName, HeaderValue, Method, Request, Uri};
use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tongban_httpkit::{FieldError, Problem};
use tongban_kernel::Text;

use super::Spec;

/// What must be escaped in a part of an address (RFC 3986, 2.3: the rest is unreserved).
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// What NATS says to itself.
const OF_NATS: &str = "nats-";

/// The headers of a message, as those of an HTTP request. The parts of the address and what NATS
/// says to itself are none.
pub(super) fn headers(spec: &Spec, message: Option<&HeaderMap>) -> http::HeaderMap {
    let mut headers = http::HeaderMap::new();
    for (name, values) in message.into_iter().flat_map(HeaderMap::iter) {
        let name = name.to_string().to_ascii_lowercase();
        let is_part = spec.parts.iter().any(|part| part.eq_ignore_ascii_case(&name));
        if is_part || name.starts_with(OF_NATS) {
            continue;
        }
        let Ok(name) = HeaderName::try_from(name) else { continue };
        for value in values {
            if let Ok(value) = HeaderValue::from_bytes(value.as_str().as_bytes()) {
                headers.append(&name, value);
            }
        }
    }
    if let Ok(kind) = HeaderValue::try_from(&spec.content_type) {
        headers.entry(CONTENT_TYPE).or_insert(kind);
    }
    headers
}

/// The address that a message is meant for: every part of it that is missing is named.
pub(super) fn address(spec: &Spec, message: Option<&HeaderMap>) -> Result<Uri, Problem> {
    let mut path = spec.path.clone();
    let mut missing = Vec::new();
    for part in &spec.parts {
        match value(message, part) {
            Some(value) => {
                let escaped = utf8_percent_encode(value, PART).to_string();
                path = path.replace(&format!("{{{part}}}"), &escaped);
            }
            None => missing.push(absent(part)),
        }
    }
    if missing.is_empty() {
        path.parse().map_err(Problem::internal)
    } else {
        Err(Problem::invalid(missing))
    }
}

fn value<'a>(message: Option<&'a HeaderMap>, part: &str) -> Option<&'a str> {
    let mut named = message?.iter().filter(|(name, _)| {
        let name: &str = name.as_ref();
        name.eq_ignore_ascii_case(part)
    });
    let value = named.next()?.1.first()?.as_str();
    (!value.is_empty()).then_some(value)
}

fn absent(part: &str) -> FieldError {
    let remedy = Text::new(
        format!("请在消息头 {part} 中给出"),
        format!("name it in a header {part} of the message"),
    );
    FieldError::new(format!("{{{part}}}"), "missing", remedy)
}

/// The same wish as a request over HTTP.
pub(super) fn request(
    address: Uri,
    headers: http::HeaderMap,
    vouched: Option<HeaderValue>,
    payload: Bytes,
) -> Request<Body> {
    let mut request = Request::new(Body::from(payload));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = address;
    *request.headers_mut() = headers;
    if let Some(authorization) = vouched {
        request.headers_mut().insert(AUTHORIZATION, authorization);
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> Spec {
        Spec {
            service: "approval".to_owned(),
            name: "approve".to_owned(),
            summary: String::new(),
            path: "/api/approval/cases/{case_id}/steps/{step}/approve".to_owned(),
            parts: vec!["case_id".to_owned(), "step".to_owned()],
            content_type: "application/json".to_owned(),
        }
    }

    fn message(headers: &[(&str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        headers.iter().for_each(|(name, value)| map.append(*name, *value));
        map
    }

    #[test]
    fn the_parts_of_the_address_come_as_headers() {
        let message = message(&[("Case_Id", "7"), ("step", "a/b 受理"), ("If-Match", "\"7\"")]);
        let address = address(&spec(), Some(&message)).unwrap();
        let path = "/api/approval/cases/7/steps/a%2Fb%20%E5%8F%97%E7%90%86/approve";
        assert_eq!(address.path(), path);
        let headers = headers(&spec(), Some(&message));
        assert_eq!(headers.len(), 2, "{headers:?}");
        assert_eq!(headers["if-match"], "\"7\"");
        assert_eq!(headers["content-type"], "application/json");
    }

    #[test]
    fn every_part_that_is_missing_is_named() {
        let problem = address(&spec(), Some(&message(&[("step", "")]))).unwrap_err();
        assert_eq!(problem.status().as_u16(), 422);
        let told = format!("{problem:?}");
        assert!(told.contains("{case_id}") && told.contains("{step}"), "{told}");
        assert!(address(&spec(), None).is_err());
    }

    #[test]
    fn who_is_vouched_for_is_who_acts() {
        let claimed = headers(&spec(), Some(&message(&[("Authorization", "Bearer of another")])));
        let vouched = Some(HeaderValue::from_static("Bearer vouched"));
        let request = request(Uri::from_static("/"), claimed, vouched, Bytes::new());
        let all: Vec<_> = request.headers().get_all(AUTHORIZATION).iter().collect();
        assert_eq!(all, ["Bearer vouched"]);
    }
}
