//! A dispute as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use tongban_kernel::Text;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::opt_json;
use crate::dispute::events::Ruling;

/// A dispute in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisputeRow {
    /// The dispute.
    dispute_id: Uuid,
    /// The task.
    task_id: Uuid,
    /// Its case.
    case_id: Uuid,
    /// The case's number.
    number: String,
    /// What was asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// Who disputes.
    by_department: String,
    /// Who asked.
    from_department: String,
    /// Who has to answer, as the disputing department sees it.
    responsible: Option<String>,
    /// Why.
    reason: String,
    /// By which rule.
    legal_basis: String,
    /// `open`, `ruled`, `withdrawn`, `lapsed`.
    state: String,
    /// When it was disputed.
    #[schema(value_type = String)]
    disputed_at: Timestamp,
    /// Until when it is to be ruled.
    #[schema(value_type = String)]
    rule_by_at: Timestamp,
    /// It waits for its ruling and is too late now.
    is_overdue: bool,
    /// What was ruled.
    ruling: Option<RulingView>,
    /// When it ended.
    #[schema(value_type = Option<String>)]
    ended_at: Option<Timestamp>,
    /// When it last changed.
    #[schema(value_type = String)]
    changed_at: Timestamp,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// What was ruled.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RulingView {
    /// Who has to answer, or that nobody has.
    #[serde(flatten)]
    ruling: Ruling,
    /// Why.
    reason: Option<String>,
    /// By which rule.
    legal_basis: Option<String>,
    /// Members of the panel; 0 where a ruling of before was followed.
    n_members: Option<i64>,
    /// Votes for it.
    n_for: Option<i64>,
    /// Votes cast.
    n_votes: Option<i64>,
    /// The ruling of before that was followed.
    precedent: Option<Uuid>,
}

impl DisputeRow {
    pub(super) fn read(row: &Row, now: Timestamp) -> Result<Self, QueryError> {
        let (state, rule_by_at) = (row.text("state")?, row.timestamp("rule_by_at")?);
        let is_ruled = state == "ruled";
        Ok(Self {
            dispute_id: row.uuid("dispute_id")?,
            task_id: row.uuid("task_id")?,
            case_id: row.uuid("case_id")?,
            number: row.text("number")?,
            ask: Text::new(row.text("ask_zh")?, row.text("ask_en")?),
            by_department: row.text("by_department")?,
            from_department: row.text("from_department")?,
            responsible: row.opt_text("responsible")?,
            reason: row.text("reason")?,
            legal_basis: row.text("legal_basis")?,
            is_overdue: state == "open" && rule_by_at <= now,
            state,
            disputed_at: row.timestamp("disputed_at")?,
            rule_by_at,
            ruling: is_ruled.then(|| RulingView::read(row)).transpose()?,
            ended_at: row.opt_timestamp("ended_at")?,
            changed_at: row.timestamp("changed_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

impl RulingView {
    fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            ruling: ruling_of(row)?,
            reason: row.opt_text("ruled_reason")?,
            legal_basis: row.opt_text("ruled_basis")?,
            n_members: row.opt_int("n_members")?,
            n_for: row.opt_int("n_for")?,
            n_votes: row.opt_int("n_votes")?,
            precedent: row.opt_uuid("precedent")?,
        })
    }
}

/// The ruling in a row of a dispute that was ruled on.
pub(super) fn ruling_of(row: &Row) -> Result<Ruling, QueryError> {
    let assisting = opt_json(row, "assisting")?.unwrap_or_default();
    let department = row.opt_text("ruled_department")?;
    Ok(department
        .map_or(Ruling::NotNeeded, |department| Ruling::Responsible { department, assisting }))
}

/// A dispute by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DisputeView {
    /// As in the list.
    #[serde(flatten)]
    pub(super) dispute: DisputeRow,
    /// Who disputes, and who is heard.
    pub(super) parties: Vec<PartyView>,
    /// The account that presides.
    pub(super) chair: Option<String>,
    /// Who rules.
    pub(super) members: Vec<MemberView>,
}

/// A department in a dispute.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PartyView {
    /// Which.
    department: String,
    /// It disputes the task; the others are heard.
    disputes: bool,
    /// Until when it may answer.
    #[schema(value_type = Option<String>)]
    answer_by_at: Option<Timestamp>,
    /// What it holds.
    position: Option<String>,
    /// By which rule.
    legal_basis: Option<String>,
    /// When it answered.
    #[schema(value_type = Option<String>)]
    answered_at: Option<Timestamp>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

impl PartyView {
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            department: row.text("department")?,
            disputes: row.bool("disputes")?,
            answer_by_at: row.opt_timestamp("answer_by_at")?,
            position: row.opt_text("position")?,
            legal_basis: row.opt_text("legal_basis")?,
            answered_at: row.opt_timestamp("answered_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

/// A member of a panel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberView {
    /// The account.
    account: String,
    /// The department of that account.
    department: String,
    /// Why it rules no longer.
    recused: Option<String>,
    /// It has voted.
    has_voted: bool,
    /// How; only for those who rule and who see to the ruling, and for all once it is ruled.
    vote: Option<Ruling>,
    /// Why; for the same.
    reason: Option<String>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

impl MemberView {
    pub(super) fn read(row: &Row, votes_are_seen: bool) -> Result<Self, QueryError> {
        let vote: Option<Ruling> = opt_json(row, "vote")?;
        let reason = row.opt_text("reason")?;
        Ok(Self {
            account: row.text("account")?,
            department: row.text("department")?,
            recused: row.opt_text("recused")?,
            has_voted: vote.is_some(),
            vote: vote.filter(|_| votes_are_seen),
            reason: reason.filter(|_| votes_are_seen),
            caused_by: row.uuid("caused_by")?,
        })
    }
}
