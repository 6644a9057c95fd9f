//! How NATS servers are reached: where they are, who we are there, and whose certificates are
//! trusted. The log connects so, and so does whoever else speaks to them.

use std::fmt;
use std::path::Path;

use async_nats::rustls::crypto::{CryptoProvider, ring};
use async_nats::rustls::pki_types::CertificateDer;
use async_nats::rustls::pki_types::pem::{self, PemObject as _};
use async_nats::{ConnectOptions, ServerAddr};
use tongban_kernel::Text;

/// See the module.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    /// Addresses of servers, `nats://[user:password@]host:port`, or `tls://` where the connection
    /// must be encrypted; one that answers is enough. Who is named in one is the user at all.
    pub servers: &'a [String],
    /// A file with the credentials of a user (JWT and key), where the addresses name none.
    pub credentials: Option<&'a Path>,
    /// A PEM file of the certificates that a server's must go back to; those of the machine where
    /// none is named.
    pub ca: Option<&'a Path>,
}

/// Why nobody can even try to connect.
#[derive(Debug)]
pub enum AccessFault {
    /// The address is none.
    Address {
        /// As it was given, without a password.
        address: String,
    },
    /// The credentials cannot be read.
    Credentials {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: std::io::Error,
    },
    /// The certificates cannot be read.
    Certificates {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: pem::Error,
    },
}

impl Access<'_> {
    /// The servers, and options to connect to them with.
    ///
    /// # Errors
    /// When an address is none, or a file cannot be read.
    pub async fn prepare(&self) -> Result<(Vec<ServerAddr>, ConnectOptions), AccessFault> {
        let servers = self.servers.iter().map(|address| parse(address));
        let servers = servers.collect::<Result<Vec<_>, _>>()?;
        let named = servers.iter().find(|server| server.has_user_pass());
        let user = named.and_then(|server| Some((server.username()?, server.password()?)));
        let mut options = ConnectOptions::new();
        if let Some((user, password)) = user {
            options = options.user_and_password(user.to_owned(), password.to_owned());
        }
        if let Some(path) = self.credentials {
            let read = options.credentials_file(path).await;
            let path = path.display().to_string();
            options = read.map_err(|source| AccessFault::Credentials { path, source })?;
        }
        if let Some(path) = self.ca {
            check_certificates(path)?;
            options = options.add_root_certificates(path.to_owned());
        }
        choose_cryptography();
        Ok((servers, options))
    }
}

fn parse(address: &str) -> Result<ServerAddr, AccessFault> {
    address.parse().map_err(|_| {
        // What stands before the @ may be a password.
        let shown = address.rsplit('@').next().unwrap_or_default();
        AccessFault::Address { address: shown.to_owned() }
    })
}

/// A file without certificates would trust nobody, and say so only when a server answers.
fn check_certificates(path: &Path) -> Result<(), AccessFault> {
    let first = CertificateDer::from_pem_file(path);
    let path = || path.display().to_string();
    first.map(drop).map_err(|source| AccessFault::Certificates { path: path(), source })
}

/// rustls takes no provider by itself where the program was built with two.
fn choose_cryptography() {
    if CryptoProvider::get_default().is_none() {
        // Somebody else may be first, and has chosen then.
        let _ = ring::default_provider().install_default();
    }
}

impl AccessFault {
    /// What is wrong and what to change, for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Address { address } => Text::new(
                format!("{address:?} 不是 NATS 服务器地址；请写作 nats://主机:4222"),
                format!("{address:?} is no address of a NATS server; write nats://host:4222"),
            ),
            Self::Credentials { path, .. } => Text::new(
                format!("无法读取 {path} 中的凭据；应为 nsc 生成的 .creds 文件"),
                format!(
                    "the credentials in {path} cannot be read; name a .creds file as nsc writes it"
                ),
            ),
            Self::Certificates { path, .. } => Text::new(
                format!("无法读取 {path} 中的证书；应为 PEM 格式的根证书"),
                format!("the certificates in {path} cannot be read; name a PEM file of a root"),
            ),
        }
    }
}

impl fmt::Display for AccessFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for AccessFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Address { .. } => None,
            Self::Credentials { source, .. } => Some(source),
            Self::Certificates { source, .. } => Some(source),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn refused(servers: &[String], file: Option<&Path>) -> Text {
        let access = Access { servers, credentials: file, ca: file };
        access.prepare().await.map(drop).unwrap_err().text()
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_named_without_passwords() {
        let address = ["nats://office:pass@word@n1:port".to_owned()];
        let text = refused(&address, None).await;
        assert!(text.en.contains("n1:port") && !text.en.contains("pass"), "{text:?}");
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().display().to_string();
        assert!(refused(&[], Some(file.path())).await.zh.contains(&path));
        let (credentials, ca) = (None, Some(file.path()));
        let access = Access { servers: &[], credentials, ca };
        let fault = access.prepare().await.map(drop).unwrap_err();
        assert!(matches!(fault, AccessFault::Certificates { .. }), "an empty file trusts nobody");
    }

    #[tokio::test]
    async fn whoever_connects_has_a_provider_of_cryptography() {
        Access { servers: &[], credentials: None, ca: None }.prepare().await.unwrap();
        assert!(CryptoProvider::get_default().is_some());
    }
}
