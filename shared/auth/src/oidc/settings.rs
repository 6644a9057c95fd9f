use std::fmt;
use std::path::{Path, PathBuf};

use url::{Host, Url};

/// How the provider of OpenID Connect is spoken to.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// Which provider.
    pub issuer: Issuer,
    /// The name under which this office is registered there.
    pub client_id: String,
    /// What proves it.
    pub client_secret: ClientSecret,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that is an account's name where an account awaits somebody.
    pub login_claim: String,
    /// A PEM file of the certificates that the provider's must go back to; those of the machine
    /// where none is named.
    pub ca: Option<PathBuf>,
    /// Where browsers find this office.
    pub public_url: PublicUrl,
}

/// An issuer identifier (OpenID Connect Discovery 1.0, 3): compared letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer(String);

/// Where browsers find this office: scheme, host and port, like `https://office.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// An address that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// It cannot be read.
    #[error("it is no address like https://id.example")]
    Unreadable,
    /// Who listens on the way would learn secrets, and could be the provider.
    #[error(
        "it must begin with https://; http:// is for this machine alone (127.0.0.1, localhost)"
    )]
    Insecure,
    /// It holds more than it may.
    #[error("it has no user, query or fragment")]
    Parts,
    /// It names a path.
    #[error("it has no path: this office answers at the root of a host")]
    Path,
}

impl Issuer {
    /// Reads an identifier; the text stays as it is.
    ///
    /// # Errors
    /// When it is not `https://`, nor of this machine, or has parts that an issuer has not.
    pub fn parse(text: &str) -> Result<Self, UrlFault> {
        let url = secure(text)?;
        if url.query().is_some() {
            return Err(UrlFault::Parts);
        }
        Ok(Self(text.to_owned()))
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is spoken to in clear.
    pub(super) fn is_in_clear(&self) -> bool {
        self.0.starts_with("http:")
    }

    /// Where its configuration is.
    pub(super) fn configuration(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.0.trim_end_matches('/'))
    }
}

impl PublicUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is not `https://`, nor of this machine, or has a path.
    pub fn parse(text: &str) -> Result<Self, UrlFault> {
        let url = secure(text)?;
        if url.query().is_some() {
            return Err(UrlFault::Parts);
        }
        if url.path() != "/" {
            return Err(UrlFault::Path);
        }
        Ok(Self(url.origin().ascii_serialization()))
    }

    /// Without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether browsers come over TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

/// An address to which secrets may go: `https`, or this machine itself.
///
/// # Errors
/// When it is none, or holds a user or a fragment.
pub(super) fn secure(text: &str) -> Result<Url, UrlFault> {
    let url = Url::parse(text).map_err(|_| UrlFault::Unreadable)?;
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(UrlFault::Unreadable),
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
        return Err(UrlFault::Insecure);
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(UrlFault::Parts);
    }
    Ok(url)
}

/// The secret that the provider gave this office; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

/// A secret that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ClientSecretFault {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File(#[source] std::io::Error),
    /// It holds no secret.
    #[error("the file holds no secret: one line of 1 to 1,000 printable characters")]
    Form,
}

const SECRET_LEN_MAX: usize = 1_000;

impl ClientSecret {
    /// Reads the secret in this file; the end of its line does not belong to it.
    ///
    /// # Errors
    /// When there is no such file, or no secret in it.
    pub fn load(path: &Path) -> Result<Self, ClientSecretFault> {
        let text = std::fs::read_to_string(path).map_err(ClientSecretFault::File)?;
        let secret = text.trim_end_matches(['\n', '\r']);
        let printable = secret.bytes().all(|c| c.is_ascii_graphic());
        match printable && (1..=SECRET_LEN_MAX).contains(&secret.len()) {
            true => Ok(Self(secret.to_owned())),
            false => Err(ClientSecretFault::Form),
        }
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_spoken_to_over_tls_or_on_this_machine() {
        for good in [
            "https://id.example/realms/office",
            "http://127.0.0.1:8180/realms/office",
            "http://localhost:8180",
            "http://[::1]:8180",
        ] {
            assert_eq!(Issuer::parse(good).map(|issuer| issuer.0), Ok(good.to_owned()));
        }
        for (bad, fault) in [
            ("http://id.example", UrlFault::Insecure),
            ("http://127.0.0.1.example", UrlFault::Insecure),
            ("ftp://localhost", UrlFault::Insecure),
            ("id.example", UrlFault::Unreadable),
            ("https://user@id.example", UrlFault::Parts),
            ("https://id.example/#here", UrlFault::Parts),
            ("https://id.example/?realm=office", UrlFault::Parts),
        ] {
            assert_eq!(Issuer::parse(bad), Err(fault), "{bad}");
        }
    }

    #[test]
    fn the_configuration_lies_below_the_issuer() {
        for issuer in ["https://id.example/realms/office", "https://id.example/realms/office/"] {
            let at = Issuer::parse(issuer).unwrap().configuration();
            assert_eq!(at, "https://id.example/realms/office/.well-known/openid-configuration");
        }
    }

    #[test]
    fn an_office_is_found_at_the_root_of_a_host() {
        let public = PublicUrl::parse("https://office.example:443/").unwrap();
        assert_eq!((public.as_str(), public.is_https()), ("https://office.example", true));
        assert_eq!(PublicUrl::parse("https://office.example/app"), Err(UrlFault::Path));
        assert_eq!(PublicUrl::parse("http://office.example"), Err(UrlFault::Insecure));
    }

    #[test]
    fn a_secret_is_one_line_and_never_shown() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        let load = |text: &str| {
            std::fs::write(&path, text).unwrap();
            ClientSecret::load(&path)
        };
        let secret = load("s3cret\n").unwrap();
        assert_eq!(secret.reveal(), "s3cret");
        assert_eq!(format!("{secret:?}"), "ClientSecret(…)");
        for bad in ["", "\n", "two\nlines", "a b"] {
            assert!(matches!(load(bad), Err(ClientSecretFault::Form)), "{bad:?}");
        }
        let missing = ClientSecret::load(&dir.path().join("none"));
        assert!(matches!(missing, Err(ClientSecretFault::File(_))));
    }
}
