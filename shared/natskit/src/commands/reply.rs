use async_nats::HeaderMap;
use async_nats::service::{NATS_SERVICE_ERROR, NATS_SERVICE_ERROR_CODE};
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Response, StatusCode};
use bytes::Bytes;
use serde_json::Value;
use tongban_telemetry::chain;
use tracing::error;

/// The status that HTTP would have answered with.
pub(crate) const STATUS: &str = "Tongban-Status";
/// What a command answers is a receipt; what is longer cannot be sent in one message anyway.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The answer to a request over HTTP, as a message: its headers, its status among them, and its
/// body. A refusal says so the way the service API wants, too.
pub(super) async fn message(response: Response<Body>) -> (HeaderMap, Bytes) {
    let (parts, body) = response.into_parts();
    let (status, body) = match to_bytes(body, ANSWER_BYTES_MAX).await {
        Ok(body) => (parts.status, body),
        Err(error) => {
            error!(error = %chain(&error), "an answer cannot be sent");
            (StatusCode::INTERNAL_SERVER_ERROR, Bytes::new())
        }
    };
    let mut headers = HeaderMap::new();
    for (name, value) in parts.headers.iter().filter(|(name, _)| **name != CONTENT_LENGTH) {
        if let Ok(value) = value.to_str() {
            headers.append(spelled(name.as_str()), value);
        }
    }
    headers.insert(STATUS, status.as_str());
    if !status.is_success() {
        headers.insert(NATS_SERVICE_ERROR_CODE, status.as_str());
        headers.insert(NATS_SERVICE_ERROR, kind(&body).unwrap_or_else(|| status.to_string()));
    }
    (headers, body)
}

/// What kind of problem it is: a reference, the same in every language.
fn kind(body: &[u8]) -> Option<String> {
    let problem: Value = serde_json::from_slice(body).ok()?;
    problem["type"].as_str().map(str::to_owned)
}

/// `case-position` as `Case-Position`: names of headers have one spelling over NATS, which tells
/// capitals from small letters.
fn spelled(name: &str) -> String {
    if name == "etag" {
        return "ETag".to_owned();
    }
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        headers.get(name).map(async_nats::HeaderValue::as_str)
    }

    #[tokio::test]
    async fn an_answer_comes_with_its_status_and_headers() {
        let answer = Response::builder()
            .status(201)
            .header("case-position", "1:7")
            .header("etag", "\"1\"")
            .header("content-length", "2")
            .body(Body::from("{}"));
        let (headers, body) = message(answer.unwrap()).await;
        assert_eq!(&body[..], b"{}");
        assert_eq!(get(&headers, "Tongban-Status"), Some("201"));
        assert_eq!(get(&headers, "Case-Position"), Some("1:7"));
        assert_eq!(get(&headers, "ETag"), Some("\"1\""));
        assert_eq!(
            (get(&headers, "Content-Length"), get(&headers, NATS_SERVICE_ERROR)),
            (None, None)
        );
    }

    #[tokio::test]
    async fn a_refusal_is_one_for_the_service_api_too() {
        let body = Body::from("{\"type\":\"/problems/common/busy\"}");
        let answer = Response::builder().status(503).header("retry-after", "1").body(body);
        let (headers, _) = message(answer.unwrap()).await;
        assert_eq!(get(&headers, NATS_SERVICE_ERROR_CODE), Some("503"));
        assert_eq!(get(&headers, NATS_SERVICE_ERROR), Some("/problems/common/busy"));
        assert_eq!(get(&headers, "Retry-After"), Some("1"));
    }
}
