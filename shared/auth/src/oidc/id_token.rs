use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::Subject;

/// With what a provider may sign: public keys alone. `none` signs nothing, and with HS… whoever
/// reads the public key, or the secret of the client, could sign.
pub(super) const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Clocks of two machines may differ by so much.
const SKEW: SignedDuration = SignedDuration::from_secs(60);
/// Some providers put whole groups into a token; none puts books.
const LEN_MAX: usize = 64 << 10;

/// Why an ID token is not believed. To whoever signs in all are the same; the log says which.
#[derive(Debug, thiserror::Error)]
pub enum IdTokenFault {
    /// It is no token, or says less than a token must.
    #[error("the ID token cannot be read")]
    Unreadable,
    /// It is signed with nothing, with a secret, or with what is not known.
    #[error("the ID token is signed with an algorithm that is not taken")]
    Algorithm,
    /// The provider has no such key.
    #[error("the ID token is signed with a key that the provider does not have")]
    UnknownKey,
    /// It was altered, or signed by somebody else.
    #[error("the signature of the ID token is wrong")]
    Signature,
    /// One of its claims says that it is not for this office, this sign-in, or this time.
    #[error("the ID token is not for this sign-in: {0}")]
    Claim(&'static str),
}

/// What a token says before it is believed: how to check it.
#[derive(Debug)]
pub(super) struct Signed {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
}

/// What a token must say.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
    /// What came with it, where anything did.
    pub(super) access_token: Option<&'a str>,
    pub(super) now: Timestamp,
}

/// Claims of a token that was checked.
pub(super) struct Claims {
    pub(super) subject: Subject,
    rest: Map<String, Value>,
}

// By hand: what a provider says of somebody is about a person.
impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claims").field("subject", &self.subject).finish_non_exhaustive()
    }
}

impl Claims {
    /// A claim that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match name {
            "sub" => Some(&self.subject.id),
            _ => self.rest.get(name)?.as_str(),
        }
    }
}

#[derive(Deserialize)]
struct Said {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    azp: Option<String>,
    at_hash: Option<String>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Reads how a token is signed.
pub(super) fn signed(token: &str) -> Result<Signed, IdTokenFault> {
    if token.len() > LEN_MAX {
        return Err(IdTokenFault::Unreadable);
    }
    // `none` and unknown names are no algorithm at all.
    let header = jsonwebtoken::decode_header(token).map_err(|_| IdTokenFault::Algorithm)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(IdTokenFault::Algorithm);
    }
    // What must be understood and is not (RFC 7515, 4.1.11).
    if header.crit.is_some() {
        return Err(IdTokenFault::Unreadable);
    }
    Ok(Signed { algorithm: header.alg, key_id: header.kid })
}

/// Checks a token by OpenID Connect Core 1.0, 3.1.3.7.
pub(super) fn verify(
    token: &str,
    signed: &Signed,
    key: &DecodingKey,
    expected: Expected<'_>,
) -> Result<Claims, IdTokenFault> {
    let mut signature_alone = Validation::new(signed.algorithm);
    // Claims are checked here, letter by letter, and against the clock of the caller.
    signature_alone.required_spec_claims.clear();
    signature_alone.validate_exp = false;
    signature_alone.validate_aud = false;
    let decoded = jsonwebtoken::decode::<Value>(token, key, &signature_alone);
    let claims = decoded.map_err(|_| IdTokenFault::Signature)?.claims;
    let said: Said = serde_json::from_value(claims).map_err(|_| IdTokenFault::Unreadable)?;
    check(&said, signed.algorithm, expected).map_err(IdTokenFault::Claim)?;
    let subject = Subject::new(said.iss, &said.sub).map_err(|_| IdTokenFault::Claim("sub"))?;
    Ok(Claims { subject, rest: said.rest })
}

/// Names the claim that is wrong.
fn check(said: &Said, algorithm: Algorithm, expected: Expected<'_>) -> Result<(), &'static str> {
    let rule = |holds: bool, claim| if holds { Ok(()) } else { Err(claim) };
    rule(said.iss == expected.issuer, "iss")?;
    let is_for_us = |audience: &String| audience == expected.client_id;
    let n_audiences = match &said.aud {
        Audience::One(audience) => usize::from(is_for_us(audience)),
        Audience::Several(all) => {
            if all.iter().any(is_for_us) {
                all.len()
            } else {
                0
            }
        }
    };
    rule(n_audiences > 0, "aud")?;
    match &said.azp {
        Some(party) => rule(party == expected.client_id, "azp")?,
        None => rule(n_audiences == 1, "azp")?,
    }
    let at = |seconds, claim| Timestamp::from_second(seconds).map_err(|_| claim);
    rule(
        expected.now < at(said.exp, "exp")?.saturating_add(SKEW).unwrap_or(Timestamp::MAX),
        "exp",
    )?;
    let is_past = |from: Timestamp| from.duration_since(expected.now) <= SKEW;
    rule(is_past(at(said.iat, "iat")?), "iat")?;
    if let Some(from) = said.nbf {
        rule(is_past(at(from, "nbf")?), "nbf")?;
    }
    rule(said.nonce.as_deref() == Some(expected.nonce), "nonce")?;
    if let Some(hash) = &said.at_hash {
        let ours = expected.access_token.map(|token| half_hash(token, algorithm));
        rule(ours.as_ref() == Some(hash), "at_hash")?;
    }
    Ok(())
}

/// The left half of a text's hash (OpenID Connect Core 1.0, 3.1.3.6).
fn half_hash(text: &str, algorithm: Algorithm) -> String {
    let hash = match algorithm {
        Algorithm::RS256 | Algorithm::PS256 | Algorithm::ES256 => Sha256::digest(text).to_vec(),
        Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => Sha384::digest(text).to_vec(),
        // RS512, PS512, and EdDSA: Ed25519 hashes with SHA-512.
        _ => Sha512::digest(text).to_vec(),
    };
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

#[cfg(test)]
mod tests;
