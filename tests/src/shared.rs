use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Result;
use tokio::sync::OnceCell;
use tongban::app::{Cluster, Home, MaterialsAt};
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
            "cluster" => Ok(Some(Self::new().await)),
            other => anyhow::bail!("{HOME} is {other:?}; it may be cluster, or not be set"),
        }
    }

    async fn new() -> Self {
        static SERVER: OnceCell<Server> = OnceCell::const_new();
        static GENERATIONS: AtomicU32 = AtomicU32::new(1);
        let server = SERVER.get_or_init(Server::start).await;
        let generation = GENERATIONS.fetch_add(1, Ordering::Relaxed);
        Self { server, database: TestDatabase::new().await, generation }
    }

    /// As one process sees them.
    pub(crate) async fn home(&self, process: &str, folder: &Path) -> Home {
        let log = jetstream::Options {
            servers: vec![self.server.url()],
            generation: self.generation,
            n_partitions: 2,
            n_replicas: 1,
            sync: SyncProof::Unchecked,
            ..jetstream::Options::default()
        };
        Home::Cluster(Box::new(Cluster {
            log,
            database: self.database.url().await,
            process: process.to_owned(),
            materials: MaterialsAt::Folder(folder.join("materials")),
            key_file: None,
        }))
    }
}
