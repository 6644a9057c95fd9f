use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::{NoticeId, Text};
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, QueryError, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::{Service, Sight, one_of};

/// A warning as a case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NoticeRow {
    /// The warning.
    notice_id: Uuid,
    /// The task.
    task_id: Uuid,
    /// Its case.
    case_id: Uuid,
    /// What the task is asked for: `application`, `emergency`, `project`.
    occasion: String,
    /// The case's number.
    number: String,
    /// Who was warned.
    department: String,
    /// `unacknowledged`, `due_soon`, `overdue`, `lead`, `supervisor`, `accountability`.
    rung: String,
    /// `blue`, `yellow`, `red`.
    colour: String,
    /// The epoch of the deadline.
    epoch: i64,
    /// `open`, `appealed`, `answered`, `met`, `revoked`, `closed`.
    state: String,
    /// When it was issued.
    #[schema(value_type = String)]
    issued_at: Timestamp,
    /// Until when it is to be answered; none where doing the work is the answer.
    #[schema(value_type = Option<String>)]
    answer_by_at: Option<Timestamp>,
    /// It waits for its answer and is too late now.
    is_unanswered: bool,
    /// The latest word: a statement, grounds or a reason.
    note: Option<String>,
    /// What it counts against the department.
    points: i64,
    /// When it last changed.
    #[schema(value_type = String)]
    changed_at: Timestamp,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

impl NoticeRow {
    fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let (state, answer_by_at) = (row.text("state")?, row.opt_timestamp("answer_by_at")?);
        let is_unanswered = state == "open" && answer_by_at.is_some_and(|by| by <= now);
        Ok(Self {
            notice_id: row.uuid("notice_id")?,
            task_id: row.uuid("task_id")?,
            case_id: row.uuid("case_id")?,
            occasion: row.text("occasion")?,
            number: row.text("number")?,
            department: row.text("department")?,
            rung: row.text("rung")?,
            colour: row.text("colour")?,
            epoch: row.int("epoch")?,
            state,
            issued_at: row.timestamp("issued_at")?,
            answer_by_at,
            is_unanswered,
            note: row.opt_text("note")?,
            points: row.int("points")?,
            changed_at: row.timestamp("changed_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// Which warnings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticeFilter {
    /// Department that was warned.
    department: Option<String>,
    /// `open`, `appealed`, `answered`, `met`, `revoked`, `closed`.
    state: Option<String>,
    /// Of this case.
    case_id: Option<Uuid>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const STATES: [&str; 6] = ["open", "appealed", "answered", "met", "revoked", "closed"];
const NEWEST_FIRST: Keyset = Keyset::new(&["issued_at", "notice_id"], Direction::Descending);

/// Lists warnings as cases, the newest first: all of them to coordinators and supervisors, to others
/// those of their own department.
#[utoipa::path(get, path = "/api/coordination/notices", tag = "coordination",
    params(NoticeFilter, QueryHeaders), responses((status = 200, body = Rows<NoticeRow>)))]
pub(crate) async fn notices(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<NoticeFilter>,
) -> Result<Json<Rows<NoticeRow>>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    if filter.state.as_deref().is_some_and(|state| !STATES.contains(&state)) {
        return Err(one_of("?state", &STATES));
    }
    let mut query = seen(service.reads.query("SELECT * FROM notices WHERE 1 = 1"), &sight);
    if let Some(department) = &filter.department {
        let departments = service.successions().seen_by(department);
        query = query.push(" AND department IN ").push_list(departments);
    }
    if let Some(state) = filter.state {
        query = query.push(" AND state = ").push_bind(state);
    }
    if let Some(case_id) = filter.case_id {
        query = query.push(" AND case_id = ").push_bind(case_id);
    }
    let (now, found) = (service.now(), query.fetch_page(NEWEST_FIRST, &page).await?);
    Ok(Json(found.try_map(|row| NoticeRow::read(&row, now))?.into()))
}

/// Shows a warning as a case.
#[utoipa::path(get, path = "/api/coordination/notices/{notice_id}", tag = "coordination",
    params(("notice_id" = Uuid, Path), QueryHeaders), responses((status = 200, body = NoticeRow)))]
pub(crate) async fn notice(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(notice_id): Path<NoticeId>,
) -> Result<Json<NoticeRow>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let query = service.reads.query("SELECT * FROM notices WHERE notice_id = ");
    let row = seen(query.push_bind(notice_id), &sight).fetch_optional().await?;
    let row = row.ok_or_else(|| Problem::not_found(Text::new("预警件", "warning")))?;
    Ok(Json(NoticeRow::read(&row, service.now())?))
}

fn seen(query: Sql, sight: &Sight) -> Sql {
    match sight {
        Sight::All => query,
        Sight::Own(own) => query.push(" AND department IN ").push_list(own),
    }
}

/// From when to when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Span {
    /// First instant.
    #[param(value_type = String)]
    from: Timestamp,
    /// First instant that no longer counts.
    #[param(value_type = String)]
    until: Timestamp,
}

/// What the warnings of a department count.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScoreRow {
    /// The department.
    department: String,
    /// Points against it; what was met or revoked counts nothing.
    points: i64,
    /// Warnings that count.
    n_counting: i64,
    /// Warnings that were met.
    n_met: i64,
    /// Warnings that were revoked.
    n_revoked: i64,
}

/// What warnings count, per department.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Scores {
    /// The most points first.
    items: Vec<ScoreRow>,
}

/// Sums what the warnings issued in a span of time count against each department.
#[utoipa::path(get, path = "/api/coordination/scores", tag = "coordination",
    params(Span, QueryHeaders), responses((status = 200, body = Scores)))]
pub(crate) async fn scores(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(span): Query<Span>,
) -> Result<Json<Scores>, Problem> {
    signed.may(Permission::Supervise)?;
    let rows = service
        .reads
        .query(
            "SELECT department, CAST(SUM(points) AS BIGINT) AS points,
                SUM(CASE WHEN points > 0 THEN 1 ELSE 0 END) AS n_counting,
                SUM(CASE WHEN state = 'met' THEN 1 ELSE 0 END) AS n_met,
                SUM(CASE WHEN state = 'revoked' THEN 1 ELSE 0 END) AS n_revoked
             FROM notices WHERE issued_at >= $1 AND issued_at < $2
             GROUP BY department ORDER BY points DESC, department",
        )
        .bind(span.from)
        .bind(span.until)
        .fetch_all()
        .await?;
    let score = |row: &Row| {
        Ok(ScoreRow {
            department: row.text("department")?,
            points: row.int("points")?,
            n_counting: row.int("n_counting")?,
            n_met: row.int("n_met")?,
            n_revoked: row.int("n_revoked")?,
        })
    };
    let items = rows.iter().map(score).collect::<Result<_, QueryError>>()?;
    Ok(Json(Scores { items }))
}
