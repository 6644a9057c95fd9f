use jiff::Timestamp;
use tongban_calendar::BudgetError;

use super::{CORRECTIONS_MAX, DECISIONS_MAX, POINTS_MAX};

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody called such a meeting.
    #[error("there is no such meeting")]
    UnknownMeeting,
    /// Only coordinators, supervisors and who leads the project call meetings and publish minutes.
    #[error("only a coordinator or supervisor, or who leads the project, may do this")]
    NotConvener,
    /// Who leads a project convenes for the department that leads it.
    #[error("who leads the project convenes in the name of department {department}")]
    NotOfConvening {
        /// Which.
        department: String,
    },
    /// Nobody is called to what is over.
    #[error("{held_at} has passed")]
    Past {
        /// When it was to be held.
        held_at: Timestamp,
    },
    /// A department does not meet itself.
    #[error("a meeting needs another department than the convening one")]
    Alone,
    /// Nothing to talk about.
    #[error("a meeting needs an agenda of 1 to {POINTS_MAX} points")]
    Agenda,
    /// It is not held.
    #[error("the meeting is cancelled")]
    Cancelled,
    /// Minutes are written of what was.
    #[error("the meeting is held at {held_at}")]
    NotHeld {
        /// When.
        held_at: Timestamp,
    },
    /// Minutes change no more; what is wrong is corrected beside them.
    #[error("the minutes are published; correct them beside")]
    Published,
    /// There are no minutes to correct.
    #[error("the minutes are not published")]
    NotPublished,
    /// Who was not invited was asked for nothing and decides nothing.
    #[error("department {department} was not invited")]
    NotInvited {
        /// Which.
        department: String,
    },
    /// Nobody was there.
    #[error("minutes say who was present")]
    NobodyPresent,
    /// What is stuck is followed up, every point of it.
    #[error("the minutes do not say what was made of point {point}")]
    NotFollowedUp {
        /// Which.
        point: u32,
    },
    /// Only what is stuck is followed up, once.
    #[error("point {point} is about nothing that is stuck, or was followed up already")]
    NothingStuck {
        /// Which.
        point: u32,
    },
    /// A task ends by its answer, not by what a meeting says.
    #[error("point {point} is about a task, which ends by its answer")]
    TaskNotCleared {
        /// Which.
        point: u32,
    },
    /// A meeting that decides so much decides nothing.
    #[error("minutes have {DECISIONS_MAX} decisions at most")]
    TooManyDecisions,
    /// Minutes that need so many are to be written anew, by another meeting.
    #[error("minutes have {CORRECTIONS_MAX} corrections at most")]
    TooManyCorrections,
    /// A limit that is none.
    #[error("a limit cannot be counted")]
    Uncountable(#[from] BudgetError),
}
