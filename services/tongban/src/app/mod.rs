//! The process: everything opened, wired and started in one place.

mod data_dir;
mod publish;
mod reference;
mod start;

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use axum::Router;
use tokio::sync::watch;
use tongban_auth::{Accounts as _, Cost, Passwords, SignIn, SqliteAccounts, Tokens};
use tongban_catalog::model::Content;
use tongban_catalog::publication::Catalogs;
use tongban_eventstore::readers::Progress;
use tongban_eventstore::segments::{OpenReport, Options as LogOptions, SegmentLog};
use tongban_eventstore::{Log, Runtime, VersionsInForce};
use tongban_httpkit::{Kit, Streams, watch_readers};
use tongban_kernel::{Clock, SystemClock, Text};
use tongban_natskit::Spec;
use tongban_platform::{CatalogHandle, Platform, Rebuild, Service};
use tongban_readmodel::{ReadModels, StateStore};
use tongban_telemetry::Metrics;
use tongban_vault::{KeyRing, Materials};

use crate::refusal::OrRefuse as _;

pub use data_dir::DataDir;
pub use publish::Publication;
pub(crate) use publish::tell_faults;
pub use start::Running;

/// How the process is opened.
pub struct Options {
    /// The data folder.
    pub data: DataDir,
    /// Where `now` comes from.
    pub clock: Arc<dyn Clock>,
    /// The catalogue to publish when none is yet.
    pub first_catalog: Option<Arc<Content>>,
    /// What hashing a password costs.
    pub password_cost: Cost,
}

/// Everything opened, nothing running yet.
pub struct App {
    /// What every service is given.
    pub platform: Platform,
    /// The log as the engine that it is: for verification and backup.
    pub log: Arc<SegmentLog>,
    /// What opening the log found.
    pub opened: OpenReport,
    /// Accounts and sign-in.
    pub sign_in: Arc<SignIn>,
    /// The accounts themselves.
    pub accounts: Arc<SqliteAccounts>,
    /// The data folder.
    pub data: DataDir,
    /// The routes of all services and of the edge, with everything around them.
    pub router: Router,
    /// Read models that can be computed again.
    pub rebuilds: Vec<Arc<dyn Rebuild>>,
    /// What can be asked for over NATS.
    pub(crate) commands: Vec<Spec>,
    services: Vec<Service>,
    pub(crate) metrics: Metrics,
    stop: watch::Sender<bool>,
}

impl App {
    /// Opens the data folder and builds all services on it.
    ///
    /// # Errors
    /// When a part of the data cannot be opened; the message names it and the remedy.
    pub async fn open(options: Options) -> Result<Self> {
        let Options { data, clock, first_catalog, password_cost } = options;
        let (log, opened) = open_log(&data).await?;
        let log = Arc::new(log);
        let keys = data.keys();
        let keys = tokio::task::spawn_blocking(move || KeyRing::open(&keys)).await?;
        let keys = Arc::new(keys.or_refuse(|| {
            Text::new("个人密钥库无法打开", "the keys of persons cannot be opened")
        })?);
        let materials =
            Materials::open(&data.materials()).or_refuse(|| Text::new("材料库", "materials"))?;
        let accounts = Arc::new(
            SqliteAccounts::open(&data.accounts())
                .await
                .or_refuse(|| Text::new("账号库", "accounts"))?,
        );
        let tokens = Tokens::new(&data.token_secret()?, Tokens::LIFETIME, accounts.sessions());
        let passwords = Passwords::new(password_cost)?;
        let sign_in = Arc::new(SignIn::new(accounts.clone(), passwords, tokens));

        let dyn_log: Arc<dyn Log> = log.clone();
        let versions = VersionsInForce::builtin();
        let jurisdiction = reference::jurisdiction(&dyn_log, first_catalog.as_deref()).await?;
        let runtime = Runtime { log: dyn_log.clone(), clock, versions, jurisdiction };
        let catalogs = CatalogHandle::default();
        reference::publish_first(&runtime, first_catalog).await?;
        reference::refresh(&runtime, &catalogs).await?;

        let read_models = Arc::new(ReadModels::open(data.read_models())?);
        let state = StateStore::open(data.path(), runtime.clock.clone()).await?;
        let state = Arc::new(state);
        let (stop, shutdown) = watch::channel(false);
        let kit = Kit {
            tokens: Arc::new(sign_in.tokens().clone()),
            clock: runtime.clock.clone(),
            session_clock: Arc::new(SystemClock),
            log: dyn_log,
            progress: Progress::default(),
            changes: read_models.changes(),
            streams: Streams::default(),
            shutdown,
        };
        let platform = Platform {
            runtime,
            state,
            read_models,
            keys,
            materials: Arc::new(materials),
            catalogs,
            kit,
        };
        let mut services = services(&platform).await?;
        let rebuilds = services.iter_mut().flat_map(|service| service.rebuilds.drain(..)).collect();
        let metrics = Metrics::since(Instant::now());
        let (kit, runtime) = (&platform.kit, &platform.runtime);
        watch_readers(&metrics, kit.progress.clone(), kit.log.clone(), runtime.clock.clone());
        let (router, commands) = crate::edge::router(&platform, &sign_in, &mut services, &metrics)?;
        Ok(Self {
            platform,
            log,
            opened,
            sign_in,
            accounts,
            data,
            router,
            rebuilds,
            commands,
            services,
            metrics,
            stop,
        })
    }
}

#[cfg(test)]
impl App {
    /// An office in this folder, on the machine's clock; nothing of it runs.
    pub(crate) async fn for_tests(
        folder: &std::path::Path,
        first_catalog: Option<Arc<Content>>,
    ) -> Self {
        let options = Options {
            data: DataDir::at(folder).unwrap(),
            clock: Arc::new(SystemClock),
            first_catalog,
            password_cost: Cost::FOR_TESTS,
        };
        Self::open(options).await.unwrap()
    }
}

/// The catalogues of an office in whose folder no server works.
///
/// # Errors
/// When its log cannot be opened, or a publication cannot be read.
pub(crate) async fn catalogs_of(data: &DataDir) -> Result<Catalogs> {
    let (log, _) = open_log(data).await?;
    reference::catalogs(&log).await
}

async fn open_log(data: &DataDir) -> Result<(SegmentLog, OpenReport)> {
    let dir = data.log();
    let opened =
        tokio::task::spawn_blocking(move || SegmentLog::open(&dir, LogOptions::default())).await?;
    opened.or_refuse(|| Text::new("日志无法打开", "the log cannot be opened"))
}

async fn services(platform: &Platform) -> Result<Vec<Service>> {
    Ok(vec![
        tongban_intake::service(platform).await.context("intake")?,
        tongban_approval::service(platform).await.context("approval")?,
        tongban_coordination::service(platform).await.context("coordination")?,
        tongban_complaint::service(platform).await.context("complaint")?,
        tongban_metrics::service(platform).await.context("metrics")?,
    ])
}
