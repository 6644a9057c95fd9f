use tongban_kernel::calendar::DueError;

use super::BACKDATED_DAYS_MAX;
use crate::events::Missing;

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody handed in such a case.
    #[error("there is no such case")]
    UnknownCase,
    /// A handler works the cases of the own department.
    #[error("the case is decided by {department}; its handlers or a window act on it")]
    NotYourDepartment {
        /// The department that decides.
        department: String,
    },
    /// The case exists already.
    #[error("the case was handed in already")]
    AlreadySubmitted,
    /// Nothing is received before it comes.
    #[error("the time of receipt lies in the future")]
    ReceivedInFuture,
    /// It would have had to be keyed in before.
    #[error("the receipt lies more than {BACKDATED_DAYS_MAX} days back")]
    ReceivedTooLongAgo,
    /// Something is missing: everything is named.
    #[error("{} materials or answers are missing", missing.len())]
    Incomplete {
        /// Everything.
        missing: Vec<Missing>,
    },
    /// The applicant was told once, and has to be told everything then.
    #[error("corrections were asked for already; they are asked for once")]
    CorrectedBefore,
    /// A correction names what is missing; a supplement answers one.
    #[error("nothing was asked of the applicant")]
    NothingAsked,
    /// The applicant's turn.
    #[error("the case waits for the applicant")]
    AwaitsApplicant,
    /// The office was silent until its term was over.
    #[error("the term is over: the case counts as accepted")]
    DeemedAccepted,
    /// The office has answered, or the case is over.
    #[error("the case is {state} and not pending")]
    NotPending {
        /// What it is.
        state: &'static str,
    },
    /// Approval ends what it was never given.
    #[error("the case is {state} and not accepted")]
    NotAccepted {
        /// What it is.
        state: &'static str,
    },
    /// It is decided.
    #[error("the case is decided; it is too late to withdraw")]
    TooLateToWithdraw,
    /// What is not over cannot be judged.
    #[error("the case is {state}: the service is rated once the case is over")]
    NotOver {
        /// What it is.
        state: &'static str,
    },
    /// Who applied was corrected meanwhile: what is said would be another's.
    #[error("the applicant was corrected just now: ask again")]
    OtherApplicant,
    /// A service is rated once.
    #[error("the service was rated already")]
    RatedBefore,
    /// A case repeats another one, never itself.
    #[error("a case is no duplicate of itself")]
    DuplicateOfItself,
    /// The term gives no due date.
    #[error("the term cannot be counted")]
    Uncountable(#[from] DueError),
}
