use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use tongban_auth::{Permission, require};
use tongban_kernel::Actor;

use crate::{HasKit, Kit, Problem};

/// Who signed the request: `Authorization: Bearer <token>`; 401 where nobody valid did.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The account behind the token, as the account is now.
    pub actor: Actor,
}

impl Signed {
    /// Reads and checks the token.
    ///
    /// # Errors
    /// 401, when there is none or it does not check.
    pub fn of(headers: &HeaderMap, kit: &Kit) -> Result<Self, Problem> {
        let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = value.and_then(bearer).ok_or_else(Problem::unauthenticated)?;
        let verified = kit.tokens.verify(token, kit.session_clock.now());
        // Why a token does not check helps only those who forge one.
        verified
            .map(|session| Self { actor: session.actor })
            .map_err(|_| Problem::unauthenticated())
    }

    /// Checks that the actor may do this.
    ///
    /// # Errors
    /// 403, when none of the actor's roles may.
    pub fn may(&self, permission: Permission) -> Result<(), Problem> {
        require(&self.actor, permission).map_err(|_| Problem::forbidden())
    }

    /// Whether the actor may do this.
    pub fn can(&self, permission: Permission) -> bool {
        require(&self.actor, permission).is_ok()
    }
}

/// The token out of `Bearer <token>`; the scheme is written in any case (RFC 9110, 11.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl<S: HasKit> FromRequestParts<Arc<S>> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<S>) -> Result<Self, Problem> {
        Self::of(&parts.headers, state.kit())
    }
}
