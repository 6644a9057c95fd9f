//! Who signs like a provider.

use jiff::Timestamp;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
};
use serde_json::{Value, json};

use super::id_token::Expected;

/// A key and its name. The one for RSA is written down: making one takes seconds.
pub(super) struct Signer {
    pub(super) id: &'static str,
    pub(super) algorithm: Algorithm,
    key: EncodingKey,
}

impl Signer {
    pub(super) fn es256(id: &'static str) -> Self {
        let key =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Self {
            id,
            algorithm: Algorithm::ES256,
            key: EncodingKey::from_ec_der(key.unwrap().as_ref()),
        }
    }

    pub(super) fn es384(id: &'static str) -> Self {
        let key =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &SystemRandom::new());
        Self {
            id,
            algorithm: Algorithm::ES384,
            key: EncodingKey::from_ec_der(key.unwrap().as_ref()),
        }
    }

    pub(super) fn ed25519(id: &'static str) -> Self {
        // PKCS #8 (RFC 8410, 7): the words that come before the 32 bytes of every such key.
        let mut key = *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20................................";
        rand::fill(&mut key[16..]);
        Self { id, algorithm: Algorithm::EdDSA, key: EncodingKey::from_ed_der(&key) }
    }

    pub(super) fn rsa(id: &'static str, algorithm: Algorithm) -> Self {
        Self { id, algorithm, key: EncodingKey::from_rsa_der(include_bytes!("testkit/rsa.der")) }
    }

    pub(super) fn public(&self) -> Jwk {
        let mut key = Jwk::from_encoding_key(&self.key, self.algorithm).unwrap();
        key.common.key_id = Some(self.id.to_owned());
        key
    }

    pub(super) fn checking(&self) -> DecodingKey {
        DecodingKey::from_jwk(&self.public()).unwrap()
    }

    pub(super) fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(self.algorithm);
        header.kid = Some(self.id.to_owned());
        jsonwebtoken::encode(&header, claims, &self.key).unwrap()
    }
}

pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

pub(super) const EXPECTED: Expected<'static> = Expected {
    issuer: "https://id.example",
    client_id: "tongban",
    nonce: "n-1",
    access_token: None,
    now: Timestamp::constant(1_790_000_000, 0),
};

/// What a provider says that means well.
pub(super) fn claims() -> Value {
    let at = now().as_second();
    json!({
        "iss": EXPECTED.issuer, "sub": "s-1", "aud": EXPECTED.client_id, "nonce": EXPECTED.nonce,
        "exp": at + 300, "iat": at, "preferred_username": "h-12",
    })
}
