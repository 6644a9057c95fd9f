use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};

use crate::{Secret, secret};

const NONCE_LEN: usize = 12;

/// How keys are kept in a database that others may see a backup of: under a key that is not in it,
/// or in clear.
#[derive(Clone)]
pub struct Wrapping(Option<ChaCha20Poly1305>);

impl Wrapping {
    /// In clear: whoever has a backup of the database has the keys.
    #[must_use]
    pub fn clear() -> Self {
        Self(None)
    }

    /// Under this key, which is kept apart: without it nothing in the database can be read, and
    /// nothing brings it back.
    #[must_use]
    pub fn under(key: &Secret) -> Self {
        Self(Some(ChaCha20Poly1305::new(&(*key.bytes()).into())))
    }

    /// Whether it is under a key.
    #[must_use]
    pub fn is_under_key(&self) -> bool {
        self.0.is_some()
    }

    /// What is kept of a secret, bound to what it is of: 32 bytes in clear, 60 under a key.
    #[must_use]
    pub fn wrap(&self, label: &[u8], secret: &Secret) -> Vec<u8> {
        self.wrap_bytes(label, secret.bytes())
    }

    /// The secret; none where it was wrapped under another key or of something else.
    #[must_use]
    pub fn unwrap(&self, label: &[u8], wrapped: &[u8]) -> Option<Secret> {
        let bytes = self.unwrap_bytes(label, wrapped)?;
        bytes.as_slice().try_into().ok().map(Secret::from_bytes)
    }

    /// The same of any bytes: 28 more than they are under a key.
    #[must_use]
    pub fn wrap_bytes(&self, label: &[u8], bytes: &[u8]) -> Vec<u8> {
        let Some(cipher) = &self.0 else {
            return bytes.to_vec();
        };
        let nonce: [u8; NONCE_LEN] = secret::random();
        let payload = Payload { msg: bytes, aad: label };
        // It fails for messages of many gigabytes alone.
        let wrapped = cipher.encrypt(&Nonce::from(nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &wrapped].concat()
    }

    /// The bytes; none where they were wrapped under another key or as something else.
    #[must_use]
    pub fn unwrap_bytes(&self, label: &[u8], wrapped: &[u8]) -> Option<Vec<u8>> {
        let Some(cipher) = &self.0 else {
            return Some(wrapped.to_vec());
        };
        let (nonce, encrypted) = wrapped.split_first_chunk::<NONCE_LEN>()?;
        let payload = Payload { msg: encrypted, aad: label };
        cipher.decrypt(&Nonce::from(*nonce), payload).ok()
    }
}

impl std::fmt::Debug for Wrapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Wrapping(under a key)" } else { "Wrapping(clear)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_unwrapped_under_its_key_and_label_alone() {
        let (secret, key) = (Secret::random(), Secret::random());
        let wrapping = Wrapping::under(&key);
        let wrapped = wrapping.wrap(b"one", &secret);
        assert_eq!(wrapped.len(), 60);
        assert!(!wrapped.windows(32).any(|bytes| bytes == secret.bytes()));
        assert_eq!(Wrapping::under(&key).unwrap(b"one", &wrapped), Some(secret));
        assert_eq!(wrapping.unwrap(b"two", &wrapped), None);
        for other in [Wrapping::under(&Secret::random()), Wrapping::clear()] {
            assert_eq!(other.unwrap(b"one", &wrapped), None, "{other:?}");
        }
    }

    #[test]
    fn a_secret_in_clear_is_not_taken_for_a_wrapped_one() {
        let secret = Secret::random();
        let clear = Wrapping::clear().wrap(b"one", &secret);
        assert_eq!(Wrapping::clear().unwrap(b"one", &clear), Some(secret));
        assert_eq!(Wrapping::under(&Secret::random()).unwrap(b"one", &clear), None);
    }
}
