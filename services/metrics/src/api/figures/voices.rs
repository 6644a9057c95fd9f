//! What people say of the office: complaints, and what applicants think of a service.

use serde::Serialize;
use tongban_readmodel::{Query, QueryError, Row};
use utoipa::ToSchema;

use super::super::figure::Figure;
use super::{counts, per};

/// Complaints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub(crate) struct ComplaintFigures {
    /// Not answered yet, whatever the months.
    pub(crate) open: i64,
    /// Of those, past their due date now.
    pub(crate) overdue: i64,
    /// What happened in the months that were asked for.
    #[serde(flatten)]
    pub(crate) flow: ComplaintFlow,
}

/// What happened to complaints in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub(crate) struct ComplaintFlow {
    /// Received.
    pub(crate) received: i64,
    /// Answered; those that the complainant confirmed included.
    pub(crate) closed: i64,
    /// Of those, answered after the due date.
    pub(crate) closed_late: i64,
    /// Confirmed by the complainant.
    pub(crate) confirmed: i64,
    /// Of those, as solved.
    pub(crate) solved: i64,
    /// Of those confirmed, satisfied: very, simply or fairly, 1 to 3 as in GB/T 39046.
    pub(crate) satisfied: i64,
    /// The share of those, 0 to 1; none where nobody was asked.
    pub(crate) satisfied_rate: Option<f64>,
    /// Mean satisfaction of those confirmed, 1 (very satisfied) to 5.
    pub(crate) mean_satisfaction: Option<f64>,
}

impl ComplaintFigures {
    const COUNTS: [(&'static str, Figure); 8] = [
        ("open", Figure::ComplaintsOpen),
        ("overdue", Figure::ComplaintsOverdue),
        ("received", Figure::ComplaintsReceived),
        ("closed", Figure::ComplaintsClosed),
        ("closed_late", Figure::ComplaintsClosedLate),
        ("confirmed", Figure::ComplaintsConfirmed),
        ("solved", Figure::ComplaintsSolved),
        ("satisfied", Figure::ComplaintsSatisfied),
    ];

    /// Adds the counts that [`ComplaintFigures::of`] reads; `$1` is the present, the months are
    /// those from `$2` on and before `$3`.
    pub(crate) fn counts(query: Query) -> Query {
        let grades = Figure::ComplaintsConfirmed.sum_as("satisfaction", "grades", query);
        counts(&Self::COUNTS, grades.push(", "))
    }

    /// Reads the columns of [`ComplaintFigures::counts`].
    ///
    /// # Errors
    /// When one is missing.
    pub(crate) fn of(row: &Row) -> Result<Self, QueryError> {
        let (confirmed, satisfied) = (row.int("confirmed")?, row.int("satisfied")?);
        let flow = ComplaintFlow {
            received: row.int("received")?,
            closed: row.int("closed")?,
            closed_late: row.int("closed_late")?,
            confirmed,
            solved: row.int("solved")?,
            satisfied,
            satisfied_rate: per(satisfied, confirmed),
            mean_satisfaction: per(row.int("grades")?, confirmed),
        };
        Ok(Self { open: row.int("open")?, overdue: row.int("overdue")?, flow })
    }
}

/// What applicants think of the services (好差评), in some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub(crate) struct RatingFigures {
    /// Cases that were rated.
    pub(crate) rated: i64,
    /// Of those, satisfied: very, simply or fairly, 1 to 3 as in GB/T 39046.
    pub(crate) satisfied: i64,
    /// The share of those, 0 to 1; none where nobody rated.
    pub(crate) satisfied_rate: Option<f64>,
    /// Mean grade, 1 (very satisfied) to 5.
    pub(crate) mean_satisfaction: Option<f64>,
}

impl RatingFigures {
    const COUNTS: [(&'static str, Figure); 2] =
        [("rated", Figure::Rated), ("satisfied", Figure::RatedSatisfied)];

    /// Adds the counts that [`RatingFigures::of`] reads, of the months from `$2` on and before `$3`.
    pub(crate) fn counts(query: Query) -> Query {
        let grades = Figure::Rated.sum_as("satisfaction", "grades", query);
        counts(&Self::COUNTS, grades.push(", "))
    }

    /// Reads the columns of [`RatingFigures::counts`].
    ///
    /// # Errors
    /// When one is missing.
    pub(crate) fn of(row: &Row) -> Result<Self, QueryError> {
        let (rated, satisfied) = (row.int("rated")?, row.int("satisfied")?);
        let satisfied_rate = per(satisfied, rated);
        Ok(Self {
            rated,
            satisfied,
            satisfied_rate,
            mean_satisfaction: per(row.int("grades")?, rated),
        })
    }
}
