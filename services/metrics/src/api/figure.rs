use serde::{Deserialize, Serialize};
use tongban_readmodel::{Direction, Keyset, Query};
use utoipa::ToSchema;

/// A figure that is counted in rows: what it counts is asked in one place, for the number and for
/// the rows behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Figure {
    /// Applications received.
    Received,
    /// Cases accepted.
    Accepted,
    /// Of those, accepted by law because the office was silent.
    DeemedAccepted,
    /// Cases decided.
    Concluded,
    /// Of those, granted.
    Granted,
    /// Of those, refused.
    Refused,
    /// Of those, in time by law.
    OnTimeByLaw,
    /// Of those, in time by promise.
    OnTimeByPromise,
    /// Of those, after the limit set by law.
    LateByLaw,
    /// Of those, after the limit that the office promises.
    LateByPromise,
    /// Received, neither accepted nor declined.
    Waiting,
    /// Accepted, not decided.
    Open,
    /// Of those, with a clock that stands still.
    Suspended,
    /// Of those that are open, past the limit set by law.
    OverdueByLaw,
    /// The same by promise.
    OverdueByPromise,
    /// Never accepted.
    Declined,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Ended because the same application was handed in before.
    Duplicate,
    /// Decided, the conclusion declared void.
    Annulled,
    /// Tasks between departments that wait for an answer.
    TasksOpen,
    /// Of those, past their due date.
    TasksOverdue,
    /// Tasks with an answer that stands.
    TasksAnswered,
    /// Of those, answered in time.
    TasksAnsweredInTime,
    /// Of those, answered late.
    TasksAnsweredLate,
    /// Complaints that are not answered.
    ComplaintsOpen,
    /// Of those, past their due date.
    ComplaintsOverdue,
    /// Complaints received.
    ComplaintsReceived,
    /// Complaints answered.
    ComplaintsClosed,
    /// Of those, answered late.
    ComplaintsClosedLate,
    /// Complaints that the complainant confirmed.
    ComplaintsConfirmed,
    /// Of those, as solved.
    ComplaintsSolved,
    /// Of those, with an answer that satisfies: 1, 2 or 3 of the five grades of GB/T 39046.
    ComplaintsSatisfied,
    /// Of those, with one that does not: 4 or 5.
    ComplaintsDissatisfied,
    /// Cases whose service the applicant rated.
    Rated,
    /// Of those, satisfied: 1, 2 or 3 of the five grades of GB/T 39046.
    RatedSatisfied,
    /// Of those, dissatisfied: 4 or 5.
    RatedDissatisfied,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Cases.
    Cases,
    /// Tasks between departments.
    Tasks,
    /// Complaints.
    Complaints,
    /// Ratings of services.
    Ratings,
}

/// By which instant of a row it is counted, and because of which event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    /// The instant's column.
    pub(crate) at: &'static str,
    /// The event's column.
    pub(crate) event: &'static str,
    /// Only the months that are asked for; what stands now is counted whatever the months.
    pub(crate) in_months: bool,
    /// The order of the rows: the latest first.
    pub(crate) keys: Keyset,
}

macro_rules! counted {
    ($at:literal, $event:literal, $in_months:literal, $id:literal) => {
        Counted {
            at: $at,
            event: $event,
            in_months: $in_months,
            keys: Keyset::new(&[$at, $id], Direction::Descending),
        }
    };
}

impl Figure {
    pub(crate) fn source(self) -> Source {
        match self {
            Self::Received
            | Self::Accepted
            | Self::DeemedAccepted
            | Self::Concluded
            | Self::Granted
            | Self::Refused
            | Self::OnTimeByLaw
            | Self::OnTimeByPromise
            | Self::LateByLaw
            | Self::LateByPromise
            | Self::Waiting
            | Self::Open
            | Self::Suspended
            | Self::OverdueByLaw
            | Self::OverdueByPromise
            | Self::Declined
            | Self::Withdrawn
            | Self::Duplicate
            | Self::Annulled => Source::Cases,
            Self::TasksOpen
            | Self::TasksOverdue
            | Self::TasksAnswered
            | Self::TasksAnsweredInTime
            | Self::TasksAnsweredLate => Source::Tasks,
            Self::ComplaintsOpen
            | Self::ComplaintsOverdue
            | Self::ComplaintsReceived
            | Self::ComplaintsClosed
            | Self::ComplaintsClosedLate
            | Self::ComplaintsConfirmed
            | Self::ComplaintsSolved
            | Self::ComplaintsSatisfied
            | Self::ComplaintsDissatisfied => Source::Complaints,
            Self::Rated | Self::RatedSatisfied | Self::RatedDissatisfied => Source::Ratings,
        }
    }

    /// Which rows it counts; `$1` is the present.
    pub(crate) fn condition(self) -> &'static str {
        match self {
            Self::Received | Self::ComplaintsReceived => "received_at IS NOT NULL",
            Self::Accepted => "accepted_at IS NOT NULL",
            Self::DeemedAccepted => "is_deemed = 1",
            Self::Concluded => "concluded_at IS NOT NULL",
            Self::Granted => "outcome = 'granted'",
            Self::Refused => "outcome = 'refused'",
            Self::OnTimeByLaw => "on_time_by_law = 1",
            Self::OnTimeByPromise => "on_time_by_promise = 1",
            Self::LateByLaw => "on_time_by_law = 0",
            Self::LateByPromise => "on_time_by_promise = 0",
            Self::Waiting => "approval = 'none' AND intake = 'received'",
            Self::Open => "(approval = 'open' OR (approval = 'none' AND intake = 'accepted'))",
            Self::Suspended => {
                "approval = 'open' \
                 AND (statutory_stopped_at IS NOT NULL OR promised_stopped_at IS NOT NULL)"
            }
            Self::OverdueByLaw => {
                "approval = 'open' AND statutory_due_at <= COALESCE(statutory_stopped_at, $1)"
            }
            Self::OverdueByPromise => {
                "approval = 'open' AND promised_due_at <= COALESCE(promised_stopped_at, $1)"
            }
            Self::Declined => "approval = 'none' AND intake = 'declined'",
            Self::Withdrawn => {
                "(approval = 'withdrawn' OR (approval = 'none' AND intake = 'withdrawn'))"
            }
            Self::Duplicate => "approval = 'none' AND intake = 'duplicate'",
            Self::Annulled => "approval = 'annulled'",
            Self::TasksOpen => "is_open = 1",
            Self::TasksOverdue => "is_open = 1 AND due_at <= $1",
            Self::TasksAnswered => "replied_at IS NOT NULL",
            Self::TasksAnsweredInTime => "replied_at < due_at",
            Self::TasksAnsweredLate => "replied_at >= due_at",
            Self::ComplaintsOpen => "state = 'open'",
            Self::ComplaintsOverdue => "state = 'open' AND due_at <= $1",
            Self::ComplaintsClosed => "state <> 'open'",
            Self::ComplaintsClosedLate => "is_in_time = 0",
            Self::ComplaintsConfirmed => "state = 'confirmed'",
            Self::ComplaintsSolved => "is_solved = 1",
            Self::ComplaintsSatisfied | Self::RatedSatisfied => "satisfaction <= 3",
            Self::ComplaintsDissatisfied | Self::RatedDissatisfied => "satisfaction > 3",
            Self::Rated => "rated_at IS NOT NULL",
        }
    }

    pub(crate) fn counted(self) -> Counted {
        match self {
            Self::Received => counted!("received_at", "received_event", true, "case_id"),
            Self::Accepted | Self::DeemedAccepted => {
                counted!("accepted_at", "accepted_event", true, "case_id")
            }
            Self::Concluded
            | Self::Granted
            | Self::Refused
            | Self::OnTimeByLaw
            | Self::OnTimeByPromise
            | Self::LateByLaw
            | Self::LateByPromise => counted!("concluded_at", "concluded_event", true, "case_id"),
            Self::Waiting
            | Self::Open
            | Self::Suspended
            | Self::OverdueByLaw
            | Self::OverdueByPromise
            | Self::Declined
            | Self::Withdrawn
            | Self::Duplicate
            | Self::Annulled => counted!("received_at", "caused_by", false, "case_id"),
            Self::TasksOpen | Self::TasksOverdue => {
                counted!("requested_at", "caused_by", false, "task_id")
            }
            Self::TasksAnswered | Self::TasksAnsweredInTime | Self::TasksAnsweredLate => {
                counted!("replied_at", "replied_event", true, "task_id")
            }
            Self::ComplaintsOpen | Self::ComplaintsOverdue => {
                counted!("received_at", "caused_by", false, "complaint_id")
            }
            Self::ComplaintsReceived => {
                counted!("received_at", "received_event", true, "complaint_id")
            }
            Self::ComplaintsClosed | Self::ComplaintsClosedLate => {
                counted!("answered_at", "answered_event", true, "complaint_id")
            }
            Self::ComplaintsConfirmed
            | Self::ComplaintsSolved
            | Self::ComplaintsSatisfied
            | Self::ComplaintsDissatisfied => {
                counted!("confirmed_at", "confirmed_event", true, "complaint_id")
            }
            Self::Rated | Self::RatedSatisfied | Self::RatedDissatisfied => {
                counted!("rated_at", "caused_by", true, "case_id")
            }
        }
    }

    /// Whether it goes by the limit that the office promises, not by that of the law.
    pub(crate) fn is_by_promise(self) -> bool {
        matches!(self, Self::OnTimeByPromise | Self::LateByPromise | Self::OverdueByPromise)
    }

    /// Adds which rows it counts; `$1` is the present, and rows of months are those from `$2` on and
    /// before `$3`.
    pub(crate) fn where_counted(self, query: Query) -> Query {
        let query = query.push(self.condition());
        let Counted { at, in_months, .. } = self.counted();
        if !in_months {
            return query;
        }
        query.push(" AND ").push(at).push(" >= $2 AND ").push(at).push(" < $3")
    }

    /// Adds how many rows it counts, as a column.
    pub(crate) fn count_as(self, name: &'static str, query: Query) -> Query {
        self.sum_as("1", name, query)
    }

    /// Adds the sum of something over the rows that it counts, as a column.
    pub(crate) fn sum_as(self, of: &'static str, name: &'static str, query: Query) -> Query {
        let query = self.where_counted(query.push("COALESCE(SUM(CASE WHEN "));
        query.push(" THEN ").push(of).push(" ELSE 0 END), 0) AS ").push(name)
    }
}
