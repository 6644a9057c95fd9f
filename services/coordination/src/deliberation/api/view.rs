//! A deliberation as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{json, small};
use crate::deliberation::events::Counts;

/// A deliberation in a list: nothing of it is about persons.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliberationRow {
    /// The deliberation.
    pub(super) deliberation_id: Uuid,
    /// Its number.
    number: String,
    /// `open`, `closed`, `summarised`, `decided`.
    pub(super) state: String,
    /// What it is, in a line.
    title: String,
    /// Whether everybody is asked.
    is_public: bool,
    /// When it was put to others.
    #[schema(value_type = String)]
    opened_at: Timestamp,
    /// The first instant at which opinions are too late.
    #[schema(value_type = String)]
    closes_at: Timestamp,
    /// When it was decided.
    #[schema(value_type = Option<String>)]
    decided_at: Option<Timestamp>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// A deliberation by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliberationView {
    /// As in the list.
    #[serde(flatten)]
    pub(super) deliberation: DeliberationRow,
    /// The matter.
    text: String,
    /// Which departments are asked, and what they said, as far as one may read it.
    pub(super) departments: Vec<DepartmentView>,
    /// Who was asked and said nothing; known when no more opinions are taken.
    silent: Option<Vec<String>>,
    /// What was said, in short; none before that is written.
    summary: Option<SummaryView>,
    /// What was decided; none before it is.
    decision: Option<DeliberationDecisionView>,
    /// What has become of it.
    follow_ups: Vec<FollowUpView>,
}

/// A department that is asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DepartmentView {
    /// Which.
    pub(super) department: String,
    /// Its last word; none where it said nothing, or one may not read it.
    pub(super) opinion: Option<OpinionView>,
    /// The words before, the latest first.
    pub(super) before: Vec<OpinionView>,
}

/// A word of a department.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpinionView {
    /// Which of the department.
    nth: u32,
    /// `for`, `against`, `other`.
    stance: String,
    /// In words.
    opinion: String,
    /// When.
    #[schema(value_type = String)]
    given_at: Timestamp,
}

/// What was said, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SummaryView {
    /// In words.
    summary: String,
    /// The main points.
    points: Vec<String>,
    /// How departments spoke.
    #[schema(value_type = Object)]
    departments: Counts,
    /// How the public did.
    #[schema(value_type = Object)]
    public: Counts,
}

/// What was decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliberationDecisionView {
    /// What.
    decision: String,
    /// Why.
    reasons: String,
    /// What is said to each main point, in their order.
    answers: Vec<String>,
}

/// What has become of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FollowUpView {
    /// Which entry.
    nth: u32,
    /// What was done.
    what: String,
    /// When it was said.
    #[schema(value_type = String)]
    followed_up_at: Timestamp,
}

/// Whose words one may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Everybody's.
    All,
    /// Those of these departments.
    Of(Vec<String>),
    /// Nobody's: how a decision comes about is read when it is there.
    Nobody,
}

impl Reading {
    fn covers(&self, department: &String) -> bool {
        match self {
            Self::All => true,
            Self::Of(own) => own.contains(department),
            Self::Nobody => false,
        }
    }
}

impl DeliberationRow {
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            deliberation_id: row.uuid("deliberation_id")?,
            number: row.text("number")?,
            state: row.text("state")?,
            title: row.text("title")?,
            is_public: row.bool("is_public")?,
            opened_at: row.timestamp("opened_at")?,
            closes_at: row.timestamp("closes_at")?,
            decided_at: row.opt_timestamp("decided_at")?,
            caused_by: row.uuid("caused_by")?,
        })
    }
}

impl DeliberationView {
    pub(super) fn read(
        row: &Row,
        departments: &[Row],
        words: &[Row],
        follow_ups: &[Row],
        reading: &Reading,
    ) -> Result<Self, QueryError> {
        let deliberation = DeliberationRow::read(row)?;
        let department = |row: &Row| DepartmentView::read(row, words, reading);
        Ok(Self {
            text: row.text("text")?,
            departments: departments.iter().map(department).collect::<Result<_, _>>()?,
            silent: opt_json(row, "silent")?,
            summary: SummaryView::read(row)?,
            decision: DeliberationDecisionView::read(row)?,
            follow_ups: follow_ups.iter().map(FollowUpView::read).collect::<Result<_, _>>()?,
            deliberation,
        })
    }
}

impl DepartmentView {
    fn read(row: &Row, words: &[Row], reading: &Reading) -> Result<Self, QueryError> {
        let department = row.text("department")?;
        if !reading.covers(&department) {
            return Ok(Self { department, opinion: None, before: Vec::new() });
        }
        let mut said = Vec::new();
        for word in words.iter().rev() {
            if word.text("department")? == department {
                said.push(OpinionView::read(word)?);
            }
        }
        let mut said = said.into_iter();
        Ok(Self { department, opinion: said.next(), before: said.collect() })
    }
}

impl OpinionView {
    fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            nth: small(row, "nth")?,
            stance: row.text("stance")?,
            opinion: row.text("opinion")?,
            given_at: row.timestamp("given_at")?,
        })
    }
}

impl SummaryView {
    fn read(row: &Row) -> Result<Option<Self>, QueryError> {
        let Some(summary) = row.opt_text("summary")? else { return Ok(None) };
        Ok(Some(Self {
            summary,
            points: json(row, "points")?,
            departments: json(row, "departments")?,
            public: json(row, "public")?,
        }))
    }
}

impl DeliberationDecisionView {
    fn read(row: &Row) -> Result<Option<Self>, QueryError> {
        let Some(decision) = row.opt_text("decision")? else { return Ok(None) };
        Ok(Some(Self { decision, reasons: row.text("reasons")?, answers: json(row, "answers")? }))
    }
}

impl FollowUpView {
    fn read(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            nth: small(row, "nth")?,
            what: row.text("what")?,
            followed_up_at: row.timestamp("followed_up_at")?,
        })
    }
}

fn opt_json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<Option<T>, QueryError> {
    match row.opt_text(column)? {
        Some(_) => json(row, column).map(Some),
        None => Ok(None),
    }
}
