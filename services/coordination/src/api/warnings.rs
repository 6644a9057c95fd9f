use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{
    Consistent, FeedItem, FieldError, Json, LastEventId, LiveEvents, Problem, Query, QueryHeaders,
    Rows, Signed, feed,
};
use tongban_kernel::{Partition, Position, Seq, Text};
use tongban_readmodel::{
    Direction, Keyset, Page, Projection, Query as Sql, QueryError, ReadModel, Row,
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Service, Sight};
use crate::events::Rung;
use crate::projection::Coordination;

/// A warning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WarningRow {
    /// The task.
    task_id: Uuid,
    /// Its case.
    case_id: Uuid,
    /// The case's number.
    number: String,
    /// `due_soon`, `overdue`, `lead`, `supervisor`.
    rung: String,
    /// The epoch of the deadline.
    epoch: i64,
    /// The due date warned about.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// When it was warned.
    #[schema(value_type = String)]
    issued_at: Timestamp,
    /// Who had to answer the task.
    department: String,
    /// Who is warned: `handler`, `coordinator`, `lead`, `supervisor`.
    to_role: String,
    /// Who asks.
    from_department: String,
    /// What is asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// What has become of the task.
    task_state: String,
    /// The event that is the warning.
    caused_by: Uuid,
}

impl WarningRow {
    fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            task_id: row.uuid("task_id")?,
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            rung: row.text("rung")?,
            epoch: row.int("epoch")?,
            due_at: row.timestamp("due_at")?,
            issued_at: row.timestamp("issued_at")?,
            department: row.text("department")?,
            to_role: row.text("to_role")?,
            from_department: row.text("from_department")?,
            ask: Text::new(row.text("ask_zh")?, row.text("ask_en")?),
            task_state: row.text("state")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// Which warnings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WarningFilter {
    /// Department that had to answer.
    department: Option<String>,
    /// `due_soon`, `overdue`, `lead`, `supervisor`.
    rung: Option<String>,
    /// Of this case.
    case_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const NEWEST_FIRST: Keyset =
    Keyset::new(&["warning.issued_at", "warning.caused_by"], Direction::Descending);

/// Rows sent at once to a stream, and to begin with.
const ROWS_AT_ONCE: u32 = 50;

/// Lists warnings, the newest first.
#[utoipa::path(get, path = "/api/coordination/warnings", tag = "coordination",
    params(WarningFilter, QueryHeaders), responses((status = 200, body = Rows<WarningRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<WarningFilter>,
) -> Result<Json<Rows<WarningRow>>, Problem> {
    let sight = Sight::of(&signed)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let mut query = seen(&service.reads, &sight);
    if let Some(department) = filter.department {
        query = query.push(" AND warning.department = ").push_bind(department);
    }
    if let Some(rung) = filter.rung {
        let rung = Rung::parse(&rung).ok_or_else(no_such_rung)?;
        query = query.push(" AND warning.rung = ").push_bind(rung.as_str());
    }
    if let Some(case_id) = filter.case_id {
        query = query.push(" AND warning.case_id = ").push_bind(case_id);
    }
    let found = query.fetch_page(NEWEST_FIRST, &page).await?;
    let found = found.try_map(|row| WarningRow::read(&row))?;
    Ok(Json(found.into()))
}

fn no_such_rung() -> Problem {
    let rungs = Rung::LADDER.map(Rung::as_str).join(", ");
    let remedy = Text::new(format!("可选：{rungs}"), format!("one of {rungs}"));
    Problem::invalid([FieldError::new("?rung", "value", remedy)])
}

/// Warnings with their tasks, as far as someone sees them; the text ends inside its WHERE clause.
fn seen(reads: &ReadModel, sight: &Sight) -> Sql {
    let query = reads.query(
        "SELECT warning.*, task.from_department, task.ask_zh, task.ask_en, task.state
         FROM warnings AS warning JOIN tasks AS task ON task.task_id = warning.task_id
         WHERE 1 = 1",
    );
    match sight {
        Sight::All => query,
        Sight::Own(own) => {
            let query = query.push(" AND (warning.department = ").push_bind(own);
            query.push(" OR task.from_department = ").push_bind(own).push(")")
        }
    }
}

/// Streams warnings as they are issued: events named `warning`, the newest fifty to begin with.
///
/// The event's id is a position; a client that comes back sends it as `Last-Event-ID` and misses
/// none.
#[utoipa::path(get, path = "/api/coordination/warnings/stream", tag = "coordination",
    responses((status = 200, description = "server-sent events", body = WarningRow,
        content_type = "text/event-stream")))]
pub(crate) async fn stream(
    State(service): Service,
    signed: Signed,
    last: LastEventId,
) -> Result<LiveEvents, Problem> {
    let sight = Sight::of(&signed)?;
    let reads = service.reads.clone();
    let generation = service.kit.log.generation();
    feed(&service.kit, Coordination::NAME, "warning", last, move |id| {
        let (reads, sight) = (reads.clone(), sight.clone());
        async move {
            // An id of another log, or none of ours, begins anew.
            let known = id.and_then(|id| id.parse::<Position>().ok());
            match known.filter(|known| known.generation() == generation) {
                Some(known) => newer(&reads, &sight, known).await,
                None => newest(&reads, &sight, generation).await,
            }
        }
    })
}

/// Warnings that lie behind `known` in the log, in its order.
async fn newer(
    reads: &ReadModel,
    sight: &Sight,
    mut known: Position,
) -> Result<Vec<FeedItem<WarningRow>>, QueryError> {
    let mut query = seen(reads, sight).push(" AND (");
    for (Partition(partition), seq) in known.iter() {
        query = query.push("(warning.log_partition = ").push_bind(partition);
        query = query.push(" AND warning.log_seq > ").push_bind(sql_seq(seq)).push(") OR ");
    }
    // A partition that had no warning yet is in no position.
    let partitions = known.iter().map(|(Partition(partition), _)| partition);
    query = query.push("warning.log_partition NOT IN ").push_list(partitions);
    let rows = query
        .push(") ORDER BY warning.log_partition, warning.log_seq LIMIT ")
        .push_bind(ROWS_AT_ONCE)
        .fetch_all()
        .await?;
    let item = |row: &Row| {
        let (partition, seq) = place(row)?;
        known.advance(partition, seq);
        Ok(FeedItem { id: known.to_string(), row: WarningRow::read(row)? })
    };
    rows.iter().map(item).collect()
}

/// The newest warnings, the oldest of them first, under the position of all there are.
async fn newest(
    reads: &ReadModel,
    sight: &Sight,
    generation: u32,
) -> Result<Vec<FeedItem<WarningRow>>, QueryError> {
    // First the position: a warning issued in between is told twice, not never.
    let places = reads.query(
        "SELECT log_partition, MAX(log_seq) AS log_seq FROM warnings GROUP BY log_partition",
    );
    let mut known = Position::start(generation);
    for row in places.fetch_all().await? {
        let (partition, seq) = place(&row)?;
        known.advance(partition, seq);
    }
    let rows = seen(reads, sight)
        .push(" ORDER BY warning.issued_at DESC, warning.caused_by DESC LIMIT ")
        .push_bind(ROWS_AT_ONCE)
        .fetch_all()
        .await?;
    let item = |row: &Row| Ok(FeedItem { id: known.to_string(), row: WarningRow::read(row)? });
    rows.iter().rev().map(item).collect()
}

fn place(row: &Row) -> Result<(Partition, Seq), QueryError> {
    let unreadable =
        |column: &str, expected| QueryError::Column { column: column.to_owned(), expected };
    let partition = u16::try_from(row.int("log_partition")?)
        .map_err(|_| unreadable("log_partition", "a partition"))?;
    let seq = u64::try_from(row.int("log_seq")?).map_err(|_| unreadable("log_seq", "a place"))?;
    Ok((Partition(partition), Seq(seq)))
}

/// A place as its column holds it; no log comes near the largest.
fn sql_seq(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}
