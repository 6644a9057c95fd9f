use anyhow::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Login;
use tongban_kernel::{CommandId, Text};
use tongban_readmodel::{Page, QueryError, Resolution, StateStore, WorkItem, WorkItems};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::refusal::{OrRefuse as _, Refusal};

/// A command of a policy or sweeper that the domain refused: somebody must look at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkItemRow {
    /// The item: the id of the command.
    pub item: Uuid,
    /// The policy or sweeper that gave the command.
    pub reader: String,
    /// The event that led to it, where one did.
    pub event: Option<Uuid>,
    /// What it belongs to: mostly the case.
    pub correlation: Uuid,
    /// Why it was refused.
    pub reason: String,
    /// When it was refused for the first time.
    #[schema(value_type = String)]
    pub first_seen_at: Timestamp,
    /// When somebody had looked at it.
    #[schema(value_type = Option<String>)]
    pub resolved_at: Option<Timestamp>,
    /// Who had.
    pub resolved_by: Option<String>,
    /// What came of it.
    pub resolution: Option<String>,
}

/// Work items, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkItemList {
    /// The rows of the page.
    pub items: Vec<WorkItemRow>,
    /// Where the next page begins; none on the last.
    pub next: Option<String>,
}

/// An item that somebody has looked at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ResolvedItem {
    /// The item.
    pub item: Uuid,
    /// Whether it was open until now; one that was not stays as it was.
    pub was_open: bool,
}

impl From<WorkItem> for WorkItemRow {
    fn from(item: WorkItem) -> Self {
        Self {
            item: item.command.uuid(),
            reader: item.reader,
            event: item.event.map(|event| event.uuid()),
            correlation: item.correlation,
            reason: item.reason,
            first_seen_at: item.first_seen_at,
            resolved_at: item.resolved_at,
            resolved_by: item.resolved_by,
            resolution: item.resolution,
        }
    }
}

/// A page of what was refused to policies and sweepers.
///
/// # Errors
/// When the page is none of this list, or the engine refuses.
pub async fn work_items(
    state: &StateStore,
    which: WorkItems,
    page: &Page,
) -> Result<WorkItemList, QueryError> {
    let found = state.work_items(which, page).await?;
    let next = found.next.map(|next| next.to_string());
    Ok(WorkItemList { items: found.items.into_iter().map(WorkItemRow::from).collect(), next })
}

pub(super) async fn list(
    state: &StateStore,
    all: bool,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> Result<WorkItemList> {
    let which = if all { WorkItems::All } else { WorkItems::Open };
    let page = Page::new(limit, cursor)
        .or_refuse(|| Text::new("--limit 或 --cursor", "--limit or --cursor"))?;
    Ok(work_items(state, which, &page).await?)
}

pub(super) async fn resolve(
    state: &StateStore,
    item: Uuid,
    by: &Login,
    note: &str,
) -> Result<ResolvedItem> {
    match state.resolve(CommandId::from_uuid(item), by.as_str(), note).await? {
        Resolution::Resolved => Ok(ResolvedItem { item, was_open: true }),
        Resolution::AlreadyResolved => Ok(ResolvedItem { item, was_open: false }),
        Resolution::Unknown => Err(Refusal::of(
            format!("没有待办 {item}；tongban work-items --all 列出全部"),
            format!("there is no work item {item}; tongban work-items --all lists all"),
        )),
    }
}
