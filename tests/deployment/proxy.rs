use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tongban_nats_testkit::wait_for;

use super::{Running, deploy, free_ports, program};

const CADDY: &str = "TONGBAN_TEST_CADDY";
/// Far more than it takes: only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(90);
/// In the order of their addresses, 127.0.0.2 and on.
const SERVICES: [&str; 6] = ["intake", "approval", "coordination", "complaint", "metrics", "edge"];

/// The proxy before stand-ins for the services, which answer with their name and then, where
/// somebody asks for live changes, say nothing more until they are told.
struct Proxy {
    site: u16,
    more: Arc<Notify>,
    _services: JoinSet<()>,
    _folder: TempDir,
    _running: Running,
}

impl Proxy {
    async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let [service, site, operators] = free_ports()?;
        let (mut services, more) = (JoinSet::new(), Arc::new(Notify::new()));
        let log = fs::File::create(folder.path().join("log"))?;
        let mut caddy = program(CADDY)?;
        for (name, last) in SERVICES.into_iter().zip(2_u8..) {
            let address = SocketAddr::from(([127, 0, 0, last], service));
            services.spawn(serve(TcpListener::bind(address).await?, name, Arc::clone(&more)));
            caddy.env(name.to_uppercase(), format!("127.0.0.{last}"));
        }
        caddy
            .args(["run", "--config"])
            .arg(deploy("Caddyfile"))
            .env("TONGBAN_PORT", service.to_string())
            .env("PROXY_HTTP_PORT", site.to_string())
            .env("TONGBAN_SITE", format!("http://127.0.0.1:{site}"))
            .env("OPERATORS_SITE", format!("http://127.0.0.1:{operators}"))
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        let running = Running(caddy.spawn()?);
        let address = ("127.0.0.1", site);
        wait_for("the proxy serves", || async { TcpStream::connect(address).await.is_ok() }).await;
        Ok(Self { site, more, _services: services, _folder: folder, _running: running })
    }

    /// Asks for a path.
    async fn get(&self, path: &str) -> Result<BufReader<TcpStream>> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.site)).await?;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).await?;
        Ok(BufReader::new(connection))
    }
}

async fn serve(listener: TcpListener, name: &'static str, more: Arc<Notify>) {
    let mut answers = JoinSet::new();
    while let Ok((connection, _)) = listener.accept().await {
        answers.spawn(answer(connection, name, Arc::clone(&more)));
    }
}

async fn answer(connection: TcpStream, name: &str, more: Arc<Notify>) -> Result<()> {
    let mut connection = BufReader::new(connection);
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        connection.read_line(&mut request).await?;
    }
    let is_live = request.contains("/events ") || request.contains("/stream ");
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type:";
    if !is_live {
        let answer = format!("{head} text/plain\r\n\r\nfrom {name}\n");
        return Ok(connection.write_all(answer.as_bytes()).await?);
    }
    let first = format!("{head} text/event-stream\r\n\r\ndata: from {name}\n\n");
    connection.write_all(first.as_bytes()).await?;
    more.notified().await;
    Ok(connection.write_all(b"data: more\n\n").await?)
}

#[tokio::test]
async fn every_path_goes_to_the_service_that_it_names_and_the_rest_to_edge() -> Result<()> {
    let proxy = Proxy::start().await?;
    let paths = BTreeMap::from([
        ("/api/intake/cases?state=open", "intake"),
        ("/api/approval/cases/7/steps/2/approve", "approval"),
        ("/api/coordination/warnings", "coordination"),
        ("/api/complaint/complaints", "complaint"),
        ("/api/metrics/imports", "metrics"),
        ("/api/sign-in", "edge"),
        ("/api/intakes", "edge"),
        ("/openapi.json", "edge"),
        ("/", "edge"),
    ]);
    for (path, service) in paths {
        let mut text = String::new();
        proxy.get(path).await?.read_to_string(&mut text).await?;
        assert!(text.contains(&format!("from {service}\n")), "{path}: {text}");
    }
    Ok(())
}

#[tokio::test]
async fn live_changes_go_on_at_once() -> Result<()> {
    let proxy = Proxy::start().await?;
    for (path, service) in
        [("/api/events", "edge"), ("/api/coordination/warnings/stream", "coordination")]
    {
        let mut stream = proxy.get(path).await?;
        // The stand-in says nothing more before its first words have arrived.
        hear(&mut stream, &format!("data: from {service}")).await?;
        proxy.more.notify_one();
        hear(&mut stream, "data: more").await?;
    }
    Ok(())
}

async fn hear(stream: &mut BufReader<TcpStream>, wanted: &str) -> Result<()> {
    let heard = async {
        let mut line = String::new();
        while line.trim() != wanted {
            line.clear();
            ensure!(stream.read_line(&mut line).await? > 0, "it ended before {wanted:?}");
        }
        Ok(())
    };
    timeout(PATIENCE, heard).await?
}
