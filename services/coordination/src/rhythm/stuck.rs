//! What is stuck between departments just now, as one list.

use jiff::Timestamp;
use serde::Serialize;
use tongban_kernel::{CaseId, TaskId, Text};
use tongban_readmodel::{Direction, Keyset, QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use super::events::Item;
use crate::api::small;

/// Open blockers of projects, and tasks that were returned, are disputed or late; `$1` is the
/// present. The text ends inside its WHERE clause.
pub(crate) const STUCK: &str = "SELECT * FROM (
     SELECT 'blocker' AS kind, blocker.project_id AS id, blocker.nth AS nth,
         blocker.project_id AS case_id, project.number AS number, project.title AS title,
         blocker.what AS what_zh, blocker.what AS what_en, 'blocked' AS state,
         blocker.by_department AS from_department, blocker.needs_department AS to_department,
         blocker.raised_at AS since,
         (SELECT COUNT(*) FROM list_items AS listed WHERE listed.kind = 'blocker'
             AND listed.id = blocker.project_id AND listed.nth = blocker.nth) AS n_listed
     FROM blockers AS blocker
     JOIN projects AS project ON project.project_id = blocker.project_id
         AND project.state = 'underway'
     WHERE blocker.is_open = 1
     UNION ALL
     SELECT 'task' AS kind, task.task_id AS id, 0 AS nth, task.case_id AS case_id,
         task.number AS number, NULL AS title, task.ask_zh AS what_zh, task.ask_en AS what_en,
         CASE WHEN task.state IN ('returned', 'disputed') THEN task.state ELSE 'overdue' END
             AS state,
         task.from_department AS from_department, task.to_department AS to_department,
         CASE WHEN task.due_at <= $1 AND (task.due_at < task.changed_at
             OR task.state NOT IN ('returned', 'disputed'))
             THEN task.due_at ELSE task.changed_at END AS since,
         (SELECT COUNT(*) FROM list_items AS listed WHERE listed.kind = 'task'
             AND listed.id = task.task_id AND listed.nth = 0) AS n_listed
     FROM tasks AS task
     WHERE task.is_open = 1 AND task.occasion <> 'drill' AND (task.state IN ('returned', 'disputed') OR task.due_at <= $1)
     ) AS stuck WHERE 1 = 1";

/// What has been stuck longest comes first.
pub(crate) const OLDEST: Keyset = Keyset::new(&["since", "id", "nth"], Direction::Ascending);

/// Something that is stuck between departments.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StuckRow {
    /// `blocker` or `task`.
    kind: String,
    /// The project of a blocker, or the task.
    id: Uuid,
    /// Which blocker of the project; 0 for a task.
    nth: u32,
    /// The project, or the case of the task.
    case_id: Uuid,
    /// Its number.
    number: String,
    /// The project, in a line.
    title: Option<String>,
    /// What is stuck.
    #[schema(value_type = Object)]
    what: Text,
    /// `blocked`, `returned`, `disputed`, `overdue`.
    state: String,
    /// Who raised it, or asks.
    from_department: String,
    /// Whom it takes.
    to_department: String,
    /// Since when.
    #[schema(value_type = String)]
    since: Timestamp,
    /// On how many fortnightly lists it was already.
    n_listed: i64,
}

impl StuckRow {
    pub(crate) fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            kind: row.text("kind")?,
            id: row.uuid("id")?,
            nth: small(row, "nth")?,
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            title: row.opt_text("title")?,
            what: Text::new(row.text("what_zh")?, row.text("what_en")?),
            state: row.text("state")?,
            from_department: row.text("from_department")?,
            to_department: row.text("to_department")?,
            since: row.timestamp("since")?,
            n_listed: row.int("n_listed")?,
        })
    }
}

/// What a row of it is.
pub(crate) fn read_item(row: &Row) -> Result<Item, QueryError> {
    let (id, nth) = (row.uuid("id")?, small(row, "nth")?);
    match row.text("kind")?.as_str() {
        "blocker" => Ok(Item::Blocker { project_id: CaseId::from_uuid(id), nth }),
        "task" => Ok(Item::Task { task_id: TaskId::from_uuid(id) }),
        _ => Err(QueryError::Column { column: "kind".to_owned(), expected: "a kind" }),
    }
}
