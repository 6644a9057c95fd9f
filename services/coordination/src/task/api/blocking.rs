use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Signed};
use tongban_kernel::{CaseId, Text};
use tongban_readmodel::QueryError;
use utoipa::ToSchema;
use uuid::Uuid;

use super::standing::Standing;
use super::view::{ActsNext, TaskRow};
use crate::Coordinating;
use crate::api::{Service, Sight};

/// What holds a case up.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Blocking {
    /// The case.
    case_id: Uuid,
    /// Its number.
    number: String,
    /// It is worked on.
    is_open: bool,
    /// Tasks that it waits for, the most urgent first.
    items: Vec<BlockingTask>,
    /// The event that caused the case to be as it is.
    caused_by: Uuid,
}

/// A task for which a case waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BlockingTask {
    /// The task.
    task_id: Uuid,
    /// It was asked for another case, and this one shares it.
    of_other_case: bool,
    /// Where it stands.
    state: String,
    /// Who acts next.
    acts_next: Option<ActsNext>,
    /// Since when it waits for them.
    #[schema(value_type = String)]
    since: Timestamp,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// It is too late now.
    is_overdue: bool,
    /// Who asks.
    from_department: String,
    /// Who is asked.
    to_department: String,
    /// What is asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// Who works it, and how much time is left.
    #[serde(flatten)]
    standing: Standing,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

impl BlockingTask {
    fn of(task: TaskRow, case_id: CaseId) -> Self {
        Self {
            task_id: task.task_id,
            of_other_case: task.case_id != case_id.uuid(),
            state: task.state,
            acts_next: task.acts_next,
            since: task.passed_at,
            due_at: task.due_at,
            is_overdue: task.is_overdue,
            from_department: task.from_department,
            to_department: task.to_department,
            ask: task.ask,
            standing: task.standing,
            caused_by: task.caused_by,
        }
    }
}

/// Shows which open tasks hold a case up, those of other cases that it shares included: who acts
/// next, since when, until when. It is told to whoever decides the case, asks or is asked for it.
#[utoipa::path(get, path = "/api/coordination/cases/{case_id}/blocking", tag = "coordination",
    params(("case_id" = Uuid, Path), QueryHeaders), responses((status = 200, body = Blocking)))]
pub(crate) async fn blocking(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(case_id): Path<CaseId>,
) -> Result<Json<Blocking>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let case = service.reads.query("SELECT * FROM cases WHERE case_id = $1").bind(case_id);
    let none = || Problem::not_found(Text::new("办理中的办件", "case"));
    let case = case.fetch_optional().await?.ok_or_else(none)?;
    if !service.concerns(case_id, &case.text("department")?, &sight).await? {
        return Err(none());
    }
    let mut items = service.blocking(case_id).await?;
    let now = service.now();
    service.complete(items.iter_mut().map(|item| &mut item.standing).collect(), now).await?;
    Ok(Json(Blocking {
        case_id: case_id.uuid(),
        number: case.text("number")?,
        is_open: case.bool("is_open")?,
        items,
        caused_by: case.uuid("caused_by")?,
    }))
}

/// As many as a case ever waits for at once, and then some.
const BLOCKING_MAX: i64 = 200;

impl Coordinating {
    /// Whether somebody's department decides a case, or asks or is asked for it.
    async fn concerns(
        &self,
        case_id: CaseId,
        department: &str,
        sight: &Sight,
    ) -> Result<bool, QueryError> {
        let Sight::Own(own) = sight else { return Ok(true) };
        if own.iter().any(|own| own == department) {
            return Ok(true);
        }
        let query = self.reads.query("SELECT task_id FROM tasks WHERE case_id = ");
        let query = query.push_bind(case_id).push(" AND (from_department IN ").push_list(own);
        let query = query.push(" OR to_department IN ").push_list(own).push(") LIMIT 1");
        Ok(query.fetch_optional().await?.is_some())
    }

    async fn blocking(&self, case_id: CaseId) -> Result<Vec<BlockingTask>, QueryError> {
        let rows = self
            .reads
            .query(
                "SELECT * FROM tasks WHERE is_open = 1
                 AND task_id IN (SELECT task_id FROM tasks WHERE case_id = $1
                     UNION ALL SELECT task_id FROM shares WHERE case_id = $1)
                 ORDER BY due_at, task_id LIMIT $2",
            )
            .bind(case_id)
            .bind(BLOCKING_MAX)
            .fetch_all()
            .await?;
        let now = self.now();
        let task = |row| Ok(BlockingTask::of(TaskRow::read(row, now)?, case_id));
        rows.iter().map(task).collect()
    }
}
