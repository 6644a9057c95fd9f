use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use tongban_auth::AccountStore;
use tongban_eventstore::jetstream;
use tongban_kernel::{Clock, Text};
use tongban_readmodel::{ReadModels, StateStore};
use tongban_vault::{KeyRing, Materials, Secret};

use super::{DataDir, Kept, open_log};
use crate::refusal::OrRefuse as _;

/// Where an office keeps what it must not lose.
#[derive(Clone, Debug)]
pub enum Home {
    /// In the data folder, which one process has for itself.
    Folder,
    /// At servers that several processes share.
    Cluster(Box<Cluster>),
}

/// The servers that processes share.
#[derive(Clone)]
pub struct Cluster {
    /// The log at NATS servers.
    pub log: jetstream::Options,
    /// The address of the PostgreSQL database, with user and password.
    pub database: String,
    /// The name of this process among those that share them; the same when it starts again.
    pub process: String,
    /// The folder of materials, where it is not below the data folder: one that all processes see.
    pub materials: Option<PathBuf>,
}

// By hand: the address of the database holds a password.
impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("log", &self.log)
            .field("process", &self.process)
            .field("materials", &self.materials)
            .finish_non_exhaustive()
    }
}

/// Everything that is kept, opened.
pub(super) struct Opened {
    pub(super) kept: Kept,
    pub(super) read_models: ReadModels,
    pub(super) state: StateStore,
    pub(super) keys: KeyRing,
    pub(super) materials: Materials,
    pub(super) accounts: AccountStore,
    pub(super) token_secret: Secret,
}

impl Home {
    /// Opens everything that is kept here.
    ///
    /// # Errors
    /// When a part cannot be opened; the message names it and the remedy.
    pub(super) async fn open(&self, data: &DataDir, clock: Arc<dyn Clock>) -> Result<Opened> {
        match self {
            Self::Folder => open_folder(data, clock).await,
            Self::Cluster(_) => anyhow::bail!("not yet"),
        }
    }
}

async fn open_folder(data: &DataDir, clock: Arc<dyn Clock>) -> Result<Opened> {
    let log = Arc::new(open_log(data).await?);
    let keys = data.keys();
    let keys = tokio::task::spawn_blocking(move || KeyRing::open(&keys)).await?;
    let keys =
        keys.or_refuse(|| Text::new("个人密钥库无法打开", "the keys of persons cannot be opened"))?;
    let materials =
        Materials::open(&data.materials()).or_refuse(|| Text::new("材料库", "materials"))?;
    let accounts = AccountStore::open(&data.accounts()).await;
    let accounts = accounts.or_refuse(|| Text::new("账号库", "accounts"))?;
    Ok(Opened {
        read_models: ReadModels::open(data.read_models())?,
        state: StateStore::open(data.path(), clock).await?,
        keys,
        materials,
        token_secret: data.token_secret()?,
        accounts,
        kept: Kept::Folder(log),
    })
}
