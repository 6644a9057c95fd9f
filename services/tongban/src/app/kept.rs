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

    /// Whether the servers that keep it can be reached; a folder always can.
    pub(super) fn is_connected(&self) -> bool {
        match self {
            Self::Folder(_) => true,
            Self::Cluster(log) => log.is_connected(),
        }
    }

    /// Whether all that keep it were seen to sync before they acknowledge.
    pub(super) fn is_proven(&self) -> bool {
        match self {
            Self::Folder(_) => true,
            Self::Cluster(log) => log.sync_is_proven(),
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
