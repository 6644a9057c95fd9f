use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tongban_pgkit::{Follow, Following, SharedSchema};

use super::Memory;
use super::table::{CHANNEL, Table};

/// How often it is looked at who was erased, whatever was told.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Forgets whom another process has erased.
pub(super) struct Follower {
    table: Table,
    memory: Arc<Memory>,
    /// Everyone erased up to here is known.
    position: i64,
}

impl Follower {
    /// Begins with all that were ever erased.
    pub(super) async fn begin(table: Table, memory: Arc<Memory>) -> sqlx::Result<Self> {
        let mut follower = Self { table, memory, position: 0 };
        follower.catch_up().await?;
        Ok(follower)
    }

    pub(super) fn follow(self, schema: &SharedSchema) -> Following {
        tongban_pgkit::follow(schema, CHANNEL, LOOK_EVERY, self)
    }

    async fn catch_up(&mut self) -> sqlx::Result<()> {
        let asked_at = Instant::now();
        let erased = self.table.erased_after(self.position).await?;
        if let Some((last, _)) = erased.last() {
            self.position = *last;
        }
        self.memory.forget(erased.into_iter().map(|(_, person)| person));
        self.memory.believe_from(asked_at);
        Ok(())
    }
}

impl Follow for Follower {
    fn told<'a>(&'a mut self, _what: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
        self.look()
    }

    fn look(&mut self) -> BoxFuture<'_, sqlx::Result<()>> {
        self.catch_up().boxed()
    }
}
