//! A project as it is shown.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::small;

/// A project in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectRow {
    /// The project: the `case_id` of what is asked for it.
    pub(super) project_id: Uuid,
    /// Its number.
    number: String,
    /// `underway` or `closed`.
    state: String,
    /// What it is, in a line.
    title: String,
    /// What it is to reach.
    goal: String,
    /// The account that leads.
    leader_account: String,
    /// The department that leads.
    leader_department: String,
    /// When it was set up.
    #[schema(value_type = String)]
    set_up_at: Timestamp,
    /// When it was closed.
    #[schema(value_type = Option<String>)]
    closed_at: Option<Timestamp>,
    /// `achieved`, `partly_achieved`, `given_up`; none while it is underway.
    outcome: Option<String>,
    /// What came of it.
    result: Option<String>,
    /// When who leads, who takes part or how it stands last changed.
    #[schema(value_type = String)]
    changed_at: Timestamp,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// A project by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectView {
    /// As in the list.
    #[serde(flatten)]
    project: ProjectRow,
    /// All its departments, the leading one too.
    departments: Vec<String>,
    /// The plan.
    milestones: Vec<MilestoneView>,
    /// What stood or stands in its way.
    blockers: Vec<BlockerView>,
}

/// A milestone.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MilestoneView {
    /// Which of the project.
    nth: u32,
    /// What is to be reached.
    name: String,
    /// Who is responsible.
    department: String,
    /// `ahead`, `missed` (its day has passed, and that is on record), `reached`.
    state: String,
    /// The last day on which it is in time.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// It is not reached, and too late now.
    is_overdue: bool,
    /// What was reached.
    note: Option<String>,
    /// When.
    #[schema(value_type = Option<String>)]
    reached_at: Option<Timestamp>,
    /// The days that it was due on before.
    moves: Vec<MoveView>,
}

/// A day that a milestone was due on before.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MoveView {
    /// The day before.
    #[schema(value_type = String, format = Date)]
    from_on: Date,
    /// The day after.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// Why.
    reason: String,
    /// When it was moved.
    #[schema(value_type = String)]
    moved_at: Timestamp,
}

/// What stands in the way.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BlockerView {
    /// Which of the project.
    nth: u32,
    /// Who said so.
    by_department: String,
    /// What.
    what: String,
    /// Whom it takes to clear it.
    needs_department: String,
    /// Whether it still stands in the way.
    is_open: bool,
    /// How it was cleared.
    how: Option<String>,
    /// When it was raised.
    #[schema(value_type = String)]
    raised_at: Timestamp,
    /// When it was cleared.
    #[schema(value_type = Option<String>)]
    cleared_at: Option<Timestamp>,
}

impl ProjectRow {
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            project_id: row.uuid("project_id")?,
            number: row.text("number")?,
            state: row.text("state")?,
            title: row.text("title")?,
            goal: row.text("goal")?,
            leader_account: row.text("leader_account")?,
            leader_department: row.text("leader_department")?,
            set_up_at: row.timestamp("set_up_at")?,
            closed_at: row.opt_timestamp("closed_at")?,
            outcome: row.opt_text("outcome")?,
            result: row.opt_text("result")?,
            changed_at: row.timestamp("changed_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

impl ProjectView {
    pub(super) fn read(
        project: ProjectRow,
        members: &[Row],
        milestones: &[Row],
        moves: &[Row],
        blockers: &[Row],
        now: Timestamp,
    ) -> Result<Self, QueryError> {
        let milestone = |row| MilestoneView::read(row, moves, now);
        Ok(Self {
            project,
            departments: members
                .iter()
                .map(|row| row.text("department"))
                .collect::<Result<_, _>>()?,
            milestones: milestones.iter().map(milestone).collect::<Result<_, _>>()?,
            blockers: blockers.iter().map(BlockerView::read).collect::<Result<_, _>>()?,
        })
    }
}

impl MilestoneView {
    fn read(row: &Row, moves: &[Row], now: Timestamp) -> Result<Self, QueryError> {
        let (nth, state) = (small(row, "nth")?, row.text("state")?);
        let due_at = row.timestamp("due_at")?;
        let of_this = moves.iter().filter(|moved| small(moved, "nth").is_ok_and(|of| of == nth));
        Ok(Self {
            nth,
            name: row.text("name")?,
            department: row.text("department")?,
            is_overdue: state != "reached" && due_at <= now,
            state,
            due_on: row.date("due_on")?,
            due_at,
            note: row.opt_text("note")?,
            reached_at: row.opt_timestamp("reached_at")?,
            moves: of_this.map(MoveView::read).collect::<Result<_, _>>()?,
        })
    }
}

impl MoveView {
    fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            from_on: row.date("from_on")?,
            due_on: row.date("due_on")?,
            reason: row.text("reason")?,
            moved_at: row.timestamp("moved_at")?,
        })
    }
}

impl BlockerView {
    fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            nth: small(row, "nth")?,
            by_department: row.text("by_department")?,
            what: row.text("what")?,
            needs_department: row.text("needs_department")?,
            is_open: row.bool("is_open")?,
            how: row.opt_text("how")?,
            raised_at: row.timestamp("raised_at")?,
            cleared_at: row.opt_timestamp("cleared_at")?,
        })
    }
}
