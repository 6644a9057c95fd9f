use jsonwebtoken::Algorithm;
use serde::Deserialize;
use url::Url;

use super::id_token::ALGORITHMS;
use super::settings::{Issuer, secure};

/// What a provider says of itself (OpenID Connect Discovery 1.0, 3), as far as it is used here, and
/// checked.
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) jwks_uri: Url,
    pub(super) end_session_endpoint: Option<Url>,
    pub(super) authentication: ClientAuthentication,
    /// Whether it names itself in every answer to a browser (RFC 9207).
    pub(super) names_itself: bool,
}

/// How this office proves itself at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClientAuthentication {
    /// `client_secret_basic`.
    Basic,
    /// `client_secret_post`.
    Post,
}

/// A provider that says what cannot be relied on. The remedy is at the provider, or in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsoundProvider {
    /// It answers something else than is asked for.
    #[error("the provider's {0} cannot be read")]
    Unreadable(&'static str),
    /// It answers with an error.
    #[error("the provider answers {status} when asked for its {what}")]
    Status {
        /// What it was asked for.
        what: &'static str,
        /// Its status.
        status: u16,
    },
    /// It calls itself otherwise than the settings do.
    #[error("the provider calls itself another issuer than the one in the settings")]
    Issuer,
    /// One of its addresses is not secure.
    #[error("the provider's {0} is no address that secrets may go to")]
    Address(&'static str),
    /// It signs with nothing that is taken.
    #[error(
        "the provider signs with no algorithm that is taken: RS, PS, ES (256, 384, 512) or EdDSA"
    )]
    Algorithms,
    /// It does not know PKCE with S256.
    #[error("the provider does not take PKCE with S256")]
    Pkce,
    /// It takes no secret as this office could send it.
    #[error("the provider takes a secret neither as client_secret_basic nor as client_secret_post")]
    Authentication,
    /// It does not know this office.
    #[error("the provider does not take the client id and secret of the settings")]
    Client,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Reads and checks the document of this issuer.
    pub(super) fn parse(json: &[u8], issuer: &Issuer) -> Result<Self, UnsoundProvider> {
        let document: Document = serde_json::from_slice(json)
            .map_err(|_| UnsoundProvider::Unreadable("configuration"))?;
        if document.issuer != issuer.as_str() {
            return Err(UnsoundProvider::Issuer);
        }
        let signs = document.id_token_signing_alg_values_supported;
        if signs.is_some_and(|names| !names.iter().any(|name| is_taken(name))) {
            return Err(UnsoundProvider::Algorithms);
        }
        // Some that know PKCE do not say so; none that names its methods has others.
        let challenges = document.code_challenge_methods_supported;
        if challenges.is_some_and(|names| !names.iter().any(|name| name == "S256")) {
            return Err(UnsoundProvider::Pkce);
        }
        let authentication = document.token_endpoint_auth_methods_supported;
        let end = document.end_session_endpoint.as_deref();
        Ok(Self {
            authorization_endpoint: of("authorization_endpoint", &document.authorization_endpoint)?,
            token_endpoint: of("token_endpoint", &document.token_endpoint)?,
            jwks_uri: of("jwks_uri", &document.jwks_uri)?,
            end_session_endpoint: end.map(|url| of("end_session_endpoint", url)).transpose()?,
            authentication: ClientAuthentication::of(authentication.as_deref())?,
            names_itself: document.authorization_response_iss_parameter_supported,
        })
    }
}

impl ClientAuthentication {
    fn of(methods: Option<&[String]>) -> Result<Self, UnsoundProvider> {
        // What a provider does that does not say (RFC 8414, 2).
        let Some(methods) = methods else { return Ok(Self::Basic) };
        let takes = |method: &str| methods.iter().any(|taken| taken == method);
        match (takes("client_secret_basic"), takes("client_secret_post")) {
            (true, _) => Ok(Self::Basic),
            (false, true) => Ok(Self::Post),
            (false, false) => Err(UnsoundProvider::Authentication),
        }
    }
}

fn is_taken(name: &str) -> bool {
    name.parse().is_ok_and(|algorithm: Algorithm| ALGORITHMS.contains(&algorithm))
}

fn of(what: &'static str, url: &str) -> Result<Url, UnsoundProvider> {
    secure(url).map_err(|_| UnsoundProvider::Address(what))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parse(change: impl FnOnce(&mut Value)) -> Result<Metadata, UnsoundProvider> {
        let mut document = json!({
            "issuer": "https://id.example",
            "authorization_endpoint": "https://id.example/auth?kc=1",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://id.example/keys",
            "end_session_endpoint": "https://id.example/end",
            "id_token_signing_alg_values_supported": ["HS256", "RS256"],
            "code_challenge_methods_supported": ["plain", "S256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_post"],
        });
        change(&mut document);
        let issuer = Issuer::parse("https://id.example").unwrap();
        Metadata::parse(document.to_string().as_bytes(), &issuer)
    }

    #[test]
    fn a_provider_is_taken_as_it_says() {
        let metadata = parse(|_| {}).unwrap();
        assert_eq!(metadata.authentication, ClientAuthentication::Post);
        assert_eq!(metadata.token_endpoint.as_str(), "https://id.example/token");
        assert!(!metadata.names_itself);
        let silent = parse(|document| {
            let fields = document.as_object_mut().unwrap();
            fields.retain(|name, _| !name.contains("supported") && name != "end_session_endpoint");
        });
        let silent = silent.unwrap();
        assert_eq!(silent.authentication, ClientAuthentication::Basic);
        assert!(silent.end_session_endpoint.is_none());
    }

    #[test]
    fn a_provider_that_cannot_be_relied_on_is_refused_by_what_is_wrong() {
        let set = |name: &'static str, value: Value| parse(|document| document[name] = value).err();
        let cases = [
            (set("issuer", json!("https://id.example/")), UnsoundProvider::Issuer),
            (
                set("token_endpoint", json!("http://id.example/token")),
                UnsoundProvider::Address("token_endpoint"),
            ),
            (
                set("end_session_endpoint", json!("javascript:alert(1)")),
                UnsoundProvider::Address("end_session_endpoint"),
            ),
            (
                set("id_token_signing_alg_values_supported", json!(["none", "HS256", "ES256K"])),
                UnsoundProvider::Algorithms,
            ),
            (set("code_challenge_methods_supported", json!(["plain"])), UnsoundProvider::Pkce),
            (
                set("token_endpoint_auth_methods_supported", json!(["none"])),
                UnsoundProvider::Authentication,
            ),
            (set("jwks_uri", json!(7)), UnsoundProvider::Unreadable("configuration")),
        ];
        for (fault, expected) in cases {
            assert_eq!(fault, Some(expected));
        }
    }
}
