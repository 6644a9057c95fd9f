use jiff::Timestamp;
use tongban_calendar::{Budget, BudgetError, DueError, Lang};

use super::{PARTS_MAX, QUESTIONS_MAX, RETURNS_MAX, SHARES_MAX};

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
    /// It is disputed: the panel's turn.
    #[error("the task is disputed and waits for the ruling")]
    AwaitsRuling,
    /// A ruling says who answers it.
    #[error("a ruling says who has to answer the task; it binds")]
    Ruled,
    /// One dispute of each department about a task.
    #[error("this department disputed the task before and took that back")]
    DisputedBefore,
    /// What is only practised is not worth a panel.
    #[error("a drill is practised, not disputed")]
    Practised,
    /// Who disputes a task does not name itself.
    #[error("department {department} cannot dispute a task and be responsible for it")]
    DisputesItself {
        /// The department.
        department: String,
    },
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
        "the task was returned {RETURNS_MAX} times; answer it, with an objection if need be, or dispute it"
    )]
    ReturnedTooOften,
    /// Its answers were sent back so often that it is a matter of dispute.
    #[error(
        "answers were sent back {RETURNS_MAX} times; accept this one, or ask the coordinator to close the task"
    )]
    SentBackTooOften,
    /// It has no answer.
    #[error("the task is not answered")]
    NotReplied,
    /// A question waits for its answer.
    #[error("a question waits for its answer")]
    QuestionOpen,
    /// There is no question.
    #[error("nothing was asked back")]
    NoQuestion,
    /// So many questions gain time.
    #[error("{QUESTIONS_MAX} questions were put; answer the task, with an objection if need be")]
    TooManyQuestions,
    /// So many parts are no answer.
    #[error("the task was answered in {PARTS_MAX} parts; answer it as a whole")]
    TooManyParts,
    /// More time was asked for, and nobody has decided.
    #[error("an extension was asked for and is not decided")]
    ExtensionOpen,
    /// Nobody asked for more time.
    #[error("no extension was asked for")]
    NoExtensionAsked,
    /// Only who has to answer a task asks others to help with it.
    #[error("only department {department}, which has to answer the task, asks others to help")]
    NotParents {
        /// Who has to answer it.
        department: String,
    },
    /// Help that comes after the task is due is none.
    #[error("the task that this helps with is due at {due_at}; give a shorter limit")]
    LaterThanParent {
        /// Until when that task is due.
        due_at: Timestamp,
    },
    /// A task does not give way to itself.
    #[error("a task cannot be shared with itself")]
    SameTask,
    /// It waits for nothing, or others wait for it.
    #[error("the other task is answered, or other cases wait for it")]
    GivesNoWay,
    /// The answer to one would be taken for the answer to the other.
    #[error("a drill shares no task with real work")]
    DrillShared,
    /// Another department was asked.
    #[error("the other task asks another department than {department}")]
    OtherDepartment {
        /// Who is asked by this one.
        department: String,
    },
    /// The other case would wait longer than its own task let it.
    #[error("this task is due at {due_at}, later than the other one")]
    DueLater {
        /// Until when this one is due.
        due_at: Timestamp,
    },
    /// As many cases as one task serves.
    #[error("{SHARES_MAX} cases share the task already")]
    TooManyShares,
    /// Who works a task does not change without a word.
    #[error("{handler} works this task; say why somebody else should")]
    HandOverUnreasoned {
        /// Who works it.
        handler: String,
    },
    /// Who has to answer a task does not urge itself.
    #[error("department {department} has to answer the task and cannot urge itself")]
    UrgesItself {
        /// The department.
        department: String,
    },
    /// It was urged a moment ago.
    #[error("the task was urged; it may be urged again from {again_at}")]
    UrgedAlready {
        /// From when it may be urged again.
        again_at: Timestamp,
    },
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
