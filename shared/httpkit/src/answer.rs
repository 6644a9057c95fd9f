use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tongban_kernel::Position;

use crate::consistent::CASE_POSITION;
use crate::{Json, Prefer, etag};

/// The answer to a command that was carried out: JSON, with `Case-Position`, and the `ETag` of the
/// aggregate where it is known.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    body: T,
    position: Position,
    revision: Option<u64>,
    location: Option<String>,
    applied: Option<Prefer>,
}

impl<T> Answer<T> {
    /// 200, carried out up to `position`.
    pub fn new(position: Position, body: T) -> Self {
        Self { body, position, revision: None, location: None, applied: None }
    }

    /// 201: something new lives at this address.
    #[must_use]
    pub fn created(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// Names the revision of the aggregate now.
    #[must_use]
    pub fn with_revision(mut self, revision: u64) -> Self {
        self.revision = Some(revision);
        self
    }

    /// Says that the answer waited as preferred.
    #[must_use]
    pub fn with_applied(mut self, prefer: Prefer) -> Self {
        self.applied = Some(prefer);
        self
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        if !response.status().is_success() {
            return response;
        }
        let headers = response.headers_mut();
        let mut insert = |name: HeaderName, text: String| {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.insert(name, value);
            }
        };
        insert(HeaderName::from_static(CASE_POSITION), self.position.to_string());
        if let Some(Prefer { wait: Some(wait), settled }) = self.applied {
            let settled = if settled { ", settled" } else { "" };
            let applied = HeaderName::from_static("preference-applied");
            insert(applied, format!("wait={}{settled}", wait.as_secs()));
        }
        let is_created = self.location.is_some();
        if let Some(location) = self.location {
            insert(header::LOCATION, location);
        }
        if let Some(revision) = self.revision {
            headers.insert(header::ETAG, etag(revision));
        }
        if is_created {
            *response.status_mut() = StatusCode::CREATED;
        }
        response
    }
}
