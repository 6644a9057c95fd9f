//! A database of a real server, as the processes of a test have it.

use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

use tongban_readmodel::Database;

/// A database that only one test uses.
pub(crate) struct TestDatabase {
    database: tongban_pg_testkit::TestDatabase,
    n_processes: AtomicU32,
}

impl TestDatabase {
    pub(crate) async fn new() -> Self {
        Self::with("").await
    }

    /// A database made with these options.
    pub(crate) async fn with(options: &str) -> Self {
        let database = tongban_pg_testkit::TestDatabase::with(options).await;
        Self { database, n_processes: AtomicU32::new(0) }
    }

    /// The database as another process has it.
    pub(crate) async fn process(&self) -> Database {
        let n = self.n_processes.fetch_add(1, Ordering::Relaxed);
        self.process_named(&format!("process-{n}")).await
    }

    pub(crate) async fn process_named(&self, name: &str) -> Database {
        Database::connect(&self.url().await, name).await.unwrap()
    }

    /// Returns when somebody waits for a lock.
    pub(crate) async fn waits_for_a_lock(&self) {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity \
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let mut looks = self.connect().await;
        while sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut looks).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) async fn leases_run_out(&self) {
        for schema in self.schemas().await {
            let sql = format!("UPDATE {schema}.reader_place SET held_until = '-infinity'");
            self.run(&sql).await;
        }
    }
}

impl Deref for TestDatabase {
    type Target = tongban_pg_testkit::TestDatabase;

    fn deref(&self) -> &Self::Target {
        &self.database
    }
}
