use axum::extract::FromRequestParts;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use tongban_kernel::Text;

use crate::{FieldError, Problem};

/// The revision of an aggregate as an `ETag`: `"7"`, the number of its events.
pub fn etag(revision: u64) -> HeaderValue {
    // Digits in quotes are a header value.
    HeaderValue::try_from(format!("\"{revision}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

/// `If-Match`: the command is meant for the aggregate as the user read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IfMatch {
    /// The user does not say, or says `*`.
    #[default]
    Any,
    /// It has this revision.
    Revision(u64),
}

impl IfMatch {
    /// Reads the header.
    ///
    /// # Errors
    /// 422, when it is no `ETag` of ours.
    pub fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let Some(value) = headers.get(IF_MATCH) else {
            return Ok(Self::Any);
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self::Any);
        }
        let digits = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let revision = digits.and_then(|digits| digits.parse().ok());
        revision.map(Self::Revision).ok_or_else(|| {
            let remedy = Text::new(
                "请原样使用读取时收到的一个 ETag，例如 \"7\"",
                "send back one ETag as it was answered, for example \"7\"",
            );
            Problem::invalid([FieldError::new("If-Match", "etag", remedy)])
        })
    }

    /// The revision that was read, where it is named.
    pub fn revision(self) -> Option<u64> {
        match self {
            Self::Any => None,
            Self::Revision(read) => Some(read),
        }
    }

    /// Checks the wish against the aggregate as it is.
    ///
    /// # Errors
    /// 412, when it changed since.
    pub fn check(self, revision: u64) -> Result<(), Problem> {
        match self {
            Self::Revision(read) if read != revision => Err(Problem::stale()),
            Self::Any | Self::Revision(_) => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(&parts.headers)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    fn if_match(value: &'static str) -> Result<IfMatch, StatusCode> {
        let headers = HeaderMap::from_iter([(IF_MATCH, HeaderValue::from_static(value))]);
        IfMatch::of(&headers).map_err(|problem| problem.status())
    }

    #[test]
    fn a_command_may_name_the_revision_it_is_meant_for() {
        assert_eq!(if_match("\"7\""), Ok(IfMatch::Revision(7)));
        assert_eq!(
            if_match(etag(41).to_str().unwrap().to_owned().leak()),
            Ok(IfMatch::Revision(41))
        );
        assert_eq!(if_match("*"), Ok(IfMatch::Any));
        for bad in ["7", "W/\"7\"", "\"7\", \"8\"", ""] {
            assert_eq!(if_match(bad), Err(StatusCode::UNPROCESSABLE_ENTITY), "{bad}");
        }
    }

    #[test]
    fn a_stale_revision_is_told() {
        let stale = IfMatch::Revision(7).check(8).map_err(|problem| problem.status());
        assert_eq!(stale, Err(StatusCode::PRECONDITION_FAILED));
        assert!(IfMatch::Revision(8).check(8).is_ok() && IfMatch::Any.check(8).is_ok());
    }
}
