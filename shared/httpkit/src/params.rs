use axum::extract::path::ErrorKind;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::body::text_error;
use crate::{FieldError, Problem};

/// The parts of the path; the problem (422) names the one that cannot be read.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = AxumPath::from_request_parts(parts, state).await;
        read.map(|AxumPath(value)| Self(value)).map_err(path_problem)
    }
}

/// The query parameters; the problem (422) names the one that cannot be read or is unknown to a
/// `T` that denies unknown fields.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = AxumQuery::try_from_uri(&parts.uri);
        read.map(|AxumQuery(value)| Self(value)).map_err(|rejection| query_problem(&rejection))
    }
}

fn path_problem(rejection: PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(failure) = rejection else {
        // A route without the parameters its handler asks for: a mistake in the program.
        return Problem::internal(rejection);
    };
    let error = match failure.into_kind() {
        ErrorKind::ParseErrorAtKey { key, value, expected_type } => {
            value_error(&key, &format!("cannot read `{value}`, expected {expected_type}"))
        }
        ErrorKind::DeserializeError { key, value: _, message } => value_error(&key, &message),
        ErrorKind::InvalidUtf8InPathParam { key } => value_error(&key, "it is no UTF-8"),
        other => text_error("{}".to_owned(), &other.to_string()),
    };
    Problem::invalid([error])
}

fn value_error(key: &str, message: &str) -> FieldError {
    text_error(format!("{{{key}}}"), message)
}

fn query_problem(rejection: &QueryRejection) -> Problem {
    use std::error::Error;
    // axum's sentence, then the reader's: `limit: invalid digit found in string`.
    let told = rejection.source().map_or_else(|| rejection.to_string(), ToString::to_string);
    let (field, message) = told.split_once(": ").unwrap_or(("", &told));
    let field = if message.starts_with("missing field") {
        message.trim_start_matches("missing field ").trim_matches('`')
    } else {
        field
    };
    Problem::invalid([text_error(format!("?{field}"), message)])
}
