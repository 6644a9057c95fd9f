//! A store that speaks S3 at a port of its own, with its files in a folder: for tests.

#![expect(clippy::unwrap_used, reason = "a testkit is a test")]

use std::path::{Path, PathBuf};

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The bucket that is there.
pub const BUCKET: &str = "materials";
const ACCESS_KEY: &str = "tester";
const SECRET_KEY: &str = "a secret";

/// It checks the signature of every request. Ends when it is dropped.
pub struct Server {
    dir: TempDir,
    endpoint: String,
    serves: JoinHandle<()>,
}

impl Server {
    /// Starts one.
    ///
    /// # Panics
    /// When there is no folder or no port for it.
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join(BUCKET)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(dir.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let serves = tokio::spawn(serve(listener, service.build()));
        Self { dir, endpoint, serves }
    }

    /// As the environment names them.
    pub fn options(&self) -> Vec<(String, String)> {
        let options = [
            ("AWS_ENDPOINT_URL", self.endpoint.as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
            ("PATH", "is none of its options"),
        ];
        options.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    /// Where the server keeps an object.
    pub fn file(&self, key: &str) -> PathBuf {
        self.bucket().join(key)
    }

    /// Where it keeps the bucket.
    pub fn bucket(&self) -> PathBuf {
        self.dir.path().join(BUCKET)
    }

    /// From now on nobody answers.
    pub fn stop(&self) {
        self.serves.abort();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn serve(listener: TcpListener, service: S3Service) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let connection = http1::Builder::new();
        let served = connection.serve_connection(TokioIo::new(socket), service.clone());
        tokio::spawn(async move { drop(served.await) });
    }
}

/// How many files lie anywhere under the root.
///
/// # Panics
/// When a folder cannot be read.
pub fn n_files(root: &Path) -> usize {
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { n_files(&path) } else { 1 }).sum()
}
