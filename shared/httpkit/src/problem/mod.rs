mod common;
mod document;
mod execute;
mod field;
mod personal;
mod query;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tongban_kernel::Text;

use crate::Language;

pub use common::RETRY_SOON;
pub use document::{FieldDocument, ProblemDocument};
pub use execute::Refusal;
pub use field::FieldError;

pub(crate) use document::{Asked, render};

/// What stands between a request and its answer: an RFC 9457 problem in the making.
///
/// Made where a rule or a machine says no, in both languages; the edge writes it in the user's
/// language, adds the trace id and the address asked for, and logs its cause, once.
///
/// Its `type` is the relative reference `/problems/<kind>`, such as `/problems/intake/not-open`:
/// stable, and the same wherever the program is installed.
#[derive(Clone, Debug)]
pub struct Problem(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    kind: &'static str,
    status: StatusCode,
    title: Text,
    detail: Option<Text>,
    errors: Vec<FieldError>,
    retry_after: Option<Duration>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Problem {
    /// A problem of this kind (`<service>/<reason>`, never changed) that clients may tell apart by
    /// its kind; the title is the same for every problem of the kind.
    pub fn new(kind: &'static str, status: StatusCode, title: Text) -> Self {
        let (detail, retry_after, cause) = (None, None, None);
        Self(Box::new(Inner {
            kind,
            status,
            title,
            detail,
            errors: Vec::new(),
            retry_after,
            cause,
        }))
    }

    /// The domain says no: 409.
    pub fn refused(kind: &'static str, title: Text) -> Self {
        Self::new(kind, StatusCode::CONFLICT, title)
    }

    /// Says what happened this time, and what to do.
    #[must_use]
    pub fn with_detail(mut self, detail: Text) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// Names fields that must change, all at once.
    #[must_use]
    pub fn with_errors(mut self, errors: impl IntoIterator<Item = FieldError>) -> Self {
        self.0.errors.extend(errors);
        self
    }

    /// Says after how long the same request may succeed; written as whole seconds, at least one.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Keeps what the machine said: it is logged, and never told to the user.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(Arc::from(cause.into()));
        self
    }

    /// The status it is answered with.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Its kind, such as `intake/not-open`.
    pub fn kind(&self) -> &'static str {
        self.0.kind
    }

    /// What kind of problem it is, for people.
    pub fn title(&self) -> &Text {
        &self.0.title
    }

    /// What happened this time, and what to do.
    pub fn detail(&self) -> Option<&Text> {
        self.0.detail.as_ref()
    }

    /// The values that must change.
    pub fn errors(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// What the machine said.
    pub fn cause(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }
}

impl IntoResponse for Problem {
    /// In the office's language, for a router without an edge; the edge, which knows the user,
    /// writes it again from the response's extension.
    fn into_response(self) -> Response {
        let mut response = render(&self, &Asked { language: Language::default(), at: None });
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests;
