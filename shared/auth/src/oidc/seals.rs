use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use tongban_vault::Secret;

/// What a browser keeps for us until it comes back, to whichever process: signed, and good for a
/// short time. The key comes from that of sessions, which all processes have, and is another one
/// for each purpose: nothing sealed for one opens for another, and none is a session's token.
#[derive(Clone)]
pub(super) struct Seal {
    signing: EncodingKey,
    checking: DecodingKey,
    good_for: SignedDuration,
}

#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    exp: i64,
    what: T,
}

/// Longer than any that is made: a return address is the longest part.
const LEN_MAX: usize = 4 << 10;

impl Seal {
    pub(super) fn new(secret: &Secret, purpose: &str, good_for: SignedDuration) -> Self {
        // HMAC fills a shorter key up to its block of 64 bytes with zeros itself (RFC 2104).
        let mut block = [0; 64];
        block[..32].copy_from_slice(secret.bytes());
        let mut key = Hmac::<Sha256>::new(&block.into());
        key.update(b"tongban/oidc/");
        key.update(purpose.as_bytes());
        let key = key.finalize().into_bytes();
        Self {
            signing: EncodingKey::from_secret(&key),
            checking: DecodingKey::from_secret(&key),
            good_for,
        }
    }

    /// For how long what is sealed is good.
    pub(super) fn good_for(&self) -> SignedDuration {
        self.good_for
    }

    /// None where the clock shows the end of time.
    pub(super) fn seal<T: Serialize>(&self, what: T, now: Timestamp) -> Option<String> {
        let exp = now.checked_add(self.good_for).ok()?.as_second();
        let header = Header::new(Algorithm::HS256);
        jsonwebtoken::encode(&header, &Sealed { exp, what }, &self.signing).ok()
    }

    /// None where it was not sealed here for this, or too long ago.
    pub(super) fn open<T: DeserializeOwned>(&self, sealed: &str, now: Timestamp) -> Option<T> {
        if sealed.len() > LEN_MAX {
            return None;
        }
        let mut validation = Validation::new(Algorithm::HS256);
        // Checked here, against the clock of the caller.
        validation.validate_exp = false;
        let data = jsonwebtoken::decode::<Sealed<T>>(sealed, &self.checking, &validation);
        let Sealed { exp, what } = data.ok()?.claims;
        (now.as_second() < exp).then_some(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oidc::testkit::now;

    #[test]
    fn what_is_sealed_opens_in_every_process_for_its_purpose_and_in_its_time() {
        let (secret, good_for) = (Secret::random(), SignedDuration::from_mins(10));
        let here = Seal::new(&secret, "journey", good_for);
        let there = Seal::new(&secret, "journey", good_for);
        let sealed = here.seal("what", now()).unwrap();
        assert_eq!(there.open(&sealed, now()), Some("what".to_owned()));
        let last = now() + good_for - SignedDuration::from_secs(1);
        assert!(there.open::<String>(&sealed, last).is_some());
        assert!(there.open::<String>(&sealed, now() + good_for).is_none(), "too late");
        let other = Seal::new(&secret, "arrival", good_for);
        assert!(other.open::<String>(&sealed, now()).is_none(), "another purpose");
        let stranger = Seal::new(&Secret::random(), "journey", good_for);
        assert!(stranger.open::<String>(&sealed, now()).is_none(), "another office");
        for bad in [String::new(), format!("{sealed}x"), "a".repeat(LEN_MAX + 1)] {
            assert!(here.open::<String>(&bad, now()).is_none());
        }
    }
}
