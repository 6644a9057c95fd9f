//! Real NATS servers for tests, each in a folder and at ports of its own.

#![expect(clippy::unwrap_used, reason = "a testkit is a test")]

mod links;
mod proxy;

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub use links::{Links, start_linked_cluster};
pub use proxy::Proxy;

/// Set by `cargo xtask test`, which brings the server.
const SERVER: &str = "TONGBAN_TEST_NATS_SERVER";
/// Far more than any step takes: only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(90);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What stands in the jetstream block of a server that syncs before it acknowledges.
pub const SYNC_ALWAYS: &str = "sync_interval: always";

/// A nats-server with JetStream; killed when it is dropped.
#[derive(Debug)]
pub struct Server {
    name: String,
    port: u16,
    monitoring: u16,
    dir: TempDir,
    child: Option<Child>,
}

impl Server {
    /// One that syncs before it acknowledges, and takes everybody.
    pub async fn start() -> Self {
        Self::start_with("").await
    }

    /// The same with these lines in its configuration besides.
    pub async fn start_with(more: &str) -> Self {
        let mut server = Self::new("alone", SYNC_ALWAYS, more);
        server.run().await;
        server
    }

    /// One that does not run yet, with these lines in its jetstream block and these besides.
    ///
    /// # Panics
    /// When its folder cannot be made.
    pub fn new(name: &str, jetstream: &str, more: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let [port, monitoring] = free_ports();
        let store = dir.path().join("store");
        let config = format!(
            "server_name: {name}\nlisten: \"127.0.0.1:{port}\"\nhttp: \"127.0.0.1:{monitoring}\"\n\
             jetstream {{ store_dir: \"{}\", {jetstream} }}\n{more}\n",
            store.display()
        );
        fs::write(dir.path().join("server.conf"), config).unwrap();
        Self { name: name.to_owned(), port, monitoring, dir, child: None }
    }

    /// Starts it, or starts it again on the same folder, and waits until it serves.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn run(&mut self) {
        self.begin();
        self.is_ready().await;
    }

    /// Starts it without waiting: one of several that want to hear each other first.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn begin(&mut self) {
        let log = self.dir.path().join("server.log");
        let log = fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let child = Command::new(program())
            .arg("-c")
            .arg(self.dir.path().join("server.conf"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    /// Waits until it serves.
    pub async fn is_ready(&self) {
        wait_for("the server serves", || async {
            let answer = get(self.monitoring, "/healthz?js-enabled-only=true").await;
            answer.is_some_and(|answer| answer.starts_with("HTTP/1.0 200"))
        })
        .await;
    }

    /// Kills it as `kill -9` does.
    ///
    /// # Panics
    /// When it is gone already.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Kills it and starts it again on the same folder.
    pub async fn restart(&mut self) {
        self.kill();
        self.run().await;
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The port for clients.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Where it is, for this user with this password.
    pub fn url_of(&self, user: &str, password: &str) -> String {
        format!("nats://{user}:{password}@127.0.0.1:{}", self.port)
    }

    /// Where it says how it is.
    pub fn monitoring_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.monitoring)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = fs::read_to_string(self.dir.path().join("server.log")).unwrap_or_default();
            let from = log.len().saturating_sub(4_000);
            eprintln!("NATS server {}: …{}", self.name, log.get(from..).unwrap_or_default());
        }
    }
}

/// Three servers, `n1` to `n3`, that keep events three times and sync always; they serve when this
/// returns.
pub async fn start_cluster() -> Vec<Server> {
    let ports: [u16; 3] = free_ports();
    start_routed(ports, "", |_| ports.into_iter()).await
}

/// The same at these ports for each other, with this in their cluster blocks besides, each calling
/// the others at the ports of its routes.
async fn start_routed<I: Iterator<Item = u16>>(
    ports: [u16; 3],
    more: &str,
    routes: impl Fn(usize) -> I,
) -> Vec<Server> {
    let mut servers = Vec::new();
    for (n, port) in ports.into_iter().enumerate() {
        let routes: Vec<_> = routes(n).map(|port| format!("\"nats://127.0.0.1:{port}\"")).collect();
        // Clients are told all addresses: one behind a proxy must not find a way around it.
        let cluster = format!(
            "cluster {{ name: tongban, listen: \"127.0.0.1:{port}\", routes: [{}], \
             no_advertise: true\n{more} }}",
            routes.join(", ")
        );
        let mut server = Server::new(&format!("n{}", n + 1), SYNC_ALWAYS, &cluster);
        server.begin();
        servers.push(server);
    }
    for server in &servers {
        server.is_ready().await;
    }
    servers
}

fn program() -> PathBuf {
    std::env::var_os(SERVER)
        .unwrap_or_else(|| {
            panic!(
                "no NATS server to test with: run `cargo xtask test`, which brings one ({SERVER})"
            )
        })
        .into()
}

/// Ports that nobody listens at, below those that connections are given by themselves: one of those
/// could be taken before a server comes to it. Processes that test at once begin at other ones.
fn free_ports<const N: usize>() -> [u16; N] {
    static N_TRIED: AtomicU32 = AtomicU32::new(0);
    [(); N].map(|()| {
        loop {
            let n_tried = N_TRIED.fetch_add(1, Ordering::Relaxed);
            let at = std::process::id().wrapping_mul(131).wrapping_add(n_tried) % 20_000;
            let port = u16::try_from(10_000 + at).unwrap();
            if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
                return port;
            }
        }
    })
}

/// What a monitoring port answers.
async fn get(port: u16, path: &str) -> Option<String> {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok()?;
    connection.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).await.ok()?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.ok()?;
    Some(answer)
}

/// Waits until something is so, for half a minute at most.
///
/// # Panics
/// When it never is.
pub async fn wait_for<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waiting).await;
    assert!(waited.is_ok(), "waited too long until {what}");
}
