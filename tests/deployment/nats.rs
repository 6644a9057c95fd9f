use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Result, ensure};
use async_nats::ConnectOptions;
use tempfile::TempDir;
use tongban_eventstore::jetstream::{JetStreamLog, Options, SyncProof};
use tongban_nats_testkit::wait_for;

use super::{Running, deploy, free_ports, program};

const SERVER: &str = "TONGBAN_TEST_NATS_SERVER";

/// The three servers of the compose file, with addresses of this machine in place of its own.
struct Servers {
    clients: [u16; 3],
    monitors: [u16; 3],
    password: String,
    _folder: TempDir,
    _running: Vec<Running>,
}

impl Servers {
    fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let made = Command::new("sh").arg(deploy("secrets.sh")).arg(folder.path()).status()?;
        ensure!(made.success(), "secrets.sh failed");
        fs::copy(deploy("nats.conf"), folder.path().join("nats.conf"))?;
        let [a, b, c, d, e, f, g, h, i] = free_ports()?;
        let (clients, monitors, routes) = ([a, b, c], [d, e, f], [g, h, i]);
        let mut running = Vec::new();
        let ports = clients.into_iter().zip(monitors).zip(routes);
        for (n, ((client, monitor), route)) in ports.enumerate() {
            running.push(start(folder.path(), n, [client, monitor, route], routes)?);
        }
        let password = fs::read_to_string(folder.path().join("nats-password"))?;
        Ok(Self { clients, monitors, password, _folder: folder, _running: running })
    }

    /// The addresses as `secrets.sh` writes them for services.
    fn urls(&self) -> Vec<String> {
        let url = |port: &u16| format!("nats://office:{}@127.0.0.1:{port}", self.password);
        self.clients.iter().map(url).collect()
    }

    fn options(&self) -> Options {
        let monitors = self.monitors.iter().map(|port| format!("http://127.0.0.1:{port}"));
        Options {
            servers: self.urls(),
            n_partitions: 2,
            n_replicas: 3,
            sync: SyncProof::Monitoring(monitors.collect()),
            patience: Duration::from_secs(60),
            ..Options::default()
        }
    }
}

fn start(folder: &Path, n: usize, ports: [u16; 3], routes: [u16; 3]) -> Result<Running> {
    let here = |port| format!("127.0.0.1:{port}");
    let log = fs::File::create(folder.join(format!("{n}.log")))?;
    let mut server = program(SERVER)?;
    server
        .arg("-c")
        .arg(folder.join("nats.conf"))
        .env("NATS_NAME", format!("nats-{n}"))
        .env("NATS_LISTEN", here(ports[0]))
        .env("NATS_MONITOR", here(ports[1]))
        .env("NATS_CLUSTER", here(ports[2]))
        .env("NATS_STORE", folder.join(n.to_string()))
        .env("NATS_STORE_MAX", "1GB");
    for (n, port) in (1..).zip(routes) {
        server.env(format!("NATS_ROUTE_{n}"), format!("nats://127.0.0.1:{port}"));
    }
    let server = server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    Ok(Running(server.spawn()?))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_servers_of_the_compose_file_pass_our_checks_at_start() -> Result<()> {
    let servers = Servers::start()?;
    let last = servers.clients[2];
    wait_for("the servers serve", || async {
        tokio::net::TcpStream::connect(("127.0.0.1", last)).await.is_ok()
    })
    .await;
    // Opening makes replicated streams and asks all servers whether they sync always.
    let log = JetStreamLog::open(servers.options()).await?;
    assert!(log.sync_is_proven());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_or_writes_without_a_password() -> Result<()> {
    let servers = Servers::start()?;
    let address = format!("127.0.0.1:{}", servers.clients[0]);
    wait_for("the office is let in", || async {
        let office =
            ConnectOptions::with_user_and_password("office".into(), servers.password.clone());
        office.connect(&address).await.is_ok()
    })
    .await;
    let nobody = async_nats::connect(&address).await;
    assert!(nobody.is_err());
    Ok(())
}
