//! A task as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use tongban_calendar::{Budget, Calendar, Derivation, DueError, Lang};
use tongban_kernel::Text;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::state::Work;

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskRow {
    /// The task.
    task_id: Uuid,
    /// Its case.
    case_id: Uuid,
    /// The case's number.
    number: String,
    /// `requested`, `acknowledged`, `returned`, `replied`, `closed`.
    state: String,
    /// Who has to act next; none when it is over.
    acts_next: Option<ActsNext>,
    /// Who asks.
    pub(super) from_department: String,
    /// Who is asked.
    pub(super) to_department: String,
    /// What is asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// The rule by which it may be asked.
    legal_basis: String,
    /// The step that waits for the answer; none for a task asked by hand.
    step: Option<String>,
    /// Which time that step was started.
    round: Option<i64>,
    /// When it was asked.
    #[schema(value_type = String)]
    requested_at: Timestamp,
    /// Until when the asked department has to take it on.
    #[schema(value_type = String)]
    acknowledge_by_at: Timestamp,
    /// When "due soon" is said.
    #[schema(value_type = String)]
    due_soon_at: Timestamp,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// It waits for its answer and is too late now.
    is_overdue: bool,
    /// The due date rests on dates for which a notice is still to come.
    provisional: bool,
    /// Counts deadlines: a return, a reassignment or an extension begins a new one.
    epoch: i64,
    /// How often it was returned.
    n_returns: i64,
    /// `agreed` or `objected`.
    outcome: Option<String>,
    /// The latest word: a reason or an opinion.
    note: Option<String>,
    /// When it last changed.
    #[schema(value_type = String)]
    changed_at: Timestamp,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// Who has to act next.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActsNext {
    /// This department.
    Department(String),
    /// The coordinator.
    Coordinator,
}

impl TaskRow {
    /// Reads a row of `tasks` as it is at `now`.
    pub(super) fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let state = row.text("state")?;
        let to_department = row.text("to_department")?;
        let (is_open, due_at) = (row.bool("is_open")?, row.timestamp("due_at")?);
        let acts_next = match state.as_str() {
            "requested" | "acknowledged" => Some(ActsNext::Department(to_department.clone())),
            "returned" => Some(ActsNext::Coordinator),
            _ => None,
        };
        Ok(Self {
            task_id: row.uuid("task_id")?,
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            state,
            acts_next,
            from_department: row.text("from_department")?,
            to_department,
            ask: Text::new(row.text("ask_zh")?, row.text("ask_en")?),
            legal_basis: row.text("legal_basis")?,
            step: row.opt_text("step")?,
            round: row.opt_int("round")?,
            requested_at: row.timestamp("requested_at")?,
            acknowledge_by_at: row.timestamp("acknowledge_by_at")?,
            due_soon_at: row.timestamp("due_soon_at")?,
            due_at,
            is_overdue: is_open && due_at <= now,
            provisional: row.bool("provisional")?,
            epoch: row.int("epoch")?,
            n_returns: row.int("n_returns")?,
            outcome: row.opt_text("outcome")?,
            note: row.opt_text("note")?,
            changed_at: row.timestamp("changed_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// A task by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskView {
    /// As in the list.
    #[serde(flatten)]
    pub(super) task: TaskRow,
    /// The clock that runs; none when it is over.
    pub(super) clock: Option<ClockView>,
}

/// The clock of a task, with the way its due date came about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClockView {
    /// The limit.
    #[schema(value_type = Object)]
    limit: Budget,
    /// The share of the limit that is used: 1 when it is used up, more when it is exceeded.
    used: f64,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// When the head of the asked department is told.
    #[schema(value_type = String)]
    lead_at: Timestamp,
    /// When supervision takes it up.
    #[schema(value_type = String)]
    supervisor_at: Timestamp,
    /// The derivation as data.
    #[schema(value_type = Object)]
    derivation: Derivation,
    /// The derivation in words.
    #[schema(value_type = Object)]
    words: Text,
}

impl ClockView {
    /// The clock of open work at `now`, derived with the calendar in force.
    pub(super) fn of(work: &Work, now: Timestamp, calendar: &Calendar) -> Result<Self, DueError> {
        let (clock, office, deadline) = (work.clock(), work.office(), work.deadline());
        let derivation = clock.derive(calendar, office)?;
        let words = Text::new(derivation.text(Lang::Zh), derivation.text(Lang::En));
        Ok(Self {
            limit: clock.budget,
            used: clock.used(now, calendar, office)?,
            due_at: deadline.due_at,
            lead_at: deadline.lead_at,
            supervisor_at: deadline.supervisor_at,
            derivation,
            words,
        })
    }
}
