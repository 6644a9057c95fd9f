use serde::{Deserialize, Serialize};

/// By which ways an account is signed in to. One that nobody could sign in to cannot be said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Ways {
    /// With its password alone.
    #[default]
    Password,
    /// With its password, or at the provider of OpenID Connect.
    Both {
        /// Who that is there.
        link: Link,
    },
    /// At the provider alone: its password is refused like a wrong one.
    Provider {
        /// Who that is there.
        link: Link,
    },
}

/// Whom an account belongs to at a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Whoever is first to come from there under the account's name.
    Awaited,
    /// This one.
    To(Subject),
}

/// Somebody at a provider. The pair means the same person for ever; names and addresses there do
/// not (OpenID Connect Core 1.0, 5.7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The provider's issuer identifier, letter by letter.
    pub issuer: String,
    /// What the provider calls the person: `sub`.
    pub id: String,
}

/// A text that is no `sub`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a subject has 1 to 255 printable ASCII characters")]
pub struct InvalidSubject;

/// The longest `sub` (OpenID Connect Core 1.0, 2).
const SUBJECT_LEN_MAX: usize = 255;

impl Subject {
    /// Somebody at this issuer.
    ///
    /// # Errors
    /// When the provider could not have said so.
    pub fn new(issuer: impl Into<String>, id: &str) -> Result<Self, InvalidSubject> {
        let printable = id.bytes().all(|c| c == b' ' || c.is_ascii_graphic());
        if printable && (1..=SUBJECT_LEN_MAX).contains(&id.len()) {
            Ok(Self { issuer: issuer.into(), id: id.to_owned() })
        } else {
            Err(InvalidSubject)
        }
    }
}

impl Ways {
    /// Whether a password is taken.
    pub fn take_password(&self) -> bool {
        match self {
            Self::Password | Self::Both { .. } => true,
            Self::Provider { .. } => false,
        }
    }

    /// Whom it belongs to at the provider, where it may be signed in to there.
    pub fn link(&self) -> Option<&Link> {
        match self {
            Self::Password => None,
            Self::Both { link } | Self::Provider { link } => Some(link),
        }
    }

    /// Who that is, once it is known.
    pub fn subject(&self) -> Option<&Subject> {
        match self.link()? {
            Link::To(subject) => Some(subject),
            Link::Awaited => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_what_the_standard_allows() {
        assert!(Subject::new("https://id.example", &"a".repeat(255)).is_ok());
        for bad in ["", "a\n", "王", &"a".repeat(256)] {
            assert_eq!(Subject::new("https://id.example", bad), Err(InvalidSubject), "{bad}");
        }
    }

    #[test]
    fn only_an_account_of_the_provider_alone_refuses_passwords() {
        let link = Link::Awaited;
        assert!(Ways::Password.take_password());
        assert!(Ways::Both { link: link.clone() }.take_password());
        assert!(!Ways::Provider { link }.take_password());
    }
}
