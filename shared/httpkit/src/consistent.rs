use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tongban_kernel::{Position, Text};

use crate::prefer::WAIT;
use crate::settle::{NotSettled, settled};
use crate::{FieldError, HasProjection, Prefer, Problem};

/// The header that names a place in the log.
pub(crate) const CASE_POSITION: &str = "case-position";

/// Put into a query's handler: a request that sends `Case-Position` back as a command answered it
/// is answered after the service's read model has come that far, or with 503 and `Retry-After`.
///
/// `Prefer: wait=2` says how many seconds it may wait (2 if it does not say, at most 10);
/// `Prefer: wait=2, settled` waits also for what the policies made of it.
#[derive(Clone, Copy, Debug)]
pub struct Consistent;

impl<S: HasProjection> FromRequestParts<Arc<S>> for Consistent {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<S>) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(CASE_POSITION) else {
            return Ok(Self);
        };
        let position: Position =
            value.to_str().ok().and_then(|text| text.parse().ok()).ok_or_else(malformed)?;
        let kit = state.kit();
        if position.generation() != kit.log.generation() {
            // Of a log that was replaced: no wait brings it back.
            return Err(malformed());
        }
        let prefer = Prefer::of(&parts.headers);
        let wait = prefer.wait.unwrap_or(WAIT);
        let waited = if prefer.settled {
            settled(kit, position, wait).await
        } else {
            let reached = kit.progress.reached(S::PROJECTION, &position, wait).await;
            reached.map_err(NotSettled::TimedOut)
        };
        match waited {
            Ok(()) => Ok(Self),
            Err(NotSettled::TimedOut(_)) => Err(Problem::not_caught_up()),
            Err(error @ NotSettled::Log(_)) => Err(Problem::internal(error)),
        }
    }
}

fn malformed() -> Problem {
    let remedy = Text::new(
        "请原样使用命令返回的 Case-Position",
        "send back the position that a command answered, as it came",
    );
    Problem::invalid([FieldError::new("Case-Position", "position", remedy)])
}
