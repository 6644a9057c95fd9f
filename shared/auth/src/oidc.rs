//! Signing in at a provider of OpenID Connect (Core 1.0), by the authorization code flow with PKCE.
//!
//! [`Oidc::depart`] sends a browser to the provider, [`Oidc::arrive`] takes it back and says who it
//! is; [`SignIn`](crate::SignIn) says which account that is. What must be remembered in between the
//! browser keeps, sealed: any process takes back whom another sent away. Rights are never taken from
//! what a provider says.

mod http;
mod id_token;
mod journey;
mod keys;
mod metadata;
mod provider;
mod seals;
mod settings;
#[cfg(test)]
mod testkit;

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tongban_vault::Secret;

use crate::{Login, Subject};
use journey::Journey;
use provider::{Provider, with_parameters};
use seals::Seal;

pub use http::{CertificatesFault, NoAnswer};
pub use id_token::IdTokenFault;
pub use journey::{InvalidLocalPath, LocalPath};
pub use metadata::UnsoundProvider;
pub use settings::{ClientSecret, ClientSecretFault, Issuer, OidcSettings, PublicUrl, UrlFault};

/// Where the provider sends browsers back to.
pub const CALLBACK_PATH: &str = "/api/sign-in/oidc/callback";

/// How long somebody may take at the provider.
const JOURNEY_MAX: SignedDuration = SignedDuration::from_mins(10);
/// How long a page may take to fetch the session of who came back.
const ARRIVAL_MAX: SignedDuration = SignedDuration::from_mins(1);

/// The way in through a provider.
pub struct Oidc {
    provider: Provider,
    journeys: Seal,
    arrivals: Seal,
}

/// A browser on its way. Never printed.
pub struct Departure {
    /// Where it is to go.
    pub url: String,
    /// What it brings back.
    pub keeps: Kept,
}

/// What a browser keeps for this office: a text, and for how long. Never printed.
pub struct Kept {
    /// The text.
    pub text: String,
    /// How long it is good.
    pub for_secs: i64,
}

/// What the provider had the browser say when it came back (RFC 6749, 4.1.2; RFC 9207).
#[derive(Clone, Copy, Default)]
pub struct Answered<'a> {
    /// `code`.
    pub code: Option<&'a str>,
    /// `state`.
    pub state: Option<&'a str>,
    /// `iss`.
    pub issuer: Option<&'a str>,
    /// `error`.
    pub error: Option<&'a str>,
}

/// Who came back.
#[derive(Debug)]
pub struct Arrival {
    /// Who that is at the provider.
    pub subject: Subject,
    /// The account that is meant where one awaits somebody.
    pub login: Option<Login>,
    /// Where the browser wanted to be.
    pub return_to: LocalPath,
}

/// Why nobody came back from the provider.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider does not answer.
    #[error("the provider is away")]
    Away {
        /// After what time it is asked again.
        wait: Duration,
        /// What was the matter.
        #[source]
        source: NoAnswer,
    },
    /// It failed a moment ago and is not asked now.
    #[error("the provider failed and is not asked again yet")]
    LeftAlone {
        /// After what time it is.
        wait: Duration,
    },
    /// It, or the settings, must be mended.
    #[error("the provider cannot be relied on")]
    Unsound(#[from] UnsoundProvider),
    /// This browser set out for nowhere, from elsewhere, or too long ago.
    #[error("no journey of this browser is known")]
    NoJourney,
    /// The answer is to another question.
    #[error("the answer is not to the question of this browser")]
    State,
    /// Another provider answers (RFC 9207).
    #[error("the answer comes from another provider")]
    OtherIssuer,
    /// The provider says no.
    #[error("the provider let nobody in: {}", told(*reason))]
    Denied {
        /// Why, where it is a reason that is known.
        reason: Option<&'static str>,
    },
    /// The answer is neither yes nor no.
    #[error("the answer has neither a code nor an error")]
    NoCode,
    /// The code was used, or is too old, or somebody else's.
    #[error("the provider does not take the code")]
    Code,
    /// The ID token is not believed.
    #[error("the ID token is not believed")]
    IdToken(#[from] IdTokenFault),
    /// The clock shows the end of time.
    #[error("nothing can be sealed")]
    Seal,
}

/// Errors that a provider may name (RFC 6749, 4.1.2.1; OpenID Connect Core 1.0, 3.1.2.6). Others
/// are not told on: whoever makes the address could put anything there.
const DENIALS: [&str; 11] = [
    "access_denied",
    "account_selection_required",
    "consent_required",
    "interaction_required",
    "invalid_request",
    "invalid_scope",
    "login_required",
    "server_error",
    "temporarily_unavailable",
    "unauthorized_client",
    "unsupported_response_type",
];

fn told(reason: Option<&'static str>) -> &'static str {
    reason.unwrap_or("for a reason that is not known")
}

impl Oidc {
    /// Through this provider; sealed under a key that comes from that of sessions.
    ///
    /// # Errors
    /// When the certificates cannot be read. The provider is not asked: it may be away.
    pub fn new(settings: OidcSettings, secret: &Secret) -> Result<Self, CertificatesFault> {
        Ok(Self {
            provider: Provider::new(settings)?,
            journeys: Seal::new(secret, "journey", JOURNEY_MAX),
            arrivals: Seal::new(secret, "arrival", ARRIVAL_MAX),
        })
    }

    /// Whether browsers come over TLS.
    pub fn is_https(&self) -> bool {
        self.provider.settings.public_url.is_https()
    }

    fn redirect_uri(&self) -> String {
        format!("{}{CALLBACK_PATH}", self.provider.settings.public_url.as_str())
    }

    /// Sends a browser to the provider.
    ///
    /// # Errors
    /// When the provider is away, or cannot be relied on.
    pub async fn depart(
        &self,
        return_to: LocalPath,
        now: Timestamp,
    ) -> Result<Departure, OidcError> {
        let metadata = self.provider.metadata(now).await?;
        let settings = &self.provider.settings;
        let journey = Journey::new(return_to);
        let mut scopes = vec!["openid"];
        scopes.extend(settings.scopes.iter().map(String::as_str).filter(|s| *s != "openid"));
        let url = with_parameters(
            &metadata.authorization_endpoint,
            &[
                ("response_type", "code"),
                ("client_id", &settings.client_id),
                ("redirect_uri", &self.redirect_uri()),
                ("scope", &scopes.join(" ")),
                ("state", &journey.state),
                ("nonce", &journey.nonce),
                ("code_challenge", &journey.challenge()),
                ("code_challenge_method", "S256"),
            ],
        );
        Ok(Departure { url: url.into(), keeps: keep(&self.journeys, journey, now)? })
    }

    /// Takes a browser back, with what it kept.
    ///
    /// # Errors
    /// When it is not the one that was sent, the provider said no or is away, or what it says is
    /// not believed.
    pub async fn arrive(
        &self,
        kept: Option<&str>,
        answered: Answered<'_>,
        now: Timestamp,
    ) -> Result<Arrival, OidcError> {
        let journey = kept.and_then(|kept| self.journeys.open::<Journey>(kept, now));
        let journey = journey.ok_or(OidcError::NoJourney)?;
        if answered.state != Some(journey.state.as_str()) {
            return Err(OidcError::State);
        }
        let settings = &self.provider.settings;
        match answered.issuer {
            Some(issuer) if issuer != settings.issuer.as_str() => {
                return Err(OidcError::OtherIssuer);
            }
            None if self.provider.metadata(now).await?.names_itself => {
                return Err(OidcError::OtherIssuer);
            }
            _ => {}
        }
        if let Some(error) = answered.error {
            let reason = DENIALS.into_iter().find(|reason| *reason == error);
            return Err(OidcError::Denied { reason });
        }
        let code = answered.code.filter(|code| !code.is_empty()).ok_or(OidcError::NoCode)?;
        let redirect_uri = self.redirect_uri();
        let claims = self.provider.exchange(code, &journey, &redirect_uri, now).await?;
        let login = claims.text(&settings.login_claim).and_then(as_it_stands);
        Ok(Arrival { subject: claims.subject, login, return_to: journey.return_to })
    }

    /// What a browser keeps until its page asks for the session of who came back.
    ///
    /// # Errors
    /// When the clock shows the end of time.
    pub fn keep_arrival(&self, subject: &Subject, now: Timestamp) -> Result<Kept, OidcError> {
        keep(&self.arrivals, subject, now)
    }

    /// Who came back with this.
    ///
    /// # Errors
    /// When nobody did, or too long ago, or from another provider than the one in the settings.
    pub fn arrived(&self, kept: Option<&str>, now: Timestamp) -> Result<Subject, OidcError> {
        let subject = kept.and_then(|kept| self.arrivals.open::<Subject>(kept, now));
        let issuer = self.provider.settings.issuer.as_str();
        subject.filter(|subject| subject.issuer == issuer).ok_or(OidcError::NoJourney)
    }

    /// Where a browser ends its session at the provider too (OpenID Connect RP-Initiated Logout
    /// 1.0); none where the provider has no such place.
    ///
    /// # Errors
    /// When the provider is away, or cannot be relied on.
    pub async fn leave(&self, now: Timestamp) -> Result<Option<String>, OidcError> {
        let settings = &self.provider.settings;
        let back = format!("{}/", settings.public_url.as_str());
        let parameters =
            [("client_id", settings.client_id.as_str()), ("post_logout_redirect_uri", &back)];
        let metadata = self.provider.metadata(now).await?;
        let end = metadata.end_session_endpoint.as_ref();
        Ok(end.map(|end| with_parameters(end, &parameters).into()))
    }

    /// Whether this is somebody of this provider.
    pub fn knows(&self, subject: &Subject) -> bool {
        subject.issuer == self.provider.settings.issuer.as_str()
    }
}

/// A name that is no account's letter by letter is another one: two people at a provider may differ by
/// a capital alone.
fn as_it_stands(text: &str) -> Option<Login> {
    Login::parse(text).ok().filter(|login| login.as_str() == text)
}

fn keep(seal: &Seal, what: impl serde::Serialize, now: Timestamp) -> Result<Kept, OidcError> {
    let text = seal.seal(what, now).ok_or(OidcError::Seal)?;
    Ok(Kept { text, for_secs: seal.good_for().as_secs() })
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Oidc").field("settings", &self.provider.settings).finish_non_exhaustive()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("for_secs", &self.for_secs).finish_non_exhaustive()
    }
}
