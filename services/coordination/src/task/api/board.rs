use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Consistent, FieldError, Json, Problem, Query, QueryHeaders, Signed};
use tongban_kernel::Text;
use tongban_readmodel::{Query as Sql, QueryError};
use utoipa::{IntoParams, ToSchema};

use super::tasks::TASKS;
use super::view::TaskRow;
use crate::Coordinating;
use crate::absence::api::PASSED_ON_MAX;
use crate::api::{Service, Sight};

/// Where a task stands on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// Asked, not taken on (待签收).
    ToTakeOn,
    /// Worked on (办理中).
    InWork,
    /// A question of the asked department waits for its answer (待答询).
    Questioned,
    /// Returned or in dispute: the coordinator's turn (退回、争议).
    Contested,
    /// Answered, not accepted, while its case goes on (待采纳).
    Answered,
}

impl Stage {
    pub(super) const ALL: [Self; 5] =
        [Self::ToTakeOn, Self::InWork, Self::Questioned, Self::Contested, Self::Answered];

    fn narrow(self, query: Sql) -> Sql {
        // A parameter: what stands in both ways of seeing a task in the same words, SQLite takes for
        // the way to find it.
        let open = |query: Sql, states: &'static [&'static str]| {
            let query = query.push(" AND is_open = ").push_bind(true);
            query.push(" AND state IN ").push_list(states.iter().copied())
        };
        match self {
            Self::ToTakeOn => open(query, &["requested"]),
            Self::InWork => open(query, &["acknowledged"]),
            Self::Questioned => open(query, &["questioned"]),
            Self::Contested => open(query, &["returned", "disputed"]),
            // Of a step that went on an answer stays as it is: only cases that go on are asked for.
            Self::Answered => query.push(
                // CROSS JOIN: SQLite begins with what stands first, the fewer.
                " AND task_id IN (SELECT replied.task_id FROM cases AS going_on
                      CROSS JOIN tasks AS replied
                      WHERE going_on.is_open = 1 AND replied.case_id = going_on.case_id
                          AND replied.state = 'replied')",
            ),
        }
    }
}

/// Which board.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BoardFilter {
    /// Department that is asked; one's own where it is left out, every one's for a coordinator.
    department: Option<String>,
    /// Cards of a column, at most 50; ten where it is left out.
    cards: Option<u32>,
}

/// Tasks by where they stand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Board {
    /// From the first stage to the last.
    columns: Vec<Column>,
}

/// The tasks of one stage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Column {
    /// Which.
    stage: Stage,
    /// How many; no more than 1,000 are counted.
    n_tasks: i64,
    /// There are more than were counted.
    has_more: bool,
    /// Of those counted, past their due date now; an answer is never late.
    n_overdue: i64,
    /// Of those counted, worked by somebody who is away now with nobody to stand in (经办人外出).
    n_handler_away: i64,
    /// The most urgent of them.
    cards: Vec<TaskRow>,
}

/// A column with more is none to be looked through: its list is.
const COUNTED_MAX: i64 = 1_000;
const CARDS_MAX: u32 = 50;
const CARDS_DEFAULT: u32 = 10;

/// Shows the tasks of a department, or of all, by where they stand.
#[utoipa::path(get, path = "/api/coordination/board", tag = "coordination",
    params(BoardFilter, QueryHeaders), responses((status = 200, body = Board)))]
pub(crate) async fn board(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<BoardFilter>,
) -> Result<Json<Board>, Problem> {
    let sight = Sight::of(&signed, &service)?;
    let n_cards = filter.cards.unwrap_or(CARDS_DEFAULT);
    if !(1..=CARDS_MAX).contains(&n_cards) {
        let remedy = Text::new(format!("1 至 {CARDS_MAX}"), format!("1 to {CARDS_MAX}"));
        return Err(Problem::invalid([FieldError::new("?cards", "range", remedy)]));
    }
    let department = filter.department.or_else(|| match &sight {
        Sight::All => None,
        Sight::Own(_) => signed.actor.department.clone(),
    });
    let department = department.map(|code| service.successions().seen_by(&code));
    let mut columns = Vec::new();
    for stage in Stage::ALL {
        columns.push(service.column(stage, &sight, department.as_deref(), n_cards).await?);
    }
    Ok(Json(Board { columns }))
}

impl Coordinating {
    async fn column(
        &self,
        stage: Stage,
        sight: &Sight,
        department: Option<&[String]>,
        n_cards: u32,
    ) -> Result<Column, QueryError> {
        let now = self.now();
        let cards = column(self.reads.query(TASKS), stage, sight, department);
        let cards = cards.push(" ORDER BY track, due_at, task_id LIMIT ").push_bind(n_cards);
        let cards = cards.fetch_all().await?;
        let mut cards: Vec<_> =
            cards.iter().map(|row| TaskRow::read(row, now)).collect::<Result<_, _>>()?;
        self.complete(cards.iter_mut().map(|card| &mut card.standing).collect(), now).await?;

        let counted = column(
            self.reads.query(COUNTS).bind(now).bind(PASSED_ON_MAX),
            stage,
            sight,
            department,
        );
        let counted = counted.push(" LIMIT ").push_bind(COUNTED_MAX + 1).push(") AS counted");
        let counted = counted.fetch_optional().await?;
        let number = |name: &str| counted.as_ref().map_or(Ok(0), |row| row.int(name));
        let n_tasks = number("n_tasks")?;
        Ok(Column {
            stage,
            n_tasks: n_tasks.min(COUNTED_MAX),
            has_more: n_tasks > COUNTED_MAX,
            n_overdue: number("n_overdue")?,
            n_handler_away: number("n_handler_away")?,
            cards,
        })
    }
}

const COUNTS: &str = "SELECT COUNT(*) AS n_tasks,
         COALESCE(SUM(CASE WHEN is_open = 1 AND due_at <= $1 THEN 1 ELSE 0 END), 0) AS n_overdue,
         COALESCE(SUM(is_away), 0) AS n_handler_away
     FROM (SELECT is_open, due_at, CASE WHEN EXISTS (
             WITH RECURSIVE passed_on (deputy, nth) AS (
                 SELECT absences.deputy, 0 FROM absences
                 WHERE absences.account = handler AND from_at <= $1 AND until_at > $1
                 UNION ALL SELECT absences.deputy, nth + 1 FROM passed_on JOIN absences
                     ON absences.account = passed_on.deputy AND from_at <= $1 AND until_at > $1
                 WHERE nth < $2)
             SELECT 1 FROM passed_on WHERE deputy IS NULL OR nth = $2)
         THEN 1 ELSE 0 END AS is_away FROM tasks WHERE 1 = 1";

/// Narrows a question to the tasks of a column.
pub(super) fn column(
    query: Sql,
    stage: Stage,
    sight: &Sight,
    department: Option<&[String]>,
) -> Sql {
    seen(query, sight, |query| {
        let query = stage.narrow(query);
        match department {
            None => query,
            Some(asked) => query.push(" AND to_department IN ").push_list(asked),
        }
    })
}

/// Adds what is asked for, as far as someone sees it. A department sees tasks in two ways; what is
/// asked for is said with each of them, so that each is found along an index.
fn seen(query: Sql, sight: &Sight, asked_for: impl Fn(Sql) -> Sql) -> Sql {
    let Sight::Own(own) = sight else { return asked_for(query) };
    let query = asked_for(query.push(" AND ((from_department IN ").push_list(own));
    asked_for(query.push(") OR (to_department IN ").push_list(own)).push("))")
}
