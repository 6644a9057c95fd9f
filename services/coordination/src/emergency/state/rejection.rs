use tongban_calendar::DueError;

use super::REPORTS_MAX;

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody declared it.
    #[error("there is no such emergency")]
    UnknownEmergency,
    /// It has ended.
    #[error("the emergency is over")]
    Over,
    /// Papers are brought when it has ended.
    #[error("the emergency is not over")]
    NotEnded,
    /// Every paper was brought or waived.
    #[error("nothing is outstanding")]
    NothingOutstanding,
    /// Only coordinators and supervisors declare emergencies and end them.
    #[error("only a coordinator or supervisor may do this")]
    NotCoordinator,
    /// Only a supervisor says that a paper need not be brought.
    #[error("only a supervisor may do this")]
    NotSupervisor,
    /// Who was not asked does not report.
    #[error("only who was asked, or a coordinator, reports on an emergency")]
    NotAsked,
    /// As many reports as anyone reads.
    #[error("{REPORTS_MAX} reports were made")]
    TooManyReports,
    /// No such paper is outstanding.
    #[error("no paper {paper} is outstanding")]
    UnknownPaper {
        /// Which.
        paper: String,
    },
    /// Another department brings it.
    #[error("only department {department} hands this paper in")]
    NotOfPaper {
        /// Which.
        department: String,
    },
    /// A limit of the plan gives no date.
    #[error("a limit of the plan cannot be counted")]
    Uncountable(#[from] DueError),
}
