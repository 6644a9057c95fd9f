use std::sync::Arc;

use anyhow::Result;
use futures_util::FutureExt as _;
use tongban_eventstore::jetstream::JetStreamLog;
use tongban_eventstore::segments::SegmentLog;
use tongban_eventstore::{Log, LogError};

use crate::refusal::Refusal;

/// What the log is kept in, as the engine that it is.
#[derive(Clone)]
pub enum Kept {
    /// A folder that this process has for itself.
    Folder(Arc<SegmentLog>),
    /// Servers that several processes share.
    Cluster(Arc<JetStreamLog>),
}

impl Kept {
    /// The log.
    pub fn log(&self) -> Arc<dyn Log> {
        match self {
            Self::Folder(log) => log.clone(),
            Self::Cluster(log) => log.clone(),
        }
    }

    /// Waits until the log has stopped for good and the process must end. Servers that are away may
    /// come back: this never ends then.
    pub async fn stopped(&self) -> Arc<LogError> {
        match self {
            Self::Folder(log) => log.stopped().await,
            Self::Cluster(_) => std::future::pending().await,
        }
    }

    /// Why the log takes no more events, if it has stopped.
    pub(super) fn fault(&self) -> Result<(), String> {
        match self.stopped().now_or_never() {
            None => Ok(()),
            Some(why) => Err(why.to_string()),
        }
    }

    /// What leaves the process able to answer, yet not everything, or not safely.
    pub(super) fn hindrance(&self) -> Result<(), String> {
        match self {
            Self::Cluster(log) if !log.is_connected() => Err(OUT_OF_REACH.to_owned()),
            Self::Cluster(log) if !log.sync_is_proven() => Err(UNPROVEN.to_owned()),
            Self::Folder(_) | Self::Cluster(_) => Ok(()),
        }
    }

    /// The log in the data folder.
    ///
    /// # Errors
    /// Where it lies at servers.
    pub(crate) fn folder(&self) -> Result<&Arc<SegmentLog>> {
        match self {
            Self::Folder(log) => Ok(log),
            Self::Cluster(_) => Err(Refusal::of(
                "此项工作只适用于数据文件夹；集群请用 tongban archive 备份与核对，\
                 或先用 tongban log copy 复制到文件夹",
                "this is done in a data folder alone; a cluster is backed up and checked with tongban \
                 archive, or copied into a folder first with tongban log copy",
            )),
        }
    }
}

const OUT_OF_REACH: &str =
    "the NATS servers cannot be reached: commands are refused, and what is read may be old";
const UNPROVEN: &str = "nobody asked whether the NATS servers sync before they acknowledge \
    (--allow-unsafe-sync): a power failure may take what was acknowledged";
