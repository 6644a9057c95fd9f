use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;

/// The way of one browser to the provider and back: what only that browser and this office know.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Journey {
    /// Ties the answer to the browser (RFC 6749, 10.12).
    pub(super) state: String,
    /// Ties the ID token to the question.
    pub(super) nonce: String,
    /// Ties the code to whoever asked for it (RFC 7636).
    verifier: String,
    pub(super) return_to: LocalPath,
}

impl Journey {
    pub(super) fn new(return_to: LocalPath) -> Self {
        Self { state: random(), nonce: random(), verifier: random(), return_to }
    }

    /// `code_challenge`, by S256.
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier))
    }

    pub(super) fn verifier(&self) -> &str {
        &self.verifier
    }
}

impl fmt::Debug for Journey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journey").field("return_to", &self.return_to).finish_non_exhaustive()
    }
}

/// 256 bits that nobody can guess, in 43 characters.
fn random() -> String {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// An address of this office, like `/cases?page=2`: a browser that is sent there stays here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalPath(String);

/// A text that is no address of this office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an address of this office begins with one / and has at most 1,000 characters of ASCII")]
pub struct InvalidLocalPath;

const PATH_LEN_MAX: usize = 1_000;

impl LocalPath {
    /// Reads an address.
    ///
    /// # Errors
    /// When a browser could be led elsewhere by it.
    pub fn parse(text: &str) -> Result<Self, InvalidLocalPath> {
        // Browsers take a backslash for a slash, and leave out line ends and tabs.
        let plain = text.bytes().all(|c| c.is_ascii_graphic() && c != b'\\');
        let is_local = text.starts_with('/') && !text.starts_with("//");
        // Again as a browser reads it, whatever the rules above forgot.
        let stays = || {
            let here = Url::parse("https://here.invalid").ok()?;
            Some(here.join(text).ok()?.origin() == here.origin())
        };
        if plain && is_local && text.len() <= PATH_LEN_MAX && stays() == Some(true) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidLocalPath)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LocalPath {
    type Error = InvalidLocalPath;

    fn try_from(text: String) -> Result<Self, InvalidLocalPath> {
        Self::parse(&text)
    }
}

impl From<LocalPath> for String {
    fn from(path: LocalPath) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_sent_nowhere_else() {
        for good in ["/", "/cases?page=2#row", "/a//b", "/%2f%2fevil.example"] {
            assert!(LocalPath::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "cases",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/案件",
            &format!("/{}", "a".repeat(1_000)),
        ] {
            assert_eq!(LocalPath::parse(bad), Err(InvalidLocalPath), "{bad}");
        }
    }

    #[test]
    fn no_two_journeys_are_alike_and_none_is_shown() {
        let path = LocalPath::parse("/").unwrap();
        let (one, other) = (Journey::new(path.clone()), Journey::new(path));
        assert!(one.state != other.state && one.nonce != other.nonce);
        assert!(one.state != one.nonce && one.verifier != one.state);
        assert_eq!(one.verifier.len(), 43);
        let shown = format!("{one:?}");
        assert!(!shown.contains(&one.verifier) && !shown.contains(&one.state), "{shown}");
    }

    #[test]
    fn the_challenge_is_the_hash_of_the_verifier() {
        // The example of RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let journey = Journey { verifier, ..Journey::new(LocalPath::parse("/").unwrap()) };
        assert_eq!(journey.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
