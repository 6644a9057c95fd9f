use std::path::{Path, PathBuf};

use anyhow::Result;
use tongban_eventstore::jetstream::{self, JetStreamLog, SyncProof};
use tongban_eventstore::segments::{self, SegmentLog};
use tongban_eventstore::{LogError, Movable};
use tongban_kernel::Text;

use crate::app::{Cluster, DataDir};
use crate::refusal::{OrRefuse as _, Refusal};

/// Where an office is moved from, or to.
#[derive(Clone, Debug)]
pub enum End {
    /// A data folder.
    Folder {
        /// The folder.
        dir: PathBuf,
        /// Which generation of the log is made, where there is none.
        generation: u32,
    },
    /// A log at servers, and nothing beside it.
    Log(Box<jetstream::Options>),
    /// A whole office at servers.
    Servers(Box<Cluster>),
}

impl End {
    /// Which generation of the log is meant, or made.
    pub(super) fn generation(&self) -> u32 {
        match self {
            Self::Folder { generation, .. } => *generation,
            Self::Log(log) => log.generation,
            Self::Servers(cluster) => cluster.log.generation,
        }
    }

    /// The log that is moved; a folder is held as long as it is.
    pub(super) async fn open_source(&self) -> Result<Box<dyn Movable>> {
        let options = match self {
            Self::Folder { dir, .. } => {
                let folder = DataDir::existing(dir)?;
                return Ok(Box::new(open(&folder, segments::Options::default())?));
            }
            Self::Log(log) => log,
            Self::Servers(cluster) => &cluster.log,
        };
        // It is only read.
        let options = jetstream::Options { sync: SyncProof::Unchecked, ..options.clone() };
        Ok(Box::new(JetStreamLog::open_existing(options).await?))
    }

    /// The log that is written, made where there is none.
    pub(super) async fn open_target(&self, n_partitions: u16) -> Result<Box<dyn Movable>> {
        let options = match self {
            Self::Folder { dir, generation } => {
                let generation = *generation;
                let others = segments::Options::default();
                let options = segments::Options { generation, n_partitions, ..others };
                return Ok(Box::new(open(&DataDir::at(dir)?, options)?));
            }
            Self::Log(log) => log,
            Self::Servers(cluster) => &cluster.log,
        };
        let options = jetstream::Options { n_partitions, ..options.clone() };
        Ok(Box::new(JetStreamLog::open(options).await?))
    }
}

/// Opens the log of a data folder, for this process alone.
fn open(folder: &DataDir, options: segments::Options) -> Result<SegmentLog> {
    let dir = folder.path().display();
    match SegmentLog::open(&folder.log(), options) {
        Ok((log, _)) => Ok(log),
        Err(LogError::Locked { .. }) => Err(Refusal::of(
            format!("{dir} 正由另一进程使用；请先停止其服务，再复制日志"),
            format!("another process works on {dir}; stop its server, then copy the log"),
        )),
        Err(error) => Err(error).or_refuse(|| cannot_open(folder.path())),
    }
}

fn cannot_open(dir: &Path) -> Text {
    let dir = dir.display();
    Text::new(format!("无法打开 {dir} 的日志"), format!("the log of {dir} cannot be opened"))
}
