use jiff::Timestamp;
use tongban_kernel::ComplaintId;
use tongban_kernel::calendar::DueError;

use super::BACKDATE_DAYS_MAX;

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// No such complaint.
    #[error("there is no such complaint")]
    Unknown,
    /// It was lodged already.
    #[error("the complaint was lodged already")]
    AlreadyLodged,
    /// It lies too far back, or in the future.
    #[error("a complaint is keyed in within {BACKDATE_DAYS_MAX} days of its receipt")]
    ReceivedAt,
    /// Nobody has to answer it yet.
    #[error("the complaint is not assigned to a department")]
    NotAssigned,
    /// It was answered, or closed.
    #[error("the complaint was answered already")]
    AlreadyAnswered,
    /// There is no answer to accept or refuse.
    #[error("the complaint was not answered")]
    NotAnswered,
    /// It is closed.
    #[error("the complaint is closed")]
    Closed,
    /// Another department has to answer.
    #[error("only {department} may do this")]
    NotYourDepartment {
        /// Who may.
        department: String,
    },
    /// Who answered may neither close nor reopen: the complainant does, or a callback by someone else.
    #[error("{department} answered; its officers may not close or reopen the complaint")]
    NotIndependent {
        /// Who answered.
        department: String,
    },
    /// What was ordered was not reported.
    #[error("the rectification that was ordered is not reported")]
    RectificationMissing,
    /// What was ordered was not reported, and would be lost.
    #[error("the rectification that was ordered is not reported; it would be lost by merging")]
    RectificationOpen,
    /// Nothing was ordered.
    #[error("no rectification was ordered")]
    NothingOrdered,
    /// The time to refuse the answer is over.
    #[error("the answer stands since {since}")]
    TooLate {
        /// Since when.
        since: Timestamp,
    },
    /// It was merged: what it was merged into is answered.
    #[error("the complaint was merged into {into}")]
    Merged {
        /// Into which.
        into: ComplaintId,
    },
    /// The same, for those who are told nothing of the other one.
    #[error("the complaint is answered with another one")]
    AnsweredTogether,
    /// There is nothing to merge it into.
    #[error("there is no such complaint to merge it into")]
    UnknownTarget,
    /// Nothing is merged into itself.
    #[error("a complaint is not merged into itself")]
    IntoItself,
    /// What was merged takes up no other.
    #[error("the other complaint was itself merged into {into}")]
    IntoMerged {
        /// Into which.
        into: ComplaintId,
    },
    /// The other one is answered: its answer was not given for this one, or was taken as its own.
    #[error("the other complaint was answered already")]
    OtherAnswered,
    /// Only a repeat is merged, into what came before it.
    #[error("the other complaint came later; merge that one into this one")]
    IntoLater,
    /// Nobody waits longer because complaints are merged.
    #[error("the other complaint is to be answered by {due_at} only")]
    DueLater {
        /// When.
        due_at: Timestamp,
    },
    /// A limit cannot be counted.
    #[error("a due date cannot be computed")]
    Due(#[from] DueError),
}
