use std::sync::Arc;

use anyhow::Result;
use tongban_eventstore::Movable;
use tongban_eventstore::jetstream::{self, JetStreamLog, SyncProof};
use tongban_kernel::Clock;
use tongban_readmodel::{Database, StateStore};

use crate::app::{Begin, Beside, Cluster, DataDir};
use crate::refusal::Refusal;

/// An office that is archived.
pub struct Source {
    pub(crate) log: Box<dyn Movable>,
    pub(crate) beside: Beside,
    /// Where archivers of the office take turns, if there can be several.
    pub(crate) database: Option<Database>,
}

impl Source {
    /// An office at servers, whose processes go on. `data` is a folder for files on their way.
    ///
    /// # Errors
    /// When servers or database do not answer, or hold no office.
    pub async fn at_servers(
        cluster: &Cluster,
        data: &DataDir,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        // It is only read.
        let options = jetstream::Options { sync: SyncProof::Unchecked, ..cluster.log.clone() };
        let log = Box::new(JetStreamLog::open_existing(options).await?);
        let database = cluster.connect().await?;
        // An office makes this last: where it is there, all is, and nothing is made below.
        if !StateStore::is_in_database(&database).await? {
            return Err(no_office());
        }
        let beside = Beside::at_servers(cluster, &database, data, clock, Begin::Anew).await?;
        if beside.state.reader_places().await?.is_empty() {
            return Err(no_office());
        }
        Ok(Self { log, beside, database: Some(database) })
    }
}

fn no_office() -> anyhow::Error {
    Refusal::of(
        "该数据库中没有通办的数据；请核对 --database",
        "no office was ever run on this database; look at --database again",
    )
}
