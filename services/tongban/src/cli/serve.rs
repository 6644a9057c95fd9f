use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::ValueEnum;
use tokio::signal::unix::{SignalKind, signal};
use tongban_auth::Cost;
use tongban_kernel::calendar::Lang;
use tongban_kernel::{SystemClock, Text};
use tongban_telemetry::Collector;

use super::shown::print_text;
use super::{Data, Exit};
use crate::admin;
use crate::app::{App, DataDir, Options, Running, tell_faults};
use crate::refusal::{OrRefuse as _, Refusal};

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormat {
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

/// Where to listen, and how to tell what happens.
#[derive(Debug, clap::Args)]
pub(crate) struct Listen {
    /// The address of the API.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(super) listen: SocketAddr,
    /// The address of /healthz, /readyz and /metrics.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9080")]
    pub(super) ops_listen: SocketAddr,
    /// How log lines look.
    #[arg(long, value_enum, default_value = "pretty")]
    log_format: LogFormat,
    /// Which log lines appear, like `info,tongban_intake=debug`.
    #[arg(long, value_name = "FILTER", default_value = "info")]
    log: String,
    #[command(flatten)]
    traces: Traces,
}

/// Where traces go, if anywhere.
#[derive(Debug, clap::Args)]
struct Traces {
    /// An OTLP collector that takes traces over HTTP, without TLS; its port is 4318 by custom.
    #[arg(long = "otlp", env = "OTEL_EXPORTER_OTLP_ENDPOINT", value_name = "URL")]
    collector: Option<Collector>,
    /// How many of the traces that begin here are recorded: 1 all, 0.1 a tenth, 0 none.
    #[arg(
        long = "otlp-ratio",
        env = "OTEL_TRACES_SAMPLER_ARG",
        value_name = "RATIO",
        default_value = "1",
        value_parser = ratio
    )]
    ratio: f64,
}

fn ratio(text: &str) -> Result<f64, String> {
    let ratio = text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio));
    ratio.ok_or_else(|| "a ratio is a number from 0 to 1".to_owned())
}

/// What helps when an address is taken.
pub(super) fn other_addresses() -> Text {
    Text::new(
        "请用 --listen 和 --ops-listen 指定其他地址",
        "name other addresses with --listen and --ops-listen",
    )
}

/// The server.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    listen: Listen,
    /// A catalogue to begin with, where none was published yet.
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    #[command(flatten)]
    nats: Nats,
}

/// The NATS server at which commands are taken and facts published, where there is one.
#[derive(Debug, clap::Args)]
struct Nats {
    /// Addresses of NATS servers, separated by commas; a password stands better in the environment
    /// than on a command line, which others can see.
    #[arg(
        long = "nats",
        env = "TONGBAN_NATS",
        value_name = "URL",
        value_delimiter = ',',
        hide_env_values = true
    )]
    servers: Vec<String>,
    /// A file with the credentials of a NATS user.
    #[arg(
        long = "nats-credentials",
        env = "TONGBAN_NATS_CREDENTIALS",
        value_name = "FILE",
        requires = "servers"
    )]
    credentials: Option<PathBuf>,
    /// Who may publish below `tb.as.<login>.` acts as that account, without a token: only where the
    /// server's permissions bind every user to its own name.
    #[arg(long = "nats-trust-users", requires = "servers")]
    trusts_users: bool,
    /// How many servers keep each fact of the feed, where its stream is made.
    #[arg(long = "nats-feed-replicas", value_name = "N", default_value = "1")]
    n_feed_replicas: usize,
}

impl Nats {
    fn options(self) -> Option<tongban_natskit::Options> {
        let Self { servers, credentials, trusts_users, n_feed_replicas } = self;
        (!servers.is_empty()).then_some(tongban_natskit::Options {
            servers,
            credentials,
            trusts_users,
            n_feed_replicas,
        })
    }
}

impl Serve {
    pub(crate) async fn run(self) -> Result<Exit> {
        let _guard = self.listen.telemetry()?;
        let first_catalog = match &self.catalog {
            None => None,
            Some(dir) => match tongban_catalog::check(dir) {
                Ok(catalog) => Some(catalog.content().clone()),
                Err(faults) => {
                    return Err(Refusal::of(
                        format!("--catalog 有误：\n{}", tell_faults(&faults, Lang::Zh)),
                        format!("--catalog has faults:\n{}", tell_faults(&faults, Lang::En)),
                    ));
                }
            },
        };
        let options = Options {
            data: DataDir::at(&self.data.data)?,
            clock: Arc::new(SystemClock),
            first_catalog,
            password_cost: Cost::STANDARD,
        };
        let mut running = App::open(options).await?.start();
        // First, so that the command line finds the server as soon as anybody does.
        let operators = admin::listen(&running.app).await?;
        running.spawn(operators);
        let listening = running.listen(self.listen.listen, self.listen.ops_listen).await;
        let (address, ops) = listening.or_refuse(other_addresses)?;
        if let Some(nats) = self.nats.options() {
            let joined = running.join_nats(&nats).await;
            joined
                .or_refuse(|| Text::new("NATS 服务器无法使用", "the NATS server cannot be used"))?;
        }
        print_text(&format!("tongban  http://{address}  operators http://{ops}"))?;
        until_told(running).await
    }
}

impl Listen {
    pub(super) fn telemetry(&self) -> Result<tongban_telemetry::Guard> {
        let format = match self.log_format {
            LogFormat::Pretty => tongban_telemetry::LogFormat::Pretty,
            LogFormat::Json => tongban_telemetry::LogFormat::Json,
        };
        let options = tongban_telemetry::Options::of("tongban").format(format).filter(&self.log);
        let options = match &self.traces.collector {
            Some(collector) => options.collector(collector.clone()).ratio(self.traces.ratio),
            None => options,
        };
        Ok(tongban_telemetry::init(options)?)
    }
}

/// Works until the operator or the system says stop, or the log can no longer promise anything.
pub(super) async fn until_told(running: Running) -> Result<Exit> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let log = Arc::clone(&running.app.log);
    let stopped = tokio::select! {
        _ = term.recv() => None,
        _ = int.recv() => None,
        why = log.stopped() => Some(why),
    };
    running.stop().await;
    match stopped {
        None => Ok(Exit::Done),
        Some(why) => {
            Err(Refusal::of(format!("日志已停止：{why}"), format!("the log has stopped: {why}")))
        }
    }
}
