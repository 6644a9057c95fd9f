//! Real servers, each in a folder and at ports of its own.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpStream;

use super::super::{Options, SyncProof};

/// Set by `cargo xtask test`, which brings the server.
const SERVER: &str = "TONGBAN_TEST_NATS_SERVER";

pub(super) const SYNC_ALWAYS: &str = "sync_interval: always";

/// A nats-server; killed when it is dropped.
pub(super) struct Server {
    pub(super) name: String,
    pub(super) port: u16,
    pub(super) monitoring: u16,
    dir: TempDir,
    child: Option<Child>,
}

impl Server {
    /// One that syncs always, alone.
    pub(super) async fn start() -> Self {
        Self::start_with(SYNC_ALWAYS, "").await
    }

    /// One with these lines in its jetstream block and these besides.
    pub(super) async fn start_with(jetstream: &str, more: &str) -> Self {
        let mut server = Self::new("alone", jetstream, more);
        server.run();
        server.is_ready().await;
        server
    }

    /// One that does not run yet.
    pub(super) fn new(name: &str, jetstream: &str, more: &str) -> Self {
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

    /// Starts it, or starts it again.
    pub(super) fn run(&mut self) {
        let path = self.dir.path().join("server.log");
        let log = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
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
    pub(super) async fn is_ready(&self) {
        wait_for("the server serves", || async {
            let request = get(self.monitoring, "/healthz?js-enabled-only=true").await;
            request.is_some_and(|answer| answer.starts_with("HTTP/1.0 200"))
        })
        .await;
    }

    /// Kills it as `kill -9` does.
    pub(super) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Kills it and starts it again on the same folder.
    pub(super) async fn restart(&mut self) {
        self.kill();
        self.run();
        self.is_ready().await;
    }

    pub(super) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub(super) fn monitoring_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.monitoring)
    }

    /// Options of a log here.
    pub(super) fn options(&self) -> Options {
        Options {
            servers: vec![self.url()],
            n_replicas: 1,
            sync: SyncProof::Monitoring(vec![self.monitoring_url()]),
            ..Options::default()
        }
    }

    pub(super) fn dir(&self) -> &Path {
        self.dir.path()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = fs::read_to_string(self.dir().join("server.log")).unwrap_or_default();
            let from = log.len().saturating_sub(4_000);
            eprintln!("{}: …{}", self.name, log.get(from..).unwrap_or_default());
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

/// Ports that nobody listens at, below those that connections are given by themselves: one of those
/// could be taken before a server comes to it. Processes that test at once begin at other ones.
pub(super) fn free_ports<const N: usize>() -> [u16; N] {
    static N_TRIED: AtomicU32 = AtomicU32::new(0);
    [(); N].map(|()| {
        loop {
            let n_tried = N_TRIED.fetch_add(1, Ordering::Relaxed);
            let at = std::process::id().wrapping_mul(131).wrapping_add(n_tried) % 20_000;
            let port = u16::try_from(10_000 + at).unwrap();
            if TcpListener::bind(("127.0.0.1", port)).is_ok() {
                return port;
            }
        }
    })
}

/// What a monitoring port answers.
pub(super) async fn get(port: u16, path: &str) -> Option<String> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut connection = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    connection.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).await.ok()?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.ok()?;
    Some(answer)
}

/// Waits until something is so, for half a minute at most.
pub(super) async fn wait_for<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), waiting).await;
    assert!(waited.is_ok(), "waited too long until {what}");
}
