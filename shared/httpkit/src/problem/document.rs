use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::{FieldError, Problem};
use crate::{Language, Trace};

/// A problem as it is answered: `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument<'a> {
    /// What kind of problem, to be matched by programs: `/problems/<service>/<reason>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in the user's language.
    pub title: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// What happened this time, and what to do, in the user's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<&'a str>,
    /// The address that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<&'a str>,
    /// The trace under which logs speak of this request: 32 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// The values that must change, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldDocument<'a>>,
}

/// One value that must change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProblemField)]
pub struct FieldDocument<'a> {
    /// Where: a JSON pointer into the body, `?name` for a query parameter, `{name}` for a part of
    /// the path, a name for a header.
    pub field: &'a str,
    /// Which rule it breaks, to be matched by programs.
    pub rule: &'static str,
    /// What to do about it, in the user's language.
    pub remedy: &'a str,
}

/// Who asked for what.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// The user's language.
    pub(crate) language: Language,
    /// The address and the trace; unknown without an edge.
    pub(crate) at: Option<(&'a Uri, Trace)>,
}

fn field(error: &FieldError, language: Language) -> FieldDocument<'_> {
    let FieldError { field, rule, remedy } = error;
    FieldDocument { field, rule, remedy: language.of_text(remedy) }
}

/// Writes a problem for the one who asked.
pub(crate) fn render(problem: &Problem, asked: &Asked<'_>) -> Response {
    let inner = &*problem.0;
    let language = asked.language;
    let document = ProblemDocument {
        kind: format!("/problems/{}", inner.kind),
        title: language.of_text(&inner.title),
        status: inner.status.as_u16(),
        detail: inner.detail.as_ref().map(|detail| language.of_text(detail)),
        instance: asked.at.as_ref().map(|(uri, _)| uri.path()),
        trace_id: asked.at.as_ref().map(|(_, trace)| trace.id()),
        errors: inner.errors.iter().map(|error| field(error, language)).collect(),
    };
    // Texts and numbers alone: this cannot fail, and an empty body is still a right status.
    let body = serde_json::to_vec(&document).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = inner.status;
    let headers = response.headers_mut();
    let json = HeaderValue::from_static("application/problem+json");
    headers.insert(header::CONTENT_TYPE, json);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    if let Some(wait) = inner.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    }
    if inner.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
