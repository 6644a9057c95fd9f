use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::Mutex;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::http::{CertificatesFault, Http, NoAnswer};
use super::id_token::{self, Claims, Expected, IdTokenFault};
use super::journey::Journey;
use super::keys::{Keys, Looked};
use super::metadata::{ClientAuthentication, Metadata, UnsoundProvider};
use super::{OidcError, OidcSettings};

/// After this the configuration is read again before it is used.
const CONFIGURATION_GOOD_FOR: SignedDuration = SignedDuration::from_hours(1);
/// After a failure the provider is left alone for a while, which doubles with each further one.
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// The provider, and what is known of it.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) settings: OidcSettings,
    http: Http,
    /// Held while it is asked: whoever else needs the same waits for that answer.
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    metadata: Option<(Arc<Metadata>, Timestamp)>,
    keys: Option<Keys>,
    pause: Duration,
    resumes_at: Option<Timestamp>,
}

/// What the token endpoint gives (RFC 6749, 5.1).
#[derive(Deserialize)]
struct Given {
    id_token: String,
    access_token: Option<String>,
}

/// What it says where it gives nothing (RFC 6749, 5.2).
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Provider {
    pub(super) fn new(settings: OidcSettings) -> Result<Self, CertificatesFault> {
        let http = Http::new(settings.ca.as_deref(), settings.issuer.is_in_clear())?;
        Ok(Self { settings, http, known: Mutex::default() })
    }

    /// What the provider says of itself: as it was read, or read now.
    pub(super) async fn metadata(&self, now: Timestamp) -> Result<Arc<Metadata>, OidcError> {
        let begun = Instant::now();
        let mut known = self.known.lock().await;
        if let Some((metadata, read_at)) = &known.metadata
            && now.duration_since(*read_at) < CONFIGURATION_GOOD_FOR
        {
            return Ok(Arc::clone(metadata));
        }
        known.may_ask(now)?;
        let read = async {
            let json = self.read("configuration", &self.settings.issuer.configuration()).await?;
            Ok(Arc::new(Metadata::parse(&json, &self.settings.issuer)?))
        };
        let metadata = known.heard(read.await, after(now, begun))?;
        known.metadata = Some((Arc::clone(&metadata), now));
        Ok(metadata)
    }

    /// Gives a code for an ID token, and checks that.
    pub(super) async fn exchange(
        &self,
        code: &str,
        journey: &Journey,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<Claims, OidcError> {
        let begun = Instant::now();
        let metadata = self.metadata(now).await?;
        let given = self.give(&metadata, code, journey, redirect_uri).await;
        let given = match given {
            // Known at once by whoever comes next.
            Err(OidcError::Away { .. }) => {
                self.known.lock().await.heard(given, after(now, begun))?
            }
            given => given?,
        };
        let signed = id_token::signed(&given.id_token)?;
        let key = self.key(&metadata, &signed, now).await?;
        let expected = Expected {
            issuer: self.settings.issuer.as_str(),
            client_id: &self.settings.client_id,
            nonce: &journey.nonce,
            access_token: given.access_token.as_deref(),
            now,
        };
        Ok(id_token::verify(&given.id_token, &signed, &key, expected)?)
    }

    async fn give(
        &self,
        metadata: &Metadata,
        code: &str,
        journey: &Journey,
        redirect_uri: &str,
    ) -> Result<Given, OidcError> {
        let (id, secret) = (&self.settings.client_id, self.settings.client_secret.reveal());
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", journey.verifier()),
        ];
        let authorization = match metadata.authentication {
            ClientAuthentication::Basic => Some(basic(id, secret)),
            ClientAuthentication::Post => {
                fields.extend([("client_id", id.as_str()), ("client_secret", secret)]);
                None
            }
        };
        let form = Serializer::new(String::new()).extend_pairs(fields).finish();
        let asked = self.http.post(&metadata.token_endpoint, form, authorization).await;
        let (status, body) = asked?;
        if status.is_success() {
            let given = serde_json::from_slice(&body);
            return given.map_err(|_| UnsoundProvider::Unreadable("answer to a code").into());
        }
        let said = serde_json::from_slice(&body).map(|Refused { error }| error).unwrap_or_default();
        Err(match said.as_str() {
            "invalid_grant" => OidcError::Code,
            "invalid_client" | "unauthorized_client" => UnsoundProvider::Client.into(),
            _ => UnsoundProvider::Status { what: "tokens", status: status.as_u16() }.into(),
        })
    }

    async fn key(
        &self,
        metadata: &Metadata,
        signed: &id_token::Signed,
        now: Timestamp,
    ) -> Result<jsonwebtoken::DecodingKey, OidcError> {
        let begun = Instant::now();
        let mut known = self.known.lock().await;
        let (id, algorithm) = (signed.key_id.as_deref(), signed.algorithm);
        let looked = known.keys.as_ref().map(|keys| keys.look(id, algorithm, now));
        let looked = match looked {
            Some(Looked::Found(key)) => return Ok(key),
            Some(Looked::Unknown) => return Err(IdTokenFault::UnknownKey.into()),
            Some(Looked::ReadAgain) | None => {
                known.may_ask(now)?;
                let read = async {
                    let json = self.read("keys", metadata.jwks_uri.as_str()).await?;
                    Ok(Keys::parse(&json, now)?)
                };
                let read = known.heard(read.await, after(now, begun))?;
                let keys = match known.keys.take() {
                    Some(before) => read.after(&before),
                    None => read,
                };
                known.keys.insert(keys).look(id, algorithm, now)
            }
        };
        match looked {
            Looked::Found(key) => Ok(key),
            // They were read this moment.
            Looked::ReadAgain | Looked::Unknown => Err(IdTokenFault::UnknownKey.into()),
        }
    }

    async fn read(&self, what: &'static str, url: &str) -> Result<bytes::Bytes, OidcError> {
        let (status, body) = self.http.get(url).await?;
        match status {
            StatusCode::OK => Ok(body),
            other => Err(UnsoundProvider::Status { what, status: other.as_u16() }.into()),
        }
    }
}

/// The time now, for whoever came at `now` and has waited since `begun`: whoever waited behind a
/// provider that swallows requests finds it left alone, and does not ask it once more.
fn after(now: Timestamp, begun: Instant) -> Timestamp {
    now.checked_add(begun.elapsed()).unwrap_or(now)
}

impl Known {
    /// Whether the provider is asked now, or left alone.
    fn may_ask(&self, now: Timestamp) -> Result<(), OidcError> {
        match self.resumes_at {
            Some(at) if now < at => {
                let wait = at.duration_since(now).unsigned_abs();
                Err(OidcError::LeftAlone { wait })
            }
            _ => Ok(()),
        }
    }

    /// Takes note of whether it answered.
    fn heard<T>(&mut self, read: Result<T, OidcError>, now: Timestamp) -> Result<T, OidcError> {
        match read {
            Ok(read) => {
                (self.pause, self.resumes_at) = (Duration::ZERO, None);
                Ok(read)
            }
            Err(error) => {
                self.pause = (self.pause * 2).clamp(PAUSE_MIN, PAUSE_MAX);
                self.resumes_at = now.checked_add(self.pause).ok();
                Err(match error {
                    OidcError::Away { source, .. } => OidcError::Away { wait: self.pause, source },
                    other => other,
                })
            }
        }
    }
}

impl From<NoAnswer> for OidcError {
    fn from(source: NoAnswer) -> Self {
        Self::Away { wait: PAUSE_MIN, source }
    }
}

/// `client_secret_basic`: both parts as in a form (RFC 6749, 2.3.1).
fn basic(id: &str, secret: &str) -> String {
    let coded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", coded(id), coded(secret))))
}

/// An address with these parameters besides its own.
pub(super) fn with_parameters(url: &Url, parameters: &[(&str, &str)]) -> Url {
    let mut url = url.clone();
    url.query_pairs_mut().extend_pairs(parameters);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_that_fails_is_left_alone_for_longer_and_longer() {
        let mut known = Known::default();
        let now = crate::oidc::testkit::now();
        assert!(known.may_ask(now).is_ok());
        let mut waits = Vec::new();
        for _ in 0..7 {
            let failed: Result<(), _> = known.heard(Err(NoAnswer::Late.into()), now);
            let Err(OidcError::Away { wait, .. }) = failed else { panic!("{failed:?}") };
            assert!(
                matches!(known.may_ask(now), Err(OidcError::LeftAlone { wait: w }) if w == wait)
            );
            assert!(known.may_ask(now + SignedDuration::try_from(wait).unwrap()).is_ok());
            waits.push(wait.as_secs());
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
        known.heard(Ok(()), now).unwrap();
        assert!(known.may_ask(now).is_ok(), "it is back");
    }

    #[test]
    fn both_parts_of_a_basic_secret_are_coded_as_in_a_form() {
        // RFC 6749, 2.3.1: a colon in either part must not part them.
        let coded = STANDARD.encode("a%3Ab:c%2Fd%2B");
        assert_eq!(basic("a:b", "c/d+"), format!("Basic {coded}"));
    }

    #[test]
    fn an_address_keeps_the_parameters_it_has() {
        let url = Url::parse("https://id.example/auth?kc=1").unwrap();
        let url = with_parameters(&url, &[("scope", "openid profile"), ("state", "a&b")]);
        assert_eq!(url.as_str(), "https://id.example/auth?kc=1&scope=openid+profile&state=a%26b");
    }
}
