//! A meeting as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use tongban_calendar::Budget;
use tongban_kernel::{TaskId, Text};
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{json, small};
use crate::meeting::events::{Decision, FollowUp, Point};

/// A meeting in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingRow {
    /// The meeting.
    meeting_id: Uuid,
    /// The `case_id` of what it decides: its project, or itself.
    case_id: Uuid,
    /// The number of that.
    number: String,
    /// `called`, `held`, `cancelled`.
    state: String,
    /// What it is, in a line.
    title: String,
    /// When it is or was held.
    #[schema(value_type = String)]
    held_at: Timestamp,
    /// Who asks for what it decides.
    convening_department: String,
    /// Why it is cancelled.
    reason: Option<String>,
    /// When it was called.
    #[schema(value_type = String)]
    called_at: Timestamp,
    /// When its minutes were published.
    #[schema(value_type = Option<String>)]
    published_at: Option<Timestamp>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// A meeting by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeetingView {
    /// As in the list.
    #[serde(flatten)]
    meeting: MeetingRow,
    /// Who is invited.
    departments: Vec<String>,
    /// What is to be talked about.
    #[schema(value_type = Vec<Object>)]
    agenda: Vec<Point>,
    /// The minutes; none before they are published.
    minutes: Option<MinutesView>,
}

/// Minutes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MinutesView {
    /// Who was present.
    present: Vec<String>,
    /// What was said.
    summary: Option<String>,
    /// What was made of all that was stuck.
    #[schema(value_type = Vec<Object>)]
    follow_ups: Vec<FollowUp>,
    /// What was decided.
    decisions: Vec<MinutesDecisionView>,
    /// What was wrong.
    corrections: Vec<CorrectionView>,
}

/// A decision, and what has become of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MinutesDecisionView {
    /// The task that it became.
    task_id: Uuid,
    /// What is to be done.
    #[schema(value_type = Object)]
    what: Text,
    /// By whom.
    department: String,
    /// Within what.
    #[schema(value_type = Object)]
    limit: Budget,
    /// By which rule.
    legal_basis: String,
    /// How the task stands; none in the moment before it is asked.
    task_state: Option<String>,
    /// When it is due.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
}

/// What was wrong in minutes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionView {
    /// Which.
    nth: u32,
    /// What is wrong, and what is right.
    correction: String,
    /// When.
    #[schema(value_type = String)]
    corrected_at: Timestamp,
}

impl MeetingRow {
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            meeting_id: row.uuid("meeting_id")?,
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            state: row.text("state")?,
            title: row.text("title")?,
            held_at: row.timestamp("held_at")?,
            convening_department: row.text("convening_department")?,
            reason: row.opt_text("reason")?,
            called_at: row.timestamp("called_at")?,
            published_at: row.opt_timestamp("published_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

impl MeetingView {
    /// The tasks that its decisions became.
    pub(super) fn tasks(row: &Row) -> Result<Vec<TaskId>, QueryError> {
        Ok(decisions(row)?.into_iter().map(|decision| decision.task_id).collect())
    }

    pub(super) fn read(
        row: &Row,
        invited: &[Row],
        corrections: &[Row],
        tasks: &[Row],
    ) -> Result<Self, QueryError> {
        let meeting = MeetingRow::read(row)?;
        let minutes = match meeting.published_at {
            Some(_) => Some(MinutesView::read(row, corrections, tasks)?),
            None => None,
        };
        Ok(Self {
            meeting,
            departments: invited
                .iter()
                .map(|row| row.text("department"))
                .collect::<Result<_, _>>()?,
            agenda: json(row, "agenda")?,
            minutes,
        })
    }
}

impl MinutesView {
    fn read(row: &Row, corrections: &[Row], tasks: &[Row]) -> Result<Self, QueryError> {
        let correction = |row: &Row| {
            Ok::<_, QueryError>(CorrectionView {
                nth: small(row, "nth")?,
                correction: row.text("correction")?,
                corrected_at: row.timestamp("corrected_at")?,
            })
        };
        let decision = |decision| MinutesDecisionView::read(decision, tasks);
        Ok(Self {
            present: json(row, "present")?,
            summary: row.opt_text("summary")?,
            follow_ups: json(row, "follow_ups")?,
            decisions: decisions(row)?.into_iter().map(decision).collect::<Result<_, _>>()?,
            corrections: corrections.iter().map(correction).collect::<Result<_, _>>()?,
        })
    }
}

impl MinutesDecisionView {
    fn read(decision: Decision, tasks: &[Row]) -> Result<Self, QueryError> {
        let task_id = decision.task_id.uuid();
        let task = tasks.iter().find(|row| row.uuid("task_id").is_ok_and(|id| id == task_id));
        Ok(Self {
            task_id,
            what: decision.what,
            department: decision.department,
            limit: decision.limit,
            legal_basis: decision.legal_basis,
            task_state: task.map(|row| row.text("state")).transpose()?,
            due_at: task.map(|row| row.timestamp("due_at")).transpose()?,
        })
    }
}

/// None before there are minutes.
fn decisions(row: &Row) -> Result<Vec<Decision>, QueryError> {
    match row.opt_text("decisions")? {
        Some(_) => json(row, "decisions"),
        None => Ok(Vec::new()),
    }
}
