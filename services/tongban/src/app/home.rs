use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Result;
use tongban_auth::AccountStore;
use tongban_eventstore::jetstream::{self, JetStreamLog};
use tongban_kernel::{Clock, Text};
use tongban_readmodel::{Database, ReadModels, StateStore};
use tongban_vault::{KeyRing, Materials, Secret, Wrapping};

use super::{DataDir, Kept, open_log};
use crate::refusal::{OrRefuse as _, unreadable};

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
    /// Where materials are kept.
    pub materials: MaterialsAt,
    /// The file of the key under which keys are kept in the database; in clear without one.
    pub key_file: Option<PathBuf>,
}

/// Where files that were handed in are kept, so that all processes find them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MaterialsAt {
    /// A folder that all processes see.
    Folder(PathBuf),
    /// A bucket that speaks S3, `s3://bucket/prefix`; credentials and the like are in the
    /// environment (`AWS_…`).
    Bucket(String),
}

impl FromStr for MaterialsAt {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.starts_with("s3://") {
            true => Self::Bucket(text.to_owned()),
            false => Self::Folder(text.into()),
        })
    }
}

impl MaterialsAt {
    async fn open(&self, data: &DataDir) -> Result<Materials> {
        match self {
            Self::Folder(folder) => Materials::open(folder),
            Self::Bucket(url) => {
                // Where S3 has its settings.
                let environment = std::env::vars();
                Materials::in_bucket(url, environment, &data.materials()).await
            }
        }
        .or_refuse(no_materials)
    }
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
            Self::Cluster(cluster) => cluster.open(data, clock).await,
        }
    }
}

impl Cluster {
    async fn open(&self, data: &DataDir, clock: Arc<dyn Clock>) -> Result<Opened> {
        let wrapping = match &self.key_file {
            Some(file) => Wrapping::under(&Secret::load(file).or_refuse(|| unreadable(file))?),
            None => Wrapping::clear(),
        };
        let database = Database::connect(&self.database, &self.process).await;
        let database =
            database.or_refuse(|| Text::new("数据库无法使用", "the database cannot be used"))?;
        let accounts = AccountStore::in_database(database.options(), &wrapping).await;
        let (accounts, token_secret) = accounts.or_refuse(no_accounts)?;
        let keys = KeyRing::in_database(database.options(), wrapping).await;
        Ok(Opened {
            keys: keys.or_refuse(no_keys)?,
            kept: Kept::Cluster(Arc::new(JetStreamLog::open(self.log.clone()).await?)),
            read_models: ReadModels::in_database(&database).await?,
            state: StateStore::in_database(&database, clock).await?,
            materials: self.materials.open(data).await?,
            accounts,
            token_secret,
        })
    }
}

fn no_accounts() -> Text {
    Text::new("账号库无法打开", "the accounts cannot be opened")
}

fn no_keys() -> Text {
    Text::new("个人密钥库无法打开", "the keys of persons cannot be opened")
}

fn no_materials() -> Text {
    Text::new("材料库无法打开", "the store of materials cannot be opened")
}

async fn open_folder(data: &DataDir, clock: Arc<dyn Clock>) -> Result<Opened> {
    let log = Arc::new(open_log(data).await?);
    let keys = data.keys();
    let keys = tokio::task::spawn_blocking(move || KeyRing::open(&keys)).await?;
    let keys = keys.or_refuse(no_keys)?;
    let materials = Materials::open(&data.materials()).or_refuse(no_materials)?;
    let accounts = AccountStore::open(&data.accounts()).await;
    let accounts = accounts.or_refuse(no_accounts)?;
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
