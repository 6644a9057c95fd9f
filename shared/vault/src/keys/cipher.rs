use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tongban_kernel::{PersonId, Personal};

use super::book::PersonKey;
use super::{KeyError, SealError};
use crate::secret;

const NONCE_LEN: usize = 12;

/// Seals values of one person. Short-lived: it holds the key.
pub struct Sealer {
    person: PersonId,
    cipher: ChaCha20Poly1305,
}

/// A sealed value that cannot be opened, though its person was not erased.
#[derive(Debug, thiserror::Error)]
pub enum UnsealError {
    /// The ring has no key for this person: an older copy of the keys, or another ring's.
    #[error("there is no key for person {person}")]
    KeyMissing {
        /// The person.
        person: PersonId,
    },
    /// The key cannot be asked for.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It was altered, or sealed for someone else.
    #[error("a sealed value of person {person} is damaged")]
    Damaged {
        /// The person.
        person: PersonId,
    },
    /// It holds something else than the caller declares.
    #[error("a sealed value of person {person} has another shape")]
    Shape {
        /// The person.
        person: PersonId,
        /// What does not fit. Its text may quote the value: it is no error for the log.
        #[source]
        source: serde_json::Error,
    },
}

impl Sealer {
    pub(super) fn new(person: PersonId, key: PersonKey) -> Self {
        Self { person, cipher: ChaCha20Poly1305::new(&key.into()) }
    }

    /// Whose values these are.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Seals a value: ChaCha20-Poly1305 over its JSON, bound to the person, with a random nonce.
    /// Equal values do not look equal; their length shows.
    ///
    /// # Errors
    /// When JSON cannot hold the value.
    pub fn seal<T: Serialize>(&self, value: &T) -> Result<Personal<T>, SealError> {
        let json = serde_json::to_vec(value)?;
        let nonce: [u8; NONCE_LEN] = secret::random();
        let owner = self.person.uuid();
        let payload = Payload { msg: &json, aad: owner.as_bytes() };
        let encrypted = self.cipher.encrypt(&Nonce::from(nonce), payload);
        let sealed = [nonce.as_slice(), &encrypted.map_err(|_| SealError::TooLong)?].concat();
        Ok(Personal::from_sealed(self.person, BASE64.encode(sealed)))
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer(of {})", self.person)
    }
}

pub(super) fn unseal<T: DeserializeOwned>(
    key: &PersonKey,
    value: &Personal<T>,
) -> Result<T, UnsealError> {
    let person = value.person();
    let json = decrypt(key, person, value.sealed()).ok_or(UnsealError::Damaged { person })?;
    serde_json::from_slice(&json).map_err(|source| UnsealError::Shape { person, source })
}

fn decrypt(key: &PersonKey, person: PersonId, sealed: &str) -> Option<Vec<u8>> {
    let sealed = BASE64.decode(sealed).ok()?;
    let (nonce, encrypted) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let owner = person.uuid();
    let payload = Payload { msg: encrypted, aad: owner.as_bytes() };
    ChaCha20Poly1305::new(&(*key).into()).decrypt(&Nonce::from(*nonce), payload).ok()
}
