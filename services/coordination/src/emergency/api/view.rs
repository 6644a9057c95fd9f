//! An emergency as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use tongban_kernel::{CaseId, Text};
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::emergency::figures::minutes;
use crate::emergency::state::Emergency;
use crate::task::api::view::TaskRow;

/// What has become of an emergency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmergencyStatus {
    /// The emergency.
    case_id: Uuid,
    /// `declared`, `responded`, `ended`, `closed`.
    state: &'static str,
}

impl EmergencyStatus {
    pub(super) fn of(case_id: CaseId, emergency: &Emergency) -> Self {
        Self { case_id: case_id.uuid(), state: emergency.name() }
    }
}

/// An emergency in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmergencyRow {
    /// The emergency; tasks are asked for it as for a case.
    case_id: Uuid,
    /// Its number.
    number: String,
    /// `emergency` or `drill`.
    occasion: String,
    /// `declared`, `responded`, `ended`, `closed`.
    state: String,
    /// The plan.
    plan: String,
    /// Its version.
    plan_version: i64,
    /// Its name.
    #[schema(value_type = Object)]
    plan_name: Text,
    /// `natural_disaster`, `accident`, `public_health`, `social_security`.
    kind: String,
    /// `especially_serious`, `serious`, `relatively_serious`, `ordinary`.
    severity: String,
    /// Who leads.
    lead_department: String,
    /// What happened.
    what: String,
    /// Where.
    place: String,
    /// When it was declared.
    #[schema(value_type = String)]
    declared_at: Timestamp,
    /// The first response.
    response: ResponseView,
    /// When it ended.
    #[schema(value_type = Option<String>)]
    ended_at: Option<Timestamp>,
    /// The latest word: a report, a reason, or the summary.
    note: Option<String>,
    /// When it last changed.
    #[schema(value_type = String)]
    changed_at: Timestamp,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// The first response to an emergency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResponseView {
    /// The first instant that is too late.
    #[schema(value_type = String)]
    by_at: Timestamp,
    /// When somebody took a task on; none while nobody has.
    #[schema(value_type = Option<String>)]
    responded_at: Option<Timestamp>,
    /// Who did.
    department: Option<String>,
    /// Whole minutes that are left, less than none when it is late; none once somebody responded, or
    /// when it is over.
    minutes_left: Option<i64>,
    /// It came too late, or is too late now.
    is_late: bool,
}

impl EmergencyRow {
    /// Reads a row of `emergencies` as it is at `now`.
    pub(super) fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let state = row.text("state")?;
        let by_at = row.timestamp("respond_by_at")?;
        let responded_at = row.opt_timestamp("responded_at")?;
        let ended_at = row.opt_timestamp("ended_at")?;
        let is_awaited = responded_at.is_none() && ended_at.is_none();
        let response = ResponseView {
            by_at,
            responded_at,
            department: row.opt_text("responded_by")?,
            minutes_left: is_awaited.then(|| minutes(now, by_at)),
            is_late: by_at <= responded_at.or(ended_at).unwrap_or(now),
        };
        Ok(Self {
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            occasion: row.text("occasion")?,
            state,
            plan: row.text("plan")?,
            plan_version: row.int("plan_version")?,
            plan_name: Text::new(row.text("plan_zh")?, row.text("plan_en")?),
            kind: row.text("kind")?,
            severity: row.text("severity")?,
            lead_department: row.text("lead_department")?,
            what: row.text("what")?,
            place: row.text("place")?,
            declared_at: row.timestamp("declared_at")?,
            response,
            ended_at,
            note: row.opt_text("note")?,
            changed_at: row.timestamp("changed_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// An emergency by itself, as it stands now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmergencyView {
    /// As in the list.
    #[serde(flatten)]
    pub(super) emergency: EmergencyRow,
    /// Its tasks, the most urgent first.
    pub(super) tasks: Vec<EmergencyTask>,
    /// The papers that it skipped; none before its end.
    pub(super) papers: Vec<PaperRow>,
    /// How things stood, the newest first.
    pub(super) reports: Vec<ReportRow>,
}

/// A task of an emergency with its countdown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmergencyTask {
    /// As in the list of tasks.
    #[serde(flatten)]
    task: TaskRow,
    /// Whole minutes that are left, less than none when it is late; none once it is answered or over.
    minutes_left: Option<i64>,
}

impl EmergencyTask {
    pub(super) fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let due_at = row.timestamp("due_at")?;
        let minutes_left = row.bool("is_open")?.then(|| minutes(now, due_at));
        Ok(Self { task: TaskRow::read(row, now)?, minutes_left })
    }
}

/// A paper that was skipped.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PaperRow {
    /// Its code inside the plan.
    paper: String,
    /// Its name.
    #[schema(value_type = Object)]
    name: Text,
    /// Who has to bring it.
    department: String,
    /// The rule that allowed to skip it.
    legal_basis: String,
    /// `outstanding`, `handed_in`, `waived`.
    state: String,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// It is outstanding and too late now.
    is_late: bool,
    /// Under what it is kept, or why it need not be brought.
    note: Option<String>,
    /// When it last changed.
    #[schema(value_type = String)]
    changed_at: Timestamp,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

impl PaperRow {
    pub(super) fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let (state, due_at) = (row.text("state")?, row.timestamp("due_at")?);
        Ok(Self {
            paper: row.text("paper")?,
            name: Text::new(row.text("name_zh")?, row.text("name_en")?),
            department: row.text("department")?,
            legal_basis: row.text("legal_basis")?,
            is_late: state == "outstanding" && due_at <= now,
            state,
            due_at,
            note: row.opt_text("note")?,
            changed_at: row.timestamp("changed_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// A report on how things stood.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReportRow {
    /// Which, from 1.
    nth: i64,
    /// Who reported; none where no department did.
    department: Option<String>,
    /// How things stood.
    text: String,
    /// When.
    #[schema(value_type = String)]
    reported_at: Timestamp,
    /// The event that is the report.
    caused_by: Uuid,
}

impl ReportRow {
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            nth: row.int("nth")?,
            department: row.opt_text("department")?,
            text: row.text("text")?,
            reported_at: row.timestamp("reported_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}
