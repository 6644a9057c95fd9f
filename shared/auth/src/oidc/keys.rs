use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};

use super::metadata::UnsoundProvider;

/// After this the keys are read again before one is relied on: a key that the provider takes back
/// is out by then.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(10);
/// A key that is not there is looked for anew, at most so often: a stranger must not make the
/// provider work.
const LOOKED_FOR_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(1);
/// Shorter RSA keys are none (RFC 7518, 3.3).
const RSA_BYTES_MIN: usize = 256;

/// The keys that a provider signs with (RFC 7517), as they were at an instant.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    keys: Vec<Jwk>,
    read_at: Timestamp,
    looked_again_at: Option<Timestamp>,
}

/// What is known of a key.
pub(super) enum Looked {
    /// It is this.
    Found(DecodingKey),
    /// The keys must be read again first.
    ReadAgain,
    /// The provider has no such key.
    Unknown,
}

impl Keys {
    /// Reads a set of keys; those of other kinds and uses do not matter.
    pub(super) fn parse(json: &[u8], now: Timestamp) -> Result<Self, UnsoundProvider> {
        let set: JwkSet =
            serde_json::from_slice(json).map_err(|_| UnsoundProvider::Unreadable("keys"))?;
        Ok(Self { keys: set.keys, read_at: now, looked_again_at: None })
    }

    /// The same, read in place of these because a key was not among them.
    pub(super) fn after(mut self, before: &Self) -> Self {
        let looked = before.is_fresh(self.read_at).then_some(self.read_at);
        self.looked_again_at = looked.or(before.looked_again_at);
        self
    }

    /// Looks for the key of this id that signs with this algorithm.
    pub(super) fn look(&self, id: Option<&str>, algorithm: Algorithm, now: Timestamp) -> Looked {
        if !self.is_fresh(now) {
            return Looked::ReadAgain;
        }
        let fitting = self.keys.iter().filter(|key| fits(key, algorithm));
        let mut named = fitting.filter(|key| match id {
            Some(id) => key.common.key_id.as_deref() == Some(id),
            None => true,
        });
        let key = match (named.next(), named.next(), id) {
            (Some(key), None, _) | (Some(key), _, Some(_)) => DecodingKey::from_jwk(key).ok(),
            // Without an id it must be clear which (OpenID Connect Core 1.0, 10.1).
            (Some(_), Some(_), None) | (None, _, _) => None,
        };
        match key {
            Some(key) => Looked::Found(key),
            None if self.may_look_again(now) => Looked::ReadAgain,
            None => Looked::Unknown,
        }
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.read_at) < GOOD_FOR
    }

    fn may_look_again(&self, now: Timestamp) -> bool {
        self.looked_again_at.is_none_or(|at| now.duration_since(at) >= LOOKED_FOR_AGAIN_AFTER)
    }
}

/// Whether a key is for signatures with this algorithm, by kind, use and length.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    use Algorithm::{
        ES256, ES384, EdDSA, HS256, HS384, HS512, PS256, PS384, PS512, RS256, RS384, RS512,
    };
    let is_of_kind = match (algorithm, &key.algorithm) {
        (RS256 | RS384 | RS512 | PS256 | PS384 | PS512, AlgorithmParameters::RSA(rsa)) => {
            let modulus = URL_SAFE_NO_PAD.decode(&rsa.n);
            modulus.is_ok_and(|bytes| bytes.len() >= RSA_BYTES_MIN)
        }
        (ES256, AlgorithmParameters::EllipticCurve(ec)) => ec.curve == EllipticCurve::P256,
        (ES384, AlgorithmParameters::EllipticCurve(ec)) => ec.curve == EllipticCurve::P384,
        (EdDSA, AlgorithmParameters::OctetKeyPair(ed)) => ed.curve == EllipticCurve::Ed25519,
        // A key that both sides know signs nothing here.
        (HS256 | HS384 | HS512, _) | (_, _) => false,
    };
    let common = &key.common;
    let is_to_sign = common.public_key_use.as_ref().is_none_or(|u| *u == PublicKeyUse::Signature);
    let verifies = |operations: &Vec<KeyOperations>| operations.contains(&KeyOperations::Verify);
    let may_verify = common.key_operations.as_ref().is_none_or(verifies);
    let is_of_algorithm = common.key_algorithm.is_none_or(|a| a == KeyAlgorithm::from(algorithm));
    is_of_kind && is_to_sign && may_verify && is_of_algorithm
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oidc::testkit::{Signer, now};

    fn keys(signers: &[&Signer]) -> Keys {
        let keys: Vec<_> = signers.iter().map(|signer| signer.public()).collect();
        Keys::parse(serde_json::json!({ "keys": keys }).to_string().as_bytes(), now()).unwrap()
    }

    fn looked(keys: &Keys, id: Option<&str>, now: Timestamp) -> &'static str {
        match keys.look(id, Algorithm::ES256, now) {
            Looked::Found(_) => "found",
            Looked::ReadAgain => "read again",
            Looked::Unknown => "unknown",
        }
    }

    #[test]
    fn a_key_that_is_not_there_is_looked_for_again_once_a_minute() {
        let (old, new) = (Signer::es256("old"), Signer::es256("new"));
        let first = keys(&[&old]);
        assert_eq!(looked(&first, Some("old"), now()), "found");
        assert_eq!(looked(&first, Some("new"), now()), "read again");
        let again = keys(&[&old]).after(&first);
        assert_eq!(looked(&again, Some("new"), now()), "unknown");
        let in_time = |seconds| now() + SignedDuration::from_secs(seconds);
        assert_eq!(looked(&again, Some("new"), in_time(59)), "unknown");
        assert_eq!(looked(&again, Some("new"), in_time(60)), "read again");
        let rotated = keys(&[&new]).after(&again);
        assert_eq!(looked(&rotated, Some("new"), now()), "found");
        assert_eq!(looked(&rotated, Some("old"), now()), "unknown", "it dropped out");
    }

    #[test]
    fn a_key_that_was_taken_back_is_out_within_ten_minutes() {
        let first = keys(&[&Signer::es256("old")]);
        let later = now() + GOOD_FOR;
        assert_eq!(looked(&first, Some("old"), later - SignedDuration::from_secs(1)), "found");
        assert_eq!(looked(&first, Some("old"), later), "read again");
    }

    #[test]
    fn without_an_id_it_must_be_clear_which_key_is_meant() {
        let (one, other) = (Signer::es256("one"), Signer::es256("other"));
        assert_eq!(looked(&keys(&[&one]), None, now()), "found");
        assert_eq!(looked(&keys(&[&one, &other]), None, now()), "read again");
    }

    #[test]
    fn a_key_serves_its_own_algorithm_and_use_alone() {
        let fitting = |change: fn(&mut serde_json::Value)| {
            let mut key = serde_json::to_value(Signer::es256("k").public()).unwrap();
            change(&mut key);
            fits(&serde_json::from_value(key).unwrap(), Algorithm::ES256)
        };
        assert!(fitting(|_| {}));
        assert!(!fitting(|key| key["use"] = "enc".into()));
        assert!(!fitting(|key| key["key_ops"] = serde_json::json!(["sign"])));
        assert!(!fitting(|key| key["alg"] = "ES384".into()));
        assert!(!fitting(|key| key["crv"] = "P-384".into()));
        let key = Signer::es256("k").public();
        assert!(!fits(&key, Algorithm::RS256) && !fits(&key, Algorithm::HS256));
        let weak = serde_json::json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" });
        assert!(!fits(&serde_json::from_value(weak).unwrap(), Algorithm::RS256), "too short");
    }

    #[test]
    fn keys_of_kinds_nobody_knows_do_not_hinder_the_others() {
        let signer = serde_json::to_value(Signer::es256("k").public()).unwrap();
        let set = serde_json::json!({ "keys": [
            { "kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA", "kid": "a" },
            { "kty": "PQ", "kid": "b", "alg": "ML-DSA-44" },
            signer,
        ]});
        let keys = Keys::parse(set.to_string().as_bytes(), now()).unwrap();
        assert_eq!(looked(&keys, Some("k"), now()), "found");
        assert!(Keys::parse(b"{}", now()).is_err());
    }
}
