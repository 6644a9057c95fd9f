//! A store that speaks S3 at a port of its own, with its files in a folder: for tests.

#![expect(clippy::unwrap_used, reason = "a testkit is a test")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub use hyper::Method;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, HttpError};
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
    faults: Planned,
    serves: JoinHandle<()>,
}

/// A request that goes wrong: it is answered by an error that is not tried again.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Of requests of this method …
    pub method: Method,
    /// … that come from now on the one behind so many,
    pub after: usize,
    /// whether what it asks for is done all the same, as when the answer gets lost.
    pub is_done: bool,
}

type Planned = Arc<Mutex<Vec<Fault>>>;

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
        let faults = Planned::default();
        let serves = tokio::spawn(serve(listener, service.build(), Arc::clone(&faults)));
        Self { dir, endpoint, faults, serves }
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

    /// Lets these requests go wrong; answers what was planned before, and has not come.
    ///
    /// # Panics
    /// When the server has panicked.
    pub fn plan(&self, faults: Vec<Fault>) -> Vec<Fault> {
        std::mem::replace(&mut *self.faults.lock().unwrap(), faults)
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

async fn serve(listener: TcpListener, service: S3Service, faults: Planned) {
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        let (service, faults) = (service.clone(), Arc::clone(&faults));
        let answers = service_fn(move |request: Request<Incoming>| {
            answer(service.clone(), due(&faults, request.method()), request)
        });
        let served = http1::Builder::new().serve_connection(TokioIo::new(socket), answers);
        tokio::spawn(async move { drop(served.await) });
    }
}
/// The fault that is this request's.
fn due(faults: &Planned, method: &Method) -> Option<Fault> {
    let mut faults = faults.lock().unwrap();
    let of_method = faults.iter().position(|fault| fault.method == *method)?;
    if faults[of_method].after == 0 {
        return Some(faults.remove(of_method));
    }
    faults[of_method].after -= 1;
    None
}

async fn answer(
    service: S3Service,
    fault: Option<Fault>,
    request: Request<Incoming>,
) -> Result<Response<Body>, HttpError> {
    let Some(fault) = fault else { return service.call(request.map(Body::from)).await };
    if fault.is_done {
        service.call(request.map(Body::from)).await?;
    }
    let mut refused = Response::new(Body::empty());
    *refused.status_mut() = StatusCode::FORBIDDEN;
    Ok(refused)
}

/// How many files lie anywhere under the root.
///
/// # Panics
/// When a folder cannot be read.
pub fn n_files(root: &Path) -> usize {
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { n_files(&path) } else { 1 }).sum()
}
