use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tongban::app::{Cluster, MaterialsAt};
use tongban_eventstore::jetstream::{self, SyncProof};
use tongban_nats_testkit::Server;
use tongban_pg_testkit::TestDatabase;

/// Set to `cluster` where stories are to be told of many processes.
const HOME: &str = "TONGBAN_TEST_HOME";

/// Servers that the processes of one office share: real ones, of which each office has its own log
/// and its own database.
pub struct Shared {
    server: &'static Server,
    database: TestDatabase,
    generation: u32,
    n_partitions: u16,
    materials: TempDir,
}

impl Shared {
    /// New ones, where the variable says that stories are to be told of many processes.
    ///
    /// # Errors
    /// When the variable says something else.
    pub async fn wanted() -> Result<Option<Self>> {
        #[expect(clippy::disallowed_methods, reason = "tests are told where offices lie")]
        let wanted = std::env::var(HOME).unwrap_or_default();
        match wanted.as_str() {
            "" => Ok(None),
            "cluster" => Ok(Some(Self::new(1).await?)),
            other => anyhow::bail!("{HOME} is {other:?}; it may be cluster, or not be set"),
        }
    }

    /// New ones, with a log of so many partitions, of another generation than that of a folder.
    ///
    /// # Errors
    /// When no folder for materials can be made.
    pub async fn new(n_partitions: u16) -> Result<Self> {
        static SERVER: OnceCell<Server> = OnceCell::const_new();
        static GENERATIONS: AtomicU32 = AtomicU32::new(2);
        let server = SERVER.get_or_init(Server::start).await;
        let generation = GENERATIONS.fetch_add(1, Ordering::Relaxed);
        let (database, materials) = (TestDatabase::new().await, tempfile::tempdir()?);
        Ok(Self { server, database, generation, n_partitions, materials })
    }

    /// As one process sees them.
    pub async fn as_process(&self, process: &str) -> Cluster {
        let log = jetstream::Options {
            servers: vec![self.server.url()],
            generation: self.generation,
            n_partitions: self.n_partitions,
            n_replicas: 1,
            sync: SyncProof::Unchecked,
            ..jetstream::Options::default()
        };
        Cluster {
            log,
            database: self.database.url().await,
            process: process.to_owned(),
            materials: MaterialsAt::Folder(self.materials.path().to_owned()),
            key_file: None,
        }
    }
}
