use std::collections::BTreeSet;
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use tongban_kernel::{Actor, Role};
use tongban_vault::Secret;

use crate::{Account, Login, Sessions};

/// Signs and checks tokens: JSON Web Tokens (RFC 7519), HMAC-SHA-256 and no other algorithm,
/// whatever a token says of itself.
#[derive(Clone)]
pub struct Tokens {
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
    lifetime: SignedDuration,
    sessions: Sessions,
}

/// What a token says: who acts, in which session, until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who acts.
    pub actor: Actor,
    /// Tells the sessions of one account apart: 32 hexadecimal digits.
    pub id: String,
    /// From when the token is no longer good.
    pub expires_at: Timestamp,
}

/// Why a token is not good. To its bearer all are the same: sign in again.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// It is no token, of another issuer, signed with another key, or altered.
    #[error("the token is not valid")]
    Invalid(#[source] jsonwebtoken::errors::Error),
    /// It is longer than any token issued.
    #[error("the token is too long")]
    TooLong,
    /// Its instants are out of range.
    #[error("the token has no valid time")]
    Time(#[source] jiff::Error),
    /// It comes from the future: the clock was set back.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// The account was disabled, given other rights or another password, or signed out.
    #[error("the session has ended")]
    Ended,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    sub: Login,
    /// Seconds since 1970, as the standard has it.
    iat: i64,
    exp: i64,
    sid: String,
    /// Session version of the account.
    ver: i64,
    dept: Option<String>,
    roles: BTreeSet<Role>,
}

const ISSUER: &str = "tongban";
/// Tokens issued have some 400 bytes.
const TOKEN_LEN_MAX: usize = 4 << 10;
/// Clocks of two machines may differ by so much.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

impl Tokens {
    /// How long a token is good where nothing else is said: a working day.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(12);

    /// Tokens under this key, good for `lifetime` or until `sessions` no longer knows theirs.
    pub fn new(secret: &Secret, lifetime: SignedDuration, sessions: Sessions) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        // Checked here, against the clock of the caller instead of the machine's.
        validation.validate_exp = false;
        Self {
            signing: EncodingKey::from_secret(secret.bytes()),
            checking: DecodingKey::from_secret(secret.bytes()),
            validation,
            lifetime,
            sessions,
        }
    }

    /// Whether there is an account of this name that may sign in: as it is here, which of one that
    /// another process made or disabled a moment ago may still be as it was.
    pub fn is_account(&self, login: &Login) -> bool {
        self.sessions.is_active(login)
    }

    /// Begins a session: the token, and what it says.
    ///
    /// # Errors
    /// When its time lies outside of what a clock can show.
    pub fn issue(
        &self,
        account: &Account,
        now: Timestamp,
    ) -> Result<(String, Session), TokenError> {
        let expires_at = now.checked_add(self.lifetime).map_err(TokenError::Time)?;
        let id = format!("{:032x}", rand::random::<u128>());
        let claims = Claims {
            iss: ISSUER.into(),
            sub: account.login.clone(),
            iat: now.as_second(),
            exp: expires_at.as_second(),
            sid: id.clone(),
            ver: account.session_version,
            dept: account.rights.department().map(str::to_owned),
            roles: account.rights.roles().clone(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.signing);
        let actor = account.rights.actor(&account.login);
        Ok((token.map_err(TokenError::Invalid)?, Session { actor, id, expires_at }))
    }

    /// Reads a token.
    ///
    /// # Errors
    /// When it was not issued here, its time is over, or its session has ended.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Session, TokenError> {
        if token.len() > TOKEN_LEN_MAX {
            return Err(TokenError::TooLong);
        }
        let data = jsonwebtoken::decode::<Claims>(token, &self.checking, &self.validation);
        let claims = data.map_err(TokenError::Invalid)?.claims;
        let issued_at = Timestamp::from_second(claims.iat).map_err(TokenError::Time)?;
        let expires_at = Timestamp::from_second(claims.exp).map_err(TokenError::Time)?;
        if issued_at.duration_since(now) > SKEW {
            return Err(TokenError::NotYetValid);
        }
        if now >= expires_at {
            return Err(TokenError::Expired);
        }
        if !self.sessions.is_good(&claims.sub, claims.ver) {
            return Err(TokenError::Ended);
        }
        let actor = Actor { id: claims.sub.into(), department: claims.dept, roles: claims.roles };
        Ok(Session { actor, id: claims.sid, expires_at })
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccountState, Rights, Ways};
    use jsonwebtoken::errors::ErrorKind;

    fn now() -> Timestamp {
        Timestamp::from_second(1_790_000_000).unwrap()
    }

    fn account() -> Account {
        Account {
            login: Login::parse("h-12").unwrap(),
            rights: Rights::officer("D01", [Role::Handler, Role::Coordinator]).unwrap(),
            state: AccountState::Active,
            ways: Ways::Password,
            created_at: now(),
            session_version: 3,
        }
    }

    fn tokens() -> Tokens {
        let sessions = Sessions::default();
        sessions.note(&account());
        Tokens::new(&Secret::random(), Tokens::LIFETIME, sessions)
    }

    /// A token of these claims, signed with the right key.
    fn signed(tokens: &Tokens, change: impl FnOnce(&mut serde_json::Value)) -> String {
        let mut claims = serde_json::json!({
            "iss": "tongban", "sub": "h-12", "iat": now().as_second(),
            "exp": now().as_second() + 60, "sid": "0", "ver": 3,
            "dept": "D01", "roles": ["handler"],
        });
        change(&mut claims);
        jsonwebtoken::encode(&Header::default(), &claims, &tokens.signing).unwrap()
    }

    fn kind(result: Result<Session, TokenError>) -> ErrorKind {
        match result {
            Err(TokenError::Invalid(error)) => error.into_kind(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_token_says_who_acts() {
        let tokens = tokens();
        let (token, issued) = tokens.issue(&account(), now()).unwrap();
        let read = tokens.verify(&token, now()).unwrap();
        assert_eq!(read, issued);
        assert!(read.actor.is(Role::Coordinator) && read.actor.works_for("D01"));
        let (_, other) = tokens.issue(&account(), now()).unwrap();
        assert_ne!(other.id, issued.id);
        assert!(token.len() < 500, "{}", token.len());
    }

    #[test]
    fn a_token_is_good_until_the_second_it_expires() {
        let tokens = tokens();
        let (token, session) = tokens.issue(&account(), now()).unwrap();
        let last = session.expires_at - SignedDuration::from_secs(1);
        assert!(tokens.verify(&token, last).is_ok());
        assert!(matches!(tokens.verify(&token, session.expires_at), Err(TokenError::Expired)));
        let before = now() - SignedDuration::from_secs(61);
        assert!(matches!(tokens.verify(&token, before), Err(TokenError::NotYetValid)));
    }

    #[test]
    fn another_key_or_an_altered_token_is_invalid() {
        let (ours, theirs) = (tokens(), tokens());
        let (token, _) = theirs.issue(&account(), now()).unwrap();
        assert!(matches!(kind(ours.verify(&token, now())), ErrorKind::InvalidSignature));
        let claims_at = token.find('.').unwrap() + 5;
        let mut altered = token.into_bytes();
        altered[claims_at] ^= 1;
        let altered = String::from_utf8(altered).unwrap();
        assert!(matches!(theirs.verify(&altered, now()), Err(TokenError::Invalid(_))));
        assert!(matches!(ours.verify("", now()), Err(TokenError::Invalid(_))));
        assert!(matches!(ours.verify(&"a".repeat(5_000), now()), Err(TokenError::TooLong)));
    }

    #[test]
    fn a_token_cannot_choose_its_algorithm() {
        let tokens = tokens();
        let (token, _) = tokens.issue(&account(), now()).unwrap();
        let claims = token.split('.').nth(1).unwrap();
        // {"alg":"none","typ":"JWT"}
        let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.");
        assert!(matches!(tokens.verify(&none, now()), Err(TokenError::Invalid(_))));
        let claims = serde_json::json!({"iss": "tongban"});
        let longer = jsonwebtoken::encode(&Header::new(Algorithm::HS512), &claims, &tokens.signing);
        let refused = kind(tokens.verify(&longer.unwrap(), now()));
        assert!(matches!(refused, ErrorKind::InvalidAlgorithm), "{refused:?}");
    }

    #[test]
    fn claims_that_are_missing_or_foreign_are_refused_even_if_signed() {
        let tokens = tokens();
        assert!(tokens.verify(&signed(&tokens, |_| {}), now()).is_ok());
        let foreign = signed(&tokens, |claims| claims["iss"] = "elsewhere".into());
        assert!(matches!(kind(tokens.verify(&foreign, now())), ErrorKind::InvalidIssuer));
        for claim in ["iss", "sub", "exp", "iat", "ver", "roles"] {
            let token = signed(&tokens, |claims| {
                claims.as_object_mut().unwrap().remove(claim);
            });
            assert!(matches!(tokens.verify(&token, now()), Err(TokenError::Invalid(_))), "{claim}");
        }
        let endless = signed(&tokens, |claims| claims["exp"] = i64::MAX.into());
        assert!(matches!(tokens.verify(&endless, now()), Err(TokenError::Time(_))));
    }

    #[test]
    fn a_session_ends_with_the_version_of_its_account() {
        let tokens = tokens();
        let (token, _) = tokens.issue(&account(), now()).unwrap();
        tokens.sessions.note(&Account { session_version: 4, ..account() });
        assert!(matches!(tokens.verify(&token, now()), Err(TokenError::Ended)));
        let state = AccountState::Disabled;
        tokens.sessions.note(&Account { session_version: 5, state, ..account() });
        assert!(matches!(tokens.verify(&token, now()), Err(TokenError::Ended)));
    }
}
