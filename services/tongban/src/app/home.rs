use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Result;
use tongban_eventstore::jetstream::{self, JetStreamLog};
use tongban_kernel::{Clock, Text};
use tongban_readmodel::{Database, ReadModels};
use tongban_vault::{Materials, MaterialsError};

use super::alone::Alone;
use super::{Begin, Beside, DataDir, Kept, open_log};
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
    pub(super) async fn open(&self, data: &DataDir) -> Result<Materials, MaterialsError> {
        match self {
            Self::Folder(folder) => Materials::open(folder),
            Self::Bucket(url) => {
                Materials::in_bucket(url, std::env::vars(), &data.materials()).await
            }
        }
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
    pub(super) beside: Beside,
    /// Of a process that shares its office; who has the log in a folder has the folder.
    pub(super) alone: Option<Alone>,
}

impl Home {
    /// The name of this process among those that share the office; none where it has one for itself.
    pub(super) fn process(&self) -> Option<String> {
        match self {
            Self::Folder => None,
            Self::Cluster(cluster) => Some(cluster.process.clone()),
        }
    }

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
        let database = self.connect().await?;
        // First of all: another process of this name would take what is this one's.
        let alone = Alone::take(data, &database, &self.process).await?;
        Ok(Opened {
            alone: Some(alone),
            beside: Beside::at_servers(self, &database, data, clock, Begin::Anew).await?,
            kept: Kept::Cluster(Arc::new(JetStreamLog::open(self.log.clone()).await?)),
            read_models: ReadModels::in_database(&database).await?,
        })
    }

    /// Knocks at the database.
    ///
    /// # Errors
    /// When it does not answer, or cannot be used.
    pub(crate) async fn connect(&self) -> Result<Database> {
        let database = Database::connect(&self.database, &self.process).await;
        database.or_refuse(|| Text::new("数据库无法使用", "the database cannot be used"))
    }
}

async fn open_folder(data: &DataDir, clock: Arc<dyn Clock>) -> Result<Opened> {
    // First of all: who has the log has the folder.
    let log = Arc::new(open_log(data).await?);
    Ok(Opened {
        alone: None,
        beside: Beside::in_folder(data, clock, Begin::Anew).await?,
        read_models: ReadModels::open(data.read_models())?,
        kept: Kept::Folder(log),
    })
}
