//! The process: everything opened, wired and started in one place.

mod alone;
mod beside;
mod data_dir;
mod heard;
mod home;
mod kept;
mod ops;
mod publish;
mod reference;
mod roles;
mod start;

use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use tongban_auth::{
    AccountStore, Accounts as _, Cost, Oidc, OidcSettings, Passwords, SignIn, Tokens,
};
use tongban_catalog::model::Content;
use tongban_catalog::publication::Catalogs;
use tongban_eventstore::segments::{Options as SegmentOptions, SegmentLog};
use tongban_eventstore::{Log, Runtime, VersionsInForce};
use tongban_httpkit::{Kit, Streams, watch_readers};
use tongban_kernel::{Clock, SystemClock, Text};
use tongban_natskit::Spec;
use tongban_platform::{CatalogHandle, Platform, Rebuild, Service};

use crate::refusal::OrRefuse as _;

use crate::edge::{SignInWays, state_age};
use crate::operations::AccountTurn;
use alone::Alone;
use home::Opened;

pub(crate) use alone::NameTaken;
pub(crate) use beside::{Begin, Beside};
pub use data_dir::DataDir;
pub(crate) use heard::LastHeard;
pub use home::{Cluster, Home, MaterialsAt};
pub use kept::Kept;
pub use ops::Ops;
pub use publish::Publication;
pub(crate) use publish::tell_faults;
pub(crate) use reference::{PUBLICATIONS, Recording, publications, refresh};
pub use roles::{ProcessRole, Roles};
pub use start::Running;

/// How the process is opened.
#[derive(Clone)]
pub struct Options {
    /// The data folder; of a process in a cluster, what is its own alone.
    pub data: DataDir,
    /// Where the office is kept.
    pub home: Home,
    /// What the process is for.
    pub roles: Roles,
    /// Where `now` comes from.
    pub clock: Arc<dyn Clock>,
    /// The catalogue to publish when none is yet.
    pub first_catalog: Option<Arc<Content>>,
    /// What hashing a password costs.
    pub password_cost: Cost,
    /// The provider of OpenID Connect at which accounts may sign in, where there is one.
    pub oidc: Option<OidcSettings>,
}

/// Which process this is, and what its log is kept in.
#[derive(Clone)]
pub(crate) struct Itself {
    /// Its name among those that share the office; none where it has one for itself.
    pub(crate) name: Option<String>,
    /// What it is for.
    pub(crate) roles: Roles,
    /// The log.
    pub(crate) kept: Kept,
}

/// Everything opened, nothing running yet.
pub struct App {
    /// What every service is given.
    pub platform: Platform,
    /// What the office is kept in: for verification and backup.
    pub kept: Kept,
    /// What the process is for.
    pub roles: Roles,
    /// Accounts and sign-in.
    pub sign_in: Arc<SignIn>,
    /// The accounts themselves.
    pub accounts: Arc<AccountStore>,
    /// Whose turn it is to change them.
    pub account_turn: AccountTurn,
    /// The data folder.
    pub data: DataDir,
    /// The routes of this process's services and of the edge, with everything around them.
    pub router: Router,
    /// Read models that can be computed again.
    pub rebuilds: Vec<Arc<dyn Rebuild>>,
    /// What operators see.
    pub ops: Ops,
    /// What can be asked for over NATS.
    pub(crate) commands: Vec<Spec>,
    services: Vec<Service>,
    heard: LastHeard,
    alone: Option<Alone>,
}

impl App {
    /// Opens what the office is kept in, and builds all services on it.
    ///
    /// # Errors
    /// When a part of the data cannot be opened; the message names it and the remedy.
    pub async fn open(options: Options) -> Result<Self> {
        Self::open_seen(options, Ops::default()).await
    }

    /// The same where operators look at the process already.
    ///
    /// # Errors
    /// When a part of the data cannot be opened; the message names it and the remedy.
    pub async fn open_seen(options: Options, ops: Ops) -> Result<Self> {
        // All that is opened lies in one future, which whoever calls need not carry along.
        Box::pin(Self::open_all(options, ops)).await
    }

    async fn open_all(options: Options, ops: Ops) -> Result<Self> {
        let Options { data, home, roles, clock, first_catalog, password_cost, oidc } = options;
        let opened = Box::pin(home.open(&data, Arc::clone(&clock))).await?;
        let Opened { kept, read_models, beside, alone } = opened;
        let Beside { state, keys, materials, accounts, token_secret } = beside;
        let (accounts, state) = (Arc::new(accounts), Arc::new(state));
        let tokens = Tokens::new(&token_secret, Tokens::LIFETIME, accounts.sessions());
        let passwords = Passwords::new(password_cost)?;
        let sign_in = Arc::new(SignIn::new(accounts.clone(), passwords, tokens));
        let oidc = oidc.map(|settings| Oidc::new(settings, &token_secret).map(Arc::new));
        let oidc = oidc.transpose().or_refuse(|| {
            Text::new(
                "--oidc-ca 无法使用",
                "the provider of OpenID Connect cannot be asked (--oidc-ca)",
            )
        })?;

        let log = kept.log();
        let versions = VersionsInForce::builtin();
        let jurisdiction = reference::jurisdiction(first_catalog.as_deref());
        let runtime = Runtime { log: log.clone(), clock, versions, jurisdiction };
        let catalogs = CatalogHandle::default();
        reference::publish_first(&runtime, first_catalog).await?;
        reference::refresh(&runtime, &catalogs).await?;

        let kit = Kit {
            tokens: Arc::new(sign_in.tokens().clone()),
            clock: runtime.clock.clone(),
            session_clock: Arc::new(SystemClock),
            log,
            progress: ops.progress.clone(),
            changes: read_models.changes(),
            streams: Streams::default(),
            shutdown: ops.stop.subscribe(),
        };
        let platform = Platform {
            runtime,
            read_models: Arc::new(read_models.with_stops(state.clone())),
            state,
            keys,
            materials,
            catalogs,
            kit,
        };
        let mut services = Box::pin(services(&platform)).await?;
        let rebuilds = services.iter_mut().flat_map(|service| service.rebuilds.drain(..)).collect();
        let (kit, runtime) = (&platform.kit, &platform.runtime);
        watch_readers(&ops.metrics, kit.progress.clone(), kit.log.clone(), runtime.clock.clone());
        let account_turn = AccountTurn::default();
        let ways = SignInWays { sign_in: &sign_in, accounts: &accounts, turn: &account_turn, oidc };
        let itself = Itself { name: home.process(), roles: roles.clone(), kept: kept.clone() };
        let (router, commands) =
            crate::edge::router(&platform, &itself, ways, &mut services, &ops.metrics)?;
        let heard = LastHeard::of(kept.clone(), ops.progress.heard(), Arc::new(SystemClock));
        let router = state_age(router, heard.clone());
        Ok(Self {
            platform,
            kept,
            roles,
            sign_in,
            accounts,
            account_turn,
            data,
            router,
            rebuilds,
            ops,
            commands,
            services,
            heard,
            alone,
        })
    }
}

impl App {
    /// The log.
    pub fn log(&self) -> &Arc<dyn Log> {
        &self.platform.runtime.log
    }

    /// Waits until the process must end by itself, and says why: its log has stopped for good, or
    /// another process has its name.
    pub async fn must_end(&self) -> Text {
        let is_over = async {
            match &self.alone {
                Some(alone) => alone.is_over().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            why = self.kept.stopped() => {
                Text::new(format!("日志已停止：{why}"), format!("the log has stopped: {why}"))
            }
            () = is_over => Text::new(
                "与数据库的连接中断后，另一个同名进程接替了本进程",
                "the connection to the database was lost, and another process of this name has \
                 taken this one's place",
            ),
        }
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
            home: Home::Folder,
            roles: Roles::all(),
            clock: Arc::new(SystemClock),
            first_catalog,
            password_cost: Cost::FOR_TESTS,
            oidc: None,
        };
        Self::open(options).await.unwrap()
    }
}

/// The catalogues of an office in whose folder no server works.
///
/// # Errors
/// When its log cannot be opened, or a publication cannot be read.
pub(crate) async fn catalogs_of(data: &DataDir) -> Result<Catalogs> {
    let log = open_log(data).await?;
    reference::catalogs(&log).await
}

async fn open_log(data: &DataDir) -> Result<SegmentLog> {
    let dir = data.log();
    let open = move || SegmentLog::open(&dir, SegmentOptions::default());
    let opened = tokio::task::spawn_blocking(open).await?;
    let (log, report) =
        opened.or_refuse(|| Text::new("日志无法打开", "the log cannot be opened"))?;
    for torn in report.torn {
        tracing::warn!(?torn, "the log had an unfinished end, which was cut off and kept aside");
    }
    Ok(log)
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
