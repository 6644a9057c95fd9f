mod voices;

use serde::Serialize;
use tongban_readmodel::{Query, QueryError, Row};
use utoipa::ToSchema;

use super::figure::Figure;
use crate::projection::{CaseFlow, TaskFlow};
pub(crate) use voices::{ComplaintFigures, ComplaintFlow, RatingFigures};

/// What happened to cases in some time; a conclusion that was taken back is not among them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Flow {
    /// Applications received.
    pub(crate) received: i64,
    /// Cases accepted.
    pub(crate) accepted: i64,
    /// Of those, accepted by law because the office was silent.
    pub(crate) deemed_accepted: i64,
    /// Cases decided.
    pub(crate) concluded: i64,
    /// Of those, granted.
    pub(crate) granted: i64,
    /// Of those, refused.
    pub(crate) refused: i64,
    /// Of those, decided after the limit set by law.
    pub(crate) late_by_law: i64,
    /// Of those, decided after the limit that the office promises.
    pub(crate) late_by_promise: i64,
    /// Share of those decided that were in time by law, 0 to 1; none where nothing was decided.
    pub(crate) on_time_rate_by_law: Option<f64>,
    /// The same by promise.
    pub(crate) on_time_rate_by_promise: Option<f64>,
    /// Conclusions taken back.
    pub(crate) reopened: i64,
    /// Conclusions declared void.
    pub(crate) annulled: i64,
    /// How long those decided took.
    pub(crate) duration: Duration,
}

/// How long cases took from receipt to decision, in working time of the office that decided; times
/// at which clocks stood still included.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Duration {
    /// Mean, in working days.
    pub(crate) mean_workdays: Option<f64>,
    /// Mean, in working minutes.
    pub(crate) mean_worked_minutes: Option<f64>,
    /// Half of them took no more working days than this; none beyond the last bound.
    pub(crate) median_workdays_max: Option<u32>,
    /// Mean time for which the statutory clock stood still, in days of 24 hours.
    pub(crate) mean_suspended_days: Option<f64>,
    /// How many took how long, shortest first.
    pub(crate) distribution: Vec<Bucket>,
}

/// How many cases took longer than the bound before, and no longer than this one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Bucket {
    /// In working days; none for all that took longer than the last bound.
    pub(crate) workdays_max: Option<u32>,
    /// How many.
    pub(crate) cases: i64,
}

const MINUTES_PER_DAY: f64 = 24.0 * 60.0;

impl From<&CaseFlow> for Flow {
    fn from(flow: &CaseFlow) -> Self {
        let n = flow.concluded;
        let on_time = |late: i64| per(n - late, n);
        Self {
            received: flow.received,
            accepted: flow.accepted,
            deemed_accepted: flow.deemed,
            concluded: n,
            granted: flow.granted,
            refused: flow.refused,
            late_by_law: flow.late_by_law,
            late_by_promise: flow.late_by_promise,
            on_time_rate_by_law: on_time(flow.late_by_law),
            on_time_rate_by_promise: on_time(flow.late_by_promise),
            reopened: flow.reopened,
            annulled: flow.annulled,
            duration: Duration {
                mean_workdays: per(flow.worked_milliworkdays, n).map(|milli| milli / 1_000.0),
                mean_worked_minutes: per(flow.worked_minutes, n),
                median_workdays_max: median(flow),
                mean_suspended_days: per(flow.suspended_minutes, n)
                    .map(|minutes| minutes / MINUTES_PER_DAY),
                distribution: buckets(flow).collect(),
            },
        }
    }
}

fn buckets(flow: &CaseFlow) -> impl Iterator<Item = Bucket> {
    let bucket = |took: crate::projection::Took| Bucket {
        workdays_max: took.workdays_max,
        cases: took.n_cases,
    };
    flow.distribution().into_iter().map(bucket)
}

fn median(flow: &CaseFlow) -> Option<u32> {
    let mut so_far = 0;
    let half = buckets(flow).find(|bucket| {
        so_far += bucket.cases;
        so_far > 0 && so_far * 2 >= flow.concluded
    });
    half.and_then(|bucket| bucket.workdays_max)
}

/// A quotient; none of nothing.
#[expect(clippy::cast_precision_loss, reason = "a ratio has no need of the last digits")]
pub(crate) fn per(sum: i64, n: i64) -> Option<f64> {
    (n > 0).then(|| sum as f64 / n as f64)
}

/// What stands now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub(crate) struct Standing {
    /// Received, neither accepted nor declined.
    pub(crate) waiting: i64,
    /// Accepted, not decided.
    pub(crate) open: i64,
    /// Of those, with a clock that stands still.
    pub(crate) suspended: i64,
    /// Of those that are open, past the limit set by law; one that stands still, if it was when it
    /// was stopped.
    pub(crate) overdue_by_law: i64,
    /// The same by promise.
    pub(crate) overdue_by_promise: i64,
    /// Never accepted.
    pub(crate) declined: i64,
    /// Withdrawn by the applicant.
    pub(crate) withdrawn: i64,
    /// Ended because the same application was handed in before.
    pub(crate) duplicate: i64,
    /// Decided, the conclusion declared void.
    pub(crate) annulled: i64,
}

impl Standing {
    const COUNTS: [(&'static str, Figure); 9] = [
        ("waiting", Figure::Waiting),
        ("open", Figure::Open),
        ("suspended", Figure::Suspended),
        ("overdue_by_law", Figure::OverdueByLaw),
        ("overdue_by_promise", Figure::OverdueByPromise),
        ("declined", Figure::Declined),
        ("withdrawn", Figure::Withdrawn),
        ("duplicate", Figure::Duplicate),
        ("annulled", Figure::Annulled),
    ];

    /// Adds the counts that [`Standing::of`] reads; `$1` is the present.
    pub(crate) fn counts(query: Query) -> Query {
        counts(&Self::COUNTS, query)
    }

    /// Reads the columns of [`Standing::counts`].
    ///
    /// # Errors
    /// When one is missing.
    pub(crate) fn of(row: &Row) -> Result<Self, QueryError> {
        Ok(Self {
            waiting: row.int("waiting")?,
            open: row.int("open")?,
            suspended: row.int("suspended")?,
            overdue_by_law: row.int("overdue_by_law")?,
            overdue_by_promise: row.int("overdue_by_promise")?,
            declined: row.int("declined")?,
            withdrawn: row.int("withdrawn")?,
            duplicate: row.int("duplicate")?,
            annulled: row.int("annulled")?,
        })
    }
}

/// How departments that were asked to help did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub(crate) struct TaskFigures {
    /// Tasks given, by a request or handed over from another department.
    pub(crate) asked: i64,
    /// Tasks given back.
    pub(crate) returned: i64,
    /// Answers given; one more for a task whose answer was sent back.
    pub(crate) replied: i64,
    /// Of those, agreed.
    pub(crate) agreed: i64,
    /// Of those, objected.
    pub(crate) objected: i64,
    /// Answers sent back.
    pub(crate) sent_back: i64,
    /// Tasks with an answer that stands, and how many of them were late.
    #[serde(flatten)]
    pub(crate) answers: Answers,
    /// Warnings, by rung.
    pub(crate) warnings: Warnings,
    /// Tasks that wait for an answer now.
    pub(crate) open: i64,
    /// Of those, past their due date now.
    pub(crate) overdue: i64,
}

/// Tasks that were answered in some time; one whose answer was sent back is not among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, ToSchema)]
pub(crate) struct Answers {
    /// How many.
    pub(crate) answered: i64,
    /// Of those, late.
    pub(crate) replied_late: i64,
    /// Share of those in time, 0 to 1; none where nothing was answered.
    pub(crate) in_time_rate: Option<f64>,
}

impl Answers {
    const COUNTS: [(&'static str, Figure); 2] =
        [("answered", Figure::TasksAnswered), ("replied_late", Figure::TasksAnsweredLate)];

    /// Adds the counts that [`Answers::of`] reads, of the months from `$2` on and before `$3`.
    pub(crate) fn counts(query: Query) -> Query {
        counts(&Self::COUNTS, query)
    }

    /// Reads the columns of [`Answers::counts`].
    ///
    /// # Errors
    /// When one is missing.
    pub(crate) fn of(row: &Row) -> Result<Self, QueryError> {
        let (answered, replied_late) = (row.int("answered")?, row.int("replied_late")?);
        let in_time_rate = per(answered - replied_late, answered);
        Ok(Self { answered, replied_late, in_time_rate })
    }
}

/// Warnings that were issued, by rung of the ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Warnings {
    /// A task was not taken on in time.
    pub(crate) unacknowledged: i64,
    /// The due date is near.
    pub(crate) due_soon: i64,
    /// It has passed.
    pub(crate) overdue: i64,
    /// The head of the department was told.
    pub(crate) lead: i64,
    /// Supervision took it up.
    pub(crate) supervisor: i64,
    /// It was put on record for accountability.
    pub(crate) accountability: i64,
}

impl TaskFigures {
    /// What happened in some time.
    pub(crate) fn with_flow(self, flow: &TaskFlow) -> Self {
        Self {
            asked: flow.asked,
            returned: flow.returned,
            replied: flow.replied,
            agreed: flow.agreed,
            objected: flow.objected,
            sent_back: flow.sent_back,
            warnings: Warnings {
                unacknowledged: flow.unacknowledged,
                due_soon: flow.due_soon,
                overdue: flow.overdue,
                lead: flow.lead,
                supervisor: flow.supervisor,
                accountability: flow.accountability,
            },
            ..self
        }
    }
}

fn counts(counts: &[(&'static str, Figure)], query: Query) -> Query {
    let mut between = "";
    counts.iter().fold(query, |query, (name, figure)| {
        let query = figure.count_as(name, query.push(between));
        between = ", ";
        query
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_decided_has_no_rate_and_no_duration() {
        let flow = Flow::from(&CaseFlow { received: 3, ..CaseFlow::default() });
        assert_eq!((flow.on_time_rate_by_law, flow.duration.mean_workdays), (None, None));
        assert_eq!(flow.duration.median_workdays_max, None);
    }

    #[test]
    fn rates_and_means_are_of_those_decided() {
        let flow = CaseFlow {
            received: 9,
            concluded: 4,
            late_by_law: 1,
            late_by_promise: 2,
            worked_milliworkdays: 30_000,
            suspended_minutes: 8 * 1_440,
            within_3: 1,
            within_5: 1,
            within_20: 1,
            beyond_60: 1,
            ..CaseFlow::default()
        };
        let flow = Flow::from(&flow);
        assert_eq!(flow.on_time_rate_by_law, Some(0.75));
        assert_eq!(flow.on_time_rate_by_promise, Some(0.5));
        assert_eq!(flow.duration.mean_workdays, Some(7.5));
        assert_eq!(flow.duration.mean_suspended_days, Some(2.0));
        assert_eq!(flow.duration.median_workdays_max, Some(5));
    }

    #[test]
    fn a_median_beyond_the_last_bound_has_none() {
        let flow = CaseFlow { concluded: 3, within_1: 1, beyond_60: 2, ..CaseFlow::default() };
        assert_eq!(Flow::from(&flow).duration.median_workdays_max, None);
    }
}
