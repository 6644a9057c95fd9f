//! A task as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use tongban_calendar::{Budget, Calendar, Derivation, DueError, Lang};
use tongban_kernel::Text;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use super::standing::Standing;
use crate::task::state::Work;

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskRow {
    /// The task.
    pub(super) task_id: Uuid,
    /// Its case.
    pub(super) case_id: Uuid,
    /// What it is asked for: `application`, `emergency`, `drill`, `project`.
    pub(super) occasion: String,
    /// The case's number.
    number: String,
    /// `requested`, `acknowledged`, `questioned`, `returned`, `disputed`, `replied`, `accepted`, `joined`,
    /// `withdrawn`, `closed`.
    pub(super) state: String,
    /// Who has to act next; none when it is over.
    pub(super) acts_next: Option<ActsNext>,
    /// Who asks.
    pub(super) from_department: String,
    /// Who is asked.
    pub(super) to_department: String,
    /// Who works it, and how much time is left.
    #[serde(flatten)]
    pub(super) standing: Standing,
    /// How often who waits for the answer asked after it.
    n_urged: i64,
    /// When that was last.
    #[schema(value_type = Option<String>)]
    urged_at: Option<Timestamp>,
    /// What is asked.
    #[schema(value_type = Object)]
    pub(super) ask: Text,
    /// The rule by which it may be asked.
    legal_basis: String,
    /// Papers that go with it, by name.
    materials: Vec<String>,
    /// The step that waits for the answer; none for a task asked by hand.
    step: Option<String>,
    /// Which time that step was started.
    round: Option<i64>,
    /// The task that it helps with.
    parent_id: Option<Uuid>,
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
    pub(super) due_at: Timestamp,
    /// It waits for its answer and is too late now.
    pub(super) is_overdue: bool,
    /// The due date rests on dates for which a notice is still to come.
    provisional: bool,
    /// Counts deadlines: a return, a reassignment, an extension or an answer sent
    /// back begins a new one.
    epoch: i64,
    /// How often it was returned.
    n_returns: i64,
    /// How often an answer to it was sent back.
    n_sent_back: i64,
    /// Other cases that wait for it.
    n_shares: i64,
    /// More time that is asked for and not decided, in the unit of the limit.
    extension: Option<i64>,
    /// The task that its case waits for instead.
    joined_into: Option<Uuid>,
    /// The last dispute about it.
    dispute_id: Option<Uuid>,
    /// `agreed` or `objected`.
    outcome: Option<String>,
    /// The latest word: a reason or an opinion.
    note: Option<String>,
    /// Since when it waits for who acts next.
    #[schema(value_type = String)]
    pub(super) passed_at: Timestamp,
    /// When it last changed.
    #[schema(value_type = String)]
    changed_at: Timestamp,
    /// The event that caused the row to be as it is.
    pub(super) caused_by: Uuid,
}

/// Who has to act next.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActsNext {
    /// This department.
    Department(String),
    /// The coordinator.
    Coordinator,
    /// The panel that rules on the dispute.
    Panel,
}

impl TaskRow {
    /// Reads a row of `tasks` as it is at `now`.
    pub(crate) fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let state = row.text("state")?;
        let to_department = row.text("to_department")?;
        let (is_open, due_at) = (row.bool("is_open")?, row.timestamp("due_at")?);
        let (from_department, extension) =
            (row.text("from_department")?, row.opt_int("extension")?);
        let acts_next = match state.as_str() {
            "acknowledged" if extension.is_some() => Some(ActsNext::Coordinator),
            "requested" | "acknowledged" => Some(ActsNext::Department(to_department.clone())),
            "questioned" => Some(ActsNext::Department(from_department.clone())),
            "returned" => Some(ActsNext::Coordinator),
            "disputed" => Some(ActsNext::Panel),
            _ => None,
        };
        let due = is_open.then(|| (to_department.clone(), due_at));
        let standing = Standing::new(row.opt_text("handler")?, due);
        Ok(Self {
            standing,
            n_urged: row.int("n_urged")?,
            urged_at: row.opt_timestamp("urged_at")?,
            passed_at: row.timestamp("passed_at")?,
            task_id: row.uuid("task_id")?,
            case_id: row.uuid("case_id")?,
            occasion: row.text("occasion")?,
            number: row.text("number")?,
            state,
            acts_next,
            from_department,
            to_department,
            ask: Text::new(row.text("ask_zh")?, row.text("ask_en")?),
            legal_basis: row.text("legal_basis")?,
            materials: row.text("materials")?.lines().map(str::to_owned).collect(),
            step: row.opt_text("step")?,
            round: row.opt_int("round")?,
            parent_id: row.opt_uuid("parent_id")?,
            requested_at: row.timestamp("requested_at")?,
            acknowledge_by_at: row.timestamp("acknowledge_by_at")?,
            due_soon_at: row.timestamp("due_soon_at")?,
            due_at,
            is_overdue: is_open && due_at <= now,
            provisional: row.bool("provisional")?,
            epoch: row.int("epoch")?,
            n_returns: row.int("n_returns")?,
            n_sent_back: row.int("n_sent_back")?,
            n_shares: row.int("n_shares")?,
            extension,
            joined_into: row.opt_uuid("joined_into")?,
            dispute_id: row.opt_uuid("dispute_id")?,
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
    /// The project that it is asked for, where that is seen.
    pub(super) project: Option<AskedBy>,
    /// The meeting that decided it, or is itself what it is asked for, where that is seen.
    pub(super) meeting: Option<AskedBy>,
}

/// What departments do together, that asks for a task.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskedBy {
    /// Which.
    id: Uuid,
    /// What it is, in a line.
    title: String,
}

impl AskedBy {
    /// Reads a row that has its id in this column.
    pub(crate) fn read(row: &Row, id: &str) -> Result<Self, QueryError> {
        Ok(Self { id: row.uuid(id)?, title: row.text("title")? })
    }
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
    /// When the head of the asked department is told; none where the ladder leaves that out.
    #[schema(value_type = Option<String>)]
    lead_at: Option<Timestamp>,
    /// When supervision takes it up.
    #[schema(value_type = Option<String>)]
    supervisor_at: Option<Timestamp>,
    /// When it is put on record for accountability.
    #[schema(value_type = Option<String>)]
    accountability_at: Option<Timestamp>,
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
            accountability_at: deadline.accountability_at,
            derivation,
            words,
        })
    }
}
