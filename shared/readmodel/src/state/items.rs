use jiff::Timestamp;
use sqlx::Error;
use tongban_kernel::{CommandId, EventId};
use uuid::Uuid;

use super::StateStore;
use super::store::State;
use crate::{Direction, Keyset, Page, Paged, QueryError, Row, StoreError};

const BY_TIME: Keyset = Keyset::new(&["first_seen_at", "command"], Direction::Ascending);

/// A command of the system that the domain refused: people must look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkItem {
    /// The command: the id of the item.
    pub command: CommandId,
    /// The policy or sweeper that gave it.
    pub reader: String,
    /// The event that led to it, where one did.
    pub event: Option<EventId>,
    /// What it belongs to.
    pub correlation: Uuid,
    /// Why it was refused.
    pub reason: String,
    /// When it was refused for the first time.
    pub first_seen_at: Timestamp,
    /// When somebody had looked at it.
    pub resolved_at: Option<Timestamp>,
    /// Who had.
    pub resolved_by: Option<String>,
    /// What came of it.
    pub resolution: Option<String>,
}

/// Which work items are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkItems {
    /// Those that nobody has looked at.
    Open,
    /// All.
    All,
}

/// What came of resolving a work item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is resolved now.
    Resolved,
    /// It was resolved before, and stays as it was.
    AlreadyResolved,
    /// There is no such item.
    Unknown,
}

impl StateStore {
    /// Work items, oldest first.
    ///
    /// # Errors
    /// When the page is none of this list, or the engine refuses.
    pub async fn work_items(
        &self,
        which: WorkItems,
        page: &Page,
    ) -> Result<Paged<WorkItem>, QueryError> {
        let filter = match which {
            WorkItems::Open => "resolved_at IS NULL",
            WorkItems::All => "TRUE",
        };
        let query = self.model.query("SELECT * FROM work_item WHERE ").push(filter);
        query.fetch_page(BY_TIME, page).await?.try_map(|row| item(&row))
    }

    /// Says that somebody has looked at a work item, and what came of it.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn resolve(
        &self,
        command: CommandId,
        by: &str,
        resolution: &str,
    ) -> Result<Resolution, StoreError> {
        let mut state = self.state.lock().await;
        let resolved = state.resolve(command, by, resolution, self.clock.now()).await;
        state.sound(resolved.map_err(StoreError::engine("write", &self.place)))
    }
}

impl State {
    async fn resolve(
        &mut self,
        command: CommandId,
        by: &str,
        resolution: &str,
        now: Timestamp,
    ) -> Result<Resolution, Error> {
        const RESOLVE: &str = "UPDATE work_item \
            SET resolved_at = $1, resolved_by = $2, resolution = $3 \
            WHERE command = $4 AND resolved_at IS NULL";
        const KNOWN: &str = "SELECT 1 FROM work_item WHERE command = $1";
        let mut session = self.connection.get().await?;
        let values = vec![now.into(), by.into(), resolution.into(), command.into()];
        if session.execute(RESOLVE, values).await? == 1 {
            return Ok(Resolution::Resolved);
        }
        let known = session.fetch_optional(KNOWN, vec![command.into()]).await?;
        Ok(known.map_or(Resolution::Unknown, |_| Resolution::AlreadyResolved))
    }
}

fn item(row: &Row) -> Result<WorkItem, QueryError> {
    Ok(WorkItem {
        command: CommandId::from_uuid(row.uuid("command")?),
        reader: row.text("reader")?,
        event: row.opt_uuid("event")?.map(EventId::from_uuid),
        correlation: row.uuid("correlation")?,
        reason: row.text("reason")?,
        first_seen_at: row.timestamp("first_seen_at")?,
        resolved_at: row.opt_timestamp("resolved_at")?,
        resolved_by: row.opt_text("resolved_by")?,
        resolution: row.opt_text("resolution")?,
    })
}
