//! What may be wished of a task.

use jiff::Timestamp;
use tongban_calendar::{Budget, Ladder, Office};
use tongban_kernel::{CaseId, CaseNumber, DisputeId, TaskId, Text, Wording};

use super::events::{Occasion, Outcome, Rung, Settlement, Share, Source};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Asks another department to help.
    Request(Box<NewTask>),
    /// The asked department takes the task on.
    Acknowledge,
    /// The asked department, or a coordinator, says who of it works the task.
    Assign {
        /// The account.
        handler: String,
        /// Why: needed where somebody else works it.
        reason: Option<Wording>,
    },
    /// Who waits for the answer asks after it.
    Urge {
        /// What is said.
        note: Wording,
    },
    /// The asked department holds itself not responsible.
    Return {
        /// Why.
        reason: Wording,
        /// By which rule: nobody is sent away without one.
        legal_basis: Wording,
    },
    /// The asked department disputes that it has to answer: a panel rules.
    Dispute {
        /// Why.
        reason: Wording,
        /// By which rule.
        legal_basis: Wording,
        /// Who has to answer, as it sees it.
        responsible: Option<String>,
    },
    /// A dispute ended: somebody has to answer, or nobody.
    Settle(Box<Settled>),
    /// The asked department needs to know something first.
    AskBack {
        /// What.
        question: Wording,
    },
    /// The asking department says it.
    AnswerQuestion {
        /// What it says.
        answer: Wording,
    },
    /// The asked department answers a part.
    ReplyPartly {
        /// What it says so far.
        opinion: Wording,
    },
    /// The asked department answers.
    Reply {
        /// Whether it agrees.
        outcome: Outcome,
        /// What it says.
        opinion: Wording,
    },
    /// The asking department is content with the answer.
    AcceptReply,
    /// The asking department is not: the answer does not answer what was asked.
    SendBackReply {
        /// What is missing.
        reason: Wording,
    },
    /// The asked department asks for more time.
    RequestExtension {
        /// How much, in the unit of the limit.
        by: Budget,
        /// Why.
        reason: Wording,
    },
    /// The coordinator gives more time, asked for or not.
    Extend {
        /// How much, in the unit of the limit.
        by: Budget,
        /// Why.
        reason: Wording,
    },
    /// The coordinator gives no more time.
    DeclineExtension {
        /// Why.
        reason: Wording,
    },
    /// The coordinator names who has to answer.
    Reassign {
        /// Who is asked from now on.
        to_department: String,
        /// Why.
        reason: Wording,
    },
    /// Another case that asks the same of the same department waits for this task.
    Share(Box<Sharing>),
    /// Its case waits for another task from now on.
    Join {
        /// For which.
        into: TaskId,
    },
    /// The task that its case waited for ended without an answer.
    Resume,
    /// The asking department no longer needs it.
    Withdraw {
        /// Why.
        reason: Wording,
    },
    /// The task is no longer needed, or its answer is filed.
    Close {
        /// Why.
        reason: Wording,
    },
    /// A rung has become due.
    IssueWarning {
        /// Which.
        rung: Rung,
        /// Of which deadline.
        epoch: u32,
    },
}

/// A task as it is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTask {
    /// The task.
    pub task_id: TaskId,
    /// The case that needs it.
    pub case_id: CaseId,
    /// What kind of business that is.
    pub occasion: Occasion,
    /// The case's number.
    pub number: CaseNumber,
    /// Who asks.
    pub from_department: String,
    /// Who is asked.
    pub to_department: String,
    /// What is asked.
    pub ask: Text,
    /// The rule by which it may be asked.
    pub legal_basis: String,
    /// Papers that go with it, by name.
    pub materials: Vec<String>,
    /// How long the answer may take.
    pub limit: Budget,
    /// How the asked department reckons time; the limit is counted with it.
    pub office: Office,
    /// Who is warned when it is late.
    pub ladder: Ladder,
    /// The step that waits for the answer.
    pub source: Option<Source>,
    /// The task of the asking department that it helps with.
    pub parent: Option<Parent>,
}

/// The task that a subtask helps with, as it stands when the subtask is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The task.
    pub task_id: TaskId,
    /// Who is to answer it, and so may ask others to help.
    pub department: String,
    /// Until when: help that comes later is none.
    pub due_at: Timestamp,
}

/// How a dispute ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Which.
    pub dispute_id: DisputeId,
    /// How.
    pub settlement: Settlement,
    /// Who has to answer; none where nobody has to.
    pub to_department: Option<String>,
    /// Why.
    pub reason: String,
}

/// A task that gives way to this one, as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// The task with its case.
    pub share: Share,
    /// Who is asked by it.
    pub to_department: String,
    /// Until when its case may wait.
    pub due_at: Timestamp,
    /// What kind of business that is.
    pub occasion: Occasion,
    /// It waits for its answer, and no other case waits for it.
    pub gives_way: bool,
}
