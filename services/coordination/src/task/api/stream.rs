use std::sync::Arc;

use axum::extract::State;
use tongban_httpkit::{FeedItem, Listener, LiveEvents, Problem, feed};
use tongban_kernel::{Partition, Position, Seq};
use tongban_readmodel::{Page, Projection, Query as Sql, QueryError, ReadModel, Row};

use super::warnings::{NEWEST_FIRST, WARNINGS, WarningRow, real, seen, ways};
use crate::Coordinating;
use crate::api::{Service, Sight};
use crate::projection::Coordination;

/// Rows sent at once to a stream, and to begin with.
const ROWS_AT_ONCE: u32 = 50;

/// Streams warnings as they are issued, but for those of drills: events named `warning`, the newest fifty to begin with.
///
/// The event's id is a position; a client that comes back sends it as `Last-Event-ID` and misses
/// none. The stream ends with the session: who comes back then is asked to sign in.
#[utoipa::path(get, path = "/api/coordination/warnings/stream", tag = "coordination",
    responses((status = 200, description = "server-sent events", body = WarningRow,
        content_type = "text/event-stream")))]
pub(crate) async fn stream(
    State(service): Service,
    listener: Listener,
) -> Result<LiveEvents, Problem> {
    // Other rights, or another department, are another session; but the own department may take
    // over others while somebody listens.
    let (signed, listened) = (listener.signed.clone(), Arc::clone(&service));
    let at_first = Sight::of(&signed, &service)?;
    feed(&service.kit, listener, Coordination::NAME, "warning", move |id| {
        let sight = Sight::of(&signed, &listened).unwrap_or_else(|_| at_first.clone());
        let service = Arc::clone(&listened);
        async move { service.warnings_after(id, sight).await }
    })
}

impl Coordinating {
    async fn warnings_after(
        &self,
        id: Option<String>,
        sight: Sight,
    ) -> Result<Vec<FeedItem<WarningRow>>, QueryError> {
        let log = &self.kit.log;
        let partitions = (0..log.n_partitions()).map(Partition);
        // An id of another log, or none of ours, begins anew.
        let known = id.and_then(|id| id.parse::<Position>().ok());
        let mut items = match known.filter(|known| known.generation() == log.generation()) {
            Some(known) => newer(&self.reads, &sight, partitions, known).await?,
            None => {
                let start = Position::start(log.generation());
                newest(&self.reads, &sight, partitions, start).await?
            }
        };
        let rows = items.iter_mut().map(|item| &mut item.row.standing).collect();
        self.complete(rows, self.now()).await?;
        Ok(items)
    }
}

/// Warnings that lie behind `known` in the log, in its order. Each partition is asked for itself:
/// so the index leads to the first of them, past all that is known.
async fn newer(
    reads: &ReadModel,
    sight: &Sight,
    partitions: impl Iterator<Item = Partition>,
    mut known: Position,
) -> Result<Vec<FeedItem<WarningRow>>, QueryError> {
    let mut items = Vec::new();
    for partition in partitions {
        let rows = after(reads.query(WARNINGS), sight, partition, known.seq(partition));
        for row in rows.fetch_all().await? {
            known.advance(partition, place(&row)?);
            items.push(FeedItem { id: known.to_string(), row: WarningRow::read(&row)? });
        }
    }
    Ok(items)
}

pub(super) fn after(query: Sql, sight: &Sight, partition: Partition, seq: Seq) -> Sql {
    let query = real(seen(query, sight));
    let query = query.push(" AND warning.log_partition = ").push_bind(partition);
    let query = query.push(" AND warning.log_seq > ").push_bind(sql_seq(seq));
    query.push(" ORDER BY warning.log_seq LIMIT ").push_bind(ROWS_AT_ONCE)
}

/// The newest warnings, the oldest of them first, under the position of all there are.
async fn newest(
    reads: &ReadModel,
    sight: &Sight,
    partitions: impl Iterator<Item = Partition>,
    mut known: Position,
) -> Result<Vec<FeedItem<WarningRow>>, QueryError> {
    // First the position: a warning issued in between is told twice, not never.
    for partition in partitions {
        let last =
            reads.query(LAST_PLACE).push_bind(partition).push(" ORDER BY log_seq DESC LIMIT 1");
        if let Some(last) = last.fetch_optional().await? {
            known.advance(partition, place(&last)?);
        }
    }
    let ways = ways(|| reads.query(WARNINGS), sight, real);
    let rows = Sql::fetch_page_of(ways, NEWEST_FIRST, &Page::default()).await?;
    let item = |row: &Row| Ok(FeedItem { id: known.to_string(), row: WarningRow::read(row)? });
    rows.items.iter().rev().map(item).collect()
}

const LAST_PLACE: &str = "SELECT log_seq FROM warnings WHERE log_partition = ";

fn place(row: &Row) -> Result<Seq, QueryError> {
    let seq = u64::try_from(row.int("log_seq")?);
    let unreadable = |_| QueryError::Column { column: "log_seq".to_owned(), expected: "a place" };
    seq.map(Seq).map_err(unreadable)
}

/// A place as its column holds it; no log comes near the largest.
fn sql_seq(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}
