//! Real NATS servers for tests, each in a folder and at a port of its own.

#![expect(clippy::unwrap_used, reason = "a testkit is a test")]

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// Set by `cargo xtask test`, which brings the server.
const SERVER: &str = "TONGBAN_TEST_NATS_SERVER";
/// Far more than any step takes: only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// What a server says first to whoever connects.
const GREETING: &[u8] = b"INFO ";

/// A nats-server with JetStream; killed when it is dropped.
#[derive(Debug)]
pub struct Server {
    port: u16,
    dir: TempDir,
    child: Option<Child>,
}

impl Server {
    /// One that takes everybody.
    pub async fn start() -> Self {
        Self::start_with("").await
    }

    /// One with these lines in its configuration besides.
    pub async fn start_with(more: &str) -> Self {
        let mut server = Self::new(more);
        server.run().await;
        server
    }

    /// One that does not run yet.
    ///
    /// # Panics
    /// When its folder cannot be made.
    pub fn new(more: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let port = free_port();
        let store = dir.path().join("store");
        let config = format!(
            "listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{}\" }}\n{more}\n",
            store.display()
        );
        fs::write(dir.path().join("server.conf"), config).unwrap();
        Self { port, dir, child: None }
    }

    /// Starts it, or starts it again on the same folder, and waits until it serves.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn run(&mut self) {
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
        let port = self.port;
        wait_for("the server serves", || serves(port)).await;
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

    /// Where it is.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Where it is, for this user with this password.
    pub fn url_of(&self, user: &str, password: &str) -> String {
        format!("nats://{user}:{password}@127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = fs::read_to_string(self.dir.path().join("server.log")).unwrap_or_default();
            let from = log.len().saturating_sub(4_000);
            eprintln!("the NATS server: …{}", log.get(from..).unwrap_or_default());
        }
    }
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

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

async fn serves(port: u16) -> bool {
    let Ok(mut connection) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await else {
        return false;
    };
    let mut said = [0; GREETING.len()];
    connection.read_exact(&mut said).await.is_ok() && said == GREETING
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
