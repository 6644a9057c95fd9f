use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use hyper::{Method, Request, StatusCode};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use url::Url;

const CONNECTED_WITHIN: Duration = Duration::from_secs(5);
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);
const IDLE_MAX: Duration = Duration::from_secs(30);
/// Keys and configuration have some kilobytes.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// Asks the provider. Follows nowhere else: who answers with a redirection is not understood.
#[derive(Clone, Debug)]
pub(super) struct Http(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// Certificates that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CertificatesFault {
    /// The file has none.
    #[error("no certificate can be read from {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The machine has none.
    #[error("this machine has no certificates of its own")]
    Machine(#[source] std::io::Error),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] rustls::Error),
}

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// Nobody is there, or the connection broke.
    #[error("the provider cannot be reached")]
    Unreachable(#[source] hyper_util::client::legacy::Error),
    /// It broke off, or said too much.
    #[error("the provider's answer cannot be read to its end")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It took too long.
    #[error("the provider did not answer within ten seconds")]
    Late,
    /// It failed, and says so.
    #[error("the provider answers {0}")]
    Failed(u16),
    /// The request cannot be made.
    #[error("no request can be made of that")]
    Request(#[source] hyper::http::Error),
}

impl Http {
    /// With the certificates in this file, or else those of the machine; none where nothing is
    /// asked over TLS.
    pub(super) fn new(ca: Option<&Path>, is_in_clear: bool) -> Result<Self, CertificatesFault> {
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(CertificatesFault::Tls)?;
        let tls = match ca {
            Some(path) => tls.with_root_certificates(read(path)?),
            None if is_in_clear => tls.with_root_certificates(RootCertStore::empty()),
            None => tls.with_native_roots().map_err(CertificatesFault::Machine)?,
        };
        let mut tcp = HttpConnector::new();
        tcp.set_connect_timeout(Some(CONNECTED_WITHIN));
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(tls.with_no_client_auth())
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE_MAX)
            .pool_timer(TokioTimer::new())
            .build(https);
        Ok(Self(client))
    }

    pub(super) async fn get(&self, url: &str) -> Result<(StatusCode, Bytes), NoAnswer> {
        let request = Request::get(url).header(ACCEPT, "application/json").body(Full::default());
        self.ask(request.map_err(NoAnswer::Request)?).await
    }

    /// Sends a form, with `Authorization` where there is one.
    pub(super) async fn post(
        &self,
        url: &Url,
        form: String,
        authorization: Option<String>,
    ) -> Result<(StatusCode, Bytes), NoAnswer> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(url.as_str())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        let request = request.body(Full::from(form)).map_err(NoAnswer::Request)?;
        self.ask(request).await
    }

    async fn ask(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), NoAnswer> {
        let asking = async {
            let answer = self.0.request(request).await.map_err(NoAnswer::Unreachable)?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(NoAnswer::Body)?.to_bytes();
            match head.status.is_server_error() {
                true => Err(NoAnswer::Failed(head.status.as_u16())),
                false => Ok((head.status, body)),
            }
        };
        tokio::time::timeout(ANSWERED_WITHIN, asking).await.map_err(|_| NoAnswer::Late)?
    }
}

fn read(path: &Path) -> Result<RootCertStore, CertificatesFault> {
    let fault = |source: Box<dyn std::error::Error + Send + Sync>| CertificatesFault::File {
        path: path.to_owned(),
        source,
    };
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| fault(error.into()))?;
    let mut roots = RootCertStore::empty();
    for certificate in certificates {
        let certificate = certificate.map_err(|error| fault(error.into()))?;
        roots.add(certificate).map_err(|error| fault(error.into()))?;
    }
    match roots.is_empty() {
        true => Err(fault("there is none in it".into())),
        false => Ok(roots),
    }
}

#[cfg(test)]
mod tests {
    use rustls::ServerConfig;
    use rustls::pki_types::PrivateKeyDer;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;

    /// Answers every question over TLS with this, under a certificate that goes back to the CA of
    /// the tests; says where.
    async fn answering(answer: String) -> String {
        let certificate = CertificateDer::from(include_bytes!("testkit/server.der").as_slice());
        let key = include_bytes!("testkit/server.key.der").as_slice();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], PrivateKeyDer::try_from(key).unwrap())
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut asked = [0; 1_000];
                assert!(stream.read(&mut asked).await.unwrap() > 0);
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.shutdown().await.unwrap();
            }
        });
        format!("https://localhost:{port}/")
    }

    fn of_tests() -> Http {
        let ca = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/oidc/testkit/ca.pem");
        Http::new(Some(&ca), false).unwrap()
    }

    #[tokio::test]
    async fn a_provider_is_believed_whose_certificate_goes_back_to_the_one_that_is_named() {
        let url = answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".into()).await;
        let (status, body) = of_tests().get(&url).await.unwrap();
        assert_eq!((status, body.as_ref()), (StatusCode::OK, b"{}".as_slice()));
        // The same under another name, and to who trusts nobody.
        let elsewhere = url.replace("localhost", "127.0.0.2");
        let refused = of_tests().get(&elsewhere).await;
        assert!(matches!(refused, Err(NoAnswer::Unreachable(_))), "{refused:?}");
        let nobody = Http::new(None, true).unwrap();
        let refused = nobody.get(&url).await;
        assert!(matches!(refused, Err(NoAnswer::Unreachable(_))), "{refused:?}");
    }

    #[tokio::test]
    async fn an_answer_without_end_or_from_elsewhere_is_none() {
        let long = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(ANSWER_BYTES_MAX + 1));
        let endless = of_tests().get(&answering(long).await).await;
        assert!(matches!(endless, Err(NoAnswer::Body(_))), "{endless:?}");
        let away = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
        let (status, _) = of_tests().get(&answering(away.into()).await).await.unwrap();
        assert_eq!(status, StatusCode::FOUND, "not followed");
        let failed = "HTTP/1.1 503 Away\r\ncontent-length: 0\r\n\r\n";
        let failed = of_tests().get(&answering(failed.into()).await).await;
        assert!(matches!(failed, Err(NoAnswer::Failed(503))), "{failed:?}");
    }

    #[test]
    fn a_file_without_certificates_is_refused_by_name() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ca.pem");
        for content in [None, Some(""), Some("no certificate"), Some(BROKEN)] {
            if let Some(content) = content {
                std::fs::write(&path, content).unwrap();
            }
            let refused = Http::new(Some(&path), false).unwrap_err();
            assert!(refused.to_string().contains("ca.pem"), "{content:?}: {refused}");
        }
    }

    const BROKEN: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
}
