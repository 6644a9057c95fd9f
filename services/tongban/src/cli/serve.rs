use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::ValueEnum;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tongban_auth::Cost;
use tongban_httpkit::Network;
use tongban_kernel::calendar::Lang;
use tongban_kernel::{AcceleratedClock, Clock, SystemClock, Text};
use tongban_telemetry::Collector;

use super::nats::Nats;
use super::oidc::Oidc;
use super::patience::patiently;
use super::shared::Shared;
use super::shown::print_text;
use super::{Data, Exit};
use crate::admin;
use crate::app::{App, DataDir, Home, Ops, Options, Running, tell_faults};
use crate::refusal::{OrRefuse as _, Refusal};

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum LogFormat {
    /// For people.
    Pretty,
    /// For machines.
    Json,
}

impl LogFormat {
    /// The same, for whoever tells.
    pub(super) fn told(self) -> tongban_telemetry::LogFormat {
        match self {
            Self::Pretty => tongban_telemetry::LogFormat::Pretty,
            Self::Json => tongban_telemetry::LogFormat::Json,
        }
    }
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
#[derive(clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    listen: Listen,
    /// A catalogue to begin with, where none was published yet.
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    /// Shows the time of a demonstration, `<start>*<speed>@<real start>`.
    #[arg(long, value_name = "CLOCK", hide = true)]
    demo_clock: Option<AcceleratedClock>,
    /// Networks of the proxies before this process, like `10.42.0.0/16`, separated by commas: who
    /// connects from there is believed about from whom requests come (`X-Forwarded-For`).
    #[arg(
        long = "trusted-proxies",
        env = "TONGBAN_TRUSTED_PROXIES",
        value_name = "NETWORK",
        value_delimiter = ','
    )]
    proxies: Vec<Network>,
    /// Starts no reader and nothing that does work when it is due: for measurements of commands alone.
    #[arg(long, hide = true)]
    no_readers: bool,
    #[command(flatten)]
    nats: Nats,
    #[command(flatten)]
    shared: Shared,
    #[command(flatten)]
    oidc: Oidc,
}

impl Serve {
    pub(crate) async fn run(self) -> Result<Exit> {
        let (home, roles) = self.shared.home(&self.nats)?;
        let oidc = self.oidc.settings(self.listen.listen)?;
        let process = match &home {
            Home::Folder => None,
            Home::Cluster(cluster) => Some(cluster.process.as_str()),
        };
        let _guard = self.listen.telemetry(roles.only(), process)?;
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
        let clock: Arc<dyn Clock> = match self.demo_clock {
            Some(clock) => Arc::new(clock),
            None => Arc::new(SystemClock),
        };
        let options = Options {
            data: DataDir::at(&self.data.data)?,
            home,
            roles,
            clock,
            first_catalog,
            password_cost: Cost::STANDARD,
            oidc,
        };
        let mut told = Told::begin()?;
        let ops = Ops::default();
        let listening = ops.listen(self.listen.ops_listen).await;
        let (ops_address, serving_ops) = listening.or_refuse(other_addresses)?;
        let serving_ops = tokio::spawn(serving_ops);
        let app = tokio::select! {
            () = told.ended() => return Ok(Exit::Done),
            opened = patiently(
                async || App::open_seen(options.clone(), ops.clone()).await,
                |why| ops.waits(why),
            ) => opened?,
        };
        let app = if self.no_readers { app.without_readers() } else { app };
        let mut running = app.behind(self.proxies.into_iter().collect()).start();
        running.spawn(async { drop(serving_ops.await) });
        // First, so that the command line finds the server as soon as anybody does.
        let operators = admin::listen(&running.app).await?;
        running.spawn(operators);
        let listening = running.listen_for_requests(self.listen.listen).await;
        let address = listening.or_refuse(other_addresses)?;
        if let Some(nats) = self.nats.options() {
            let joined = running.join_nats(&nats).await;
            joined
                .or_refuse(|| Text::new("NATS 服务器无法使用", "the NATS server cannot be used"))?;
        }
        print_text(&format!("tongban  http://{address}  operators http://{ops_address}"))?;
        until_told(running, told).await
    }
}

impl Listen {
    /// Begins to tell what happens, as a process of this role and name where it has one.
    pub(super) fn telemetry(
        &self,
        role: Option<&str>,
        process: Option<&str>,
    ) -> Result<tongban_telemetry::Guard> {
        let format = self.log_format.told();
        let options = tongban_telemetry::Options::of("tongban").format(format).filter(&self.log);
        let options = role.into_iter().fold(options, tongban_telemetry::Options::role);
        let options = process.into_iter().fold(options, tongban_telemetry::Options::instance);
        let options = match &self.traces.collector {
            Some(collector) => options.collector(collector.clone()).ratio(self.traces.ratio),
            None => options,
        };
        Ok(tongban_telemetry::init(options)?)
    }
}

/// What whoever runs the process may tell it.
pub(super) struct Told {
    term: Signal,
    int: Signal,
}

impl Told {
    /// Listens from now on.
    pub(super) fn begin() -> Result<Self> {
        let (term, int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(Self { term, int })
    }

    /// Returns when the process is told to end.
    pub(super) async fn ended(&mut self) {
        tokio::select! {
            _ = self.term.recv() => {}
            _ = self.int.recv() => {}
        }
    }
}

/// Works until the operator or the system says stop, or the log can no longer promise anything.
pub(super) async fn until_told(running: Running, mut told: Told) -> Result<Exit> {
    let ended = tokio::select! {
        () = told.ended() => None,
        why = running.app.must_end() => Some(why),
    };
    running.stop().await;
    match ended {
        None => Ok(Exit::Done),
        Some(why) => Err(Refusal::of(why.zh, why.en)),
    }
}
