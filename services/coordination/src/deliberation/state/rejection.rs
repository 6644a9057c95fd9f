use jiff::Timestamp;
use tongban_calendar::DueError;

use super::{DEPARTMENTS_MAX, FOLLOW_UPS_MAX, POINTS_MAX, WORDS_MAX};

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody put such a matter to others.
    #[error("there is no such deliberation")]
    UnknownDeliberation,
    /// Only coordinators and supervisors put matters to others and decide them.
    #[error("only a coordinator or supervisor may do this")]
    NotConvener,
    /// Nobody is asked.
    #[error("a matter is put to 1 to {DEPARTMENTS_MAX} departments, to the public, or to both")]
    NobodyAsked,
    /// The limit gives no date.
    #[error("the limit cannot be counted")]
    Uncountable(#[from] DueError),
    /// The actor's department is not asked.
    #[error("your department was not asked")]
    NotAsked,
    /// The limit has passed.
    #[error("opinions were taken until {closes_at}")]
    Late {
        /// The first instant that is too late.
        closes_at: Timestamp,
    },
    /// So many words of one department are none.
    #[error("a department speaks {WORDS_MAX} times at most")]
    TooManyWords,
    /// Who is asked may speak until the limit: the public always, departments until all have.
    #[error("opinions are taken until {closes_at}")]
    StillOpen {
        /// The first instant that is too late.
        closes_at: Timestamp,
    },
    /// What may still be added to is not summed up.
    #[error("opinions are still taken")]
    NotClosed,
    /// Main points that are none, or that nobody reads.
    #[error("a summary has 1 to {POINTS_MAX} main points")]
    Points,
    /// Nothing is decided before it was said what was said.
    #[error("the opinions are not summed up")]
    NotSummarised,
    /// Every main point gets an answer.
    #[error("there are {n_points} main points; answer each of them, in their order")]
    PointsUnanswered {
        /// How many.
        n_points: usize,
    },
    /// It was decided; what comes after is follow-up.
    #[error("it is decided")]
    Decided,
    /// There is no decision to follow up.
    #[error("it is not decided")]
    NotDecided,
    /// More than anybody reads.
    #[error("a decision has {FOLLOW_UPS_MAX} entries of follow-up at most")]
    TooManyFollowUps,
}
