use jiff::Timestamp;
use tongban_kernel::calendar::DueError;

/// Why a wish is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// No such case.
    #[error("the case is not open for approval")]
    Unknown,
    /// It is being decided already.
    #[error("the case is already open")]
    AlreadyOpen,
    /// It is over.
    #[error("the case is over")]
    NotOpen,
    /// The item has no such step.
    #[error("the case has no step {step}")]
    UnknownStep {
        /// What was named.
        step: String,
    },
    /// The step waits for others, or is done.
    #[error("step {step} is not being worked on")]
    StepNotActive {
        /// The step.
        step: String,
    },
    /// Another department works the step, or decides the case.
    #[error("only {department} may do this")]
    NotYourDepartment {
        /// Who may.
        department: String,
    },
    /// Departments that were asked have not answered.
    #[error("answers are missing from {}", departments.join(", "))]
    AnswersMissing {
        /// Who has not answered.
        departments: Vec<String>,
    },
    /// A department answers what it was not asked.
    #[error("step {step} did not ask {department}")]
    NotAsked {
        /// The step.
        step: String,
        /// Who answers.
        department: String,
    },
    /// A case goes back only to a step that was done before.
    #[error("step {to} does not come before step {from}")]
    NotEarlier {
        /// The step that sends it back.
        from: String,
        /// Where to.
        to: String,
    },
    /// A reopening goes back to a step that was begun, after steps that are done.
    #[error("step {step} was not begun after all steps before it were done")]
    NotBegun {
        /// What was named.
        step: String,
    },
    /// Steps are still to be done.
    #[error("steps are not done: {}", steps.join(", "))]
    StepsMissing {
        /// Which.
        steps: Vec<String>,
    },
    /// The item has no such special procedure.
    #[error("the item has no special procedure {procedure}")]
    UnknownProcedure {
        /// What was named.
        procedure: String,
    },
    /// The clocks stand still already.
    #[error("the clocks stand still already")]
    AlreadySuspended,
    /// The clocks run.
    #[error("the clocks run already")]
    NotSuspended,
    /// The item allows no such extension.
    #[error("the limit may be extended by {max} at most, all extensions together")]
    ExtensionTooLong {
        /// The most, in the unit of the limit.
        max: u32,
    },
    /// What is late is not made timely by more time.
    #[error("the limit of law ended at {due_at}; it is extended before it ends")]
    LimitPassed {
        /// The first instant that was too late.
        due_at: Timestamp,
    },
    /// A limit of the item cannot be counted.
    #[error("a due date cannot be computed")]
    Due(#[from] DueError),
}
