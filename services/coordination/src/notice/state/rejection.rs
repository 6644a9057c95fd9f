use tongban_calendar::DueError;

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// No such warning was issued.
    #[error("there is no such warning")]
    UnknownNotice,
    /// It is met, revoked or closed.
    #[error("the warning is dealt with")]
    Over,
    /// Another department was warned.
    #[error("only department {department} answers this warning")]
    NotWarned {
        /// Which.
        department: String,
    },
    /// Only a supervisor decides on warnings.
    #[error("only a supervisor may do this")]
    NotSupervisor,
    /// An appeal waits for its decision.
    #[error("the appeal waits for the supervisor")]
    AwaitsSupervisor,
    /// It was answered before.
    #[error("the warning was answered")]
    Answered,
    /// Nobody appealed.
    #[error("nobody appealed against the warning")]
    NotAppealed,
    /// It has no answer.
    #[error("the warning is not answered")]
    NotAnswered,
    /// One appeal for each warning.
    #[error("an appeal against this warning was decided before")]
    AppealedBefore,
    /// The limit gives no date.
    #[error("the limit cannot be counted")]
    Uncountable(#[from] DueError),
}
