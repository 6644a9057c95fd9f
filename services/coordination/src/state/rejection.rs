use tongban_calendar::{Budget, BudgetError, DueError, Lang};

use super::RETURNS_MAX;

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody asked for such a task.
    #[error("there is no such task")]
    UnknownTask,
    /// The task has its answer or was closed.
    #[error("the task is over")]
    Over,
    /// It was returned: the coordinator's turn.
    #[error("the task was returned and waits for the coordinator")]
    AwaitsCoordinator,
    /// Only the asked department works a task.
    #[error("only department {department} works this task")]
    NotAsked {
        /// The asked one.
        department: String,
    },
    /// Only a coordinator decides between departments.
    #[error("only a coordinator may do this")]
    NotCoordinator,
    /// A department asks for itself only.
    #[error("only department {department} or a coordinator may ask this")]
    NotOfAskingDepartment {
        /// The asking one.
        department: String,
    },
    /// A department needs no task to ask itself.
    #[error("department {department} cannot ask itself")]
    SameDepartment {
        /// The department.
        department: String,
    },
    /// Returned so often that another return would only send it round.
    #[error(
        "the task was returned {RETURNS_MAX} times; answer it, with an objection if need be, or ask the coordinator to close it"
    )]
    ReturnedTooOften,
    /// More time is given in the unit of the limit.
    #[error("a limit of {} cannot be extended by {}; use its unit", limit.words(Lang::En), by.words(Lang::En))]
    OtherUnit {
        /// The limit.
        limit: Budget,
        /// What was to be added.
        by: Budget,
    },
    /// The limit, with its extensions, gives no due date.
    #[error("the limit cannot be counted")]
    Uncountable(#[source] DueError),
}

impl From<DueError> for Rejection {
    fn from(error: DueError) -> Self {
        Self::Uncountable(error)
    }
}

impl From<BudgetError> for Rejection {
    fn from(error: BudgetError) -> Self {
        Self::Uncountable(DueError::Budget(error))
    }
}
