//! The engines that the same tests run against, and what tests do to each from outside.

use std::sync::Arc;

use tempfile::TempDir;
use tongban_kernel::ManualClock;
use tongban_readmodel::{ReadModels, StateStore};

use crate::fixture::start;
use crate::server::TestDatabase;

/// Where the read models of one test are.
pub(crate) enum Engine {
    Sqlite(TempDir),
    Postgres(TestDatabase),
}

impl Engine {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub(crate) async fn postgres() -> Self {
        Self::Postgres(TestDatabase::new().await)
    }

    /// The read models of a process; each call is another process.
    pub(crate) async fn models(&self) -> ReadModels {
        match self {
            Self::Sqlite(dir) => ReadModels::open(dir.path()).unwrap(),
            Self::Postgres(database) => {
                ReadModels::in_database(&database.process().await).await.unwrap()
            }
        }
    }

    /// The state of policies as a process has it; each call is another process.
    pub(crate) async fn state(&self) -> (StateStore, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(start()));
        let store = match self {
            Self::Sqlite(dir) => StateStore::open(dir.path(), clock.clone()).await,
            Self::Postgres(database) => {
                StateStore::in_database(&database.process().await, clock.clone()).await
            }
        };
        (store.unwrap(), clock)
    }

    /// All processes that hold partitions have been silent for longer than a lease lasts.
    pub(crate) async fn leases_run_out(&self) {
        if let Self::Postgres(database) = self {
            database.leases_run_out().await;
        }
    }
}

/// Makes a test of each rule and engine.
macro_rules! on_both_engines {
    ($($rule:ident)+) => {
        mod on_sqlite {$(
            #[tokio::test]
            async fn $rule() {
                super::$rule(crate::engine::Engine::sqlite()).await;
            }
        )+}

        mod on_postgres {$(
            #[tokio::test]
            async fn $rule() {
                super::$rule(crate::engine::Engine::postgres().await).await;
            }
        )+}
    };
}

pub(crate) use on_both_engines;
