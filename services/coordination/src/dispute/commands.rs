//! What may be wished of a dispute.

use jiff::Timestamp;
use tongban_calendar::Office;
use tongban_catalog::model::Arbitration;
use tongban_kernel::{CaseId, CaseNumber, DisputeId, TaskId, Text, Wording};

use super::events::{Member, Ruling};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A task is disputed.
    Open(Box<NewDispute>),
    /// A department that is heard says what it holds (答辩).
    Answer {
        /// What.
        position: Wording,
        /// By which rule.
        legal_basis: Wording,
    },
    /// Another department is to be heard as well (追加当事部门).
    Hear {
        /// Which.
        department: String,
        /// How the city rules.
        rules: Rules,
    },
    /// Members are named who rule; who was a member and stays keeps the vote (组成仲裁组).
    Convene {
        /// All of them.
        members: Vec<Member>,
        /// The account of the one who presides.
        chair: String,
        /// How the city rules.
        rules: Rules,
    },
    /// A member steps back, or has to (回避).
    Recuse {
        /// The account.
        account: String,
        /// Why.
        reason: Wording,
    },
    /// A member says how to rule (表决).
    Vote {
        /// How.
        ruling: Ruling,
        /// Why.
        reason: Wording,
    },
    /// The chair puts on record what the majority holds (裁决).
    Rule {
        /// Why.
        reason: Wording,
        /// By which rule.
        legal_basis: Wording,
        /// How many members a panel has at least.
        members_min: usize,
    },
    /// What was ruled before on the same ask is applied again, without a panel (依先例处理).
    Follow {
        /// The ruling of before.
        precedent: Box<Precedent>,
        /// Why it fits.
        reason: Wording,
    },
    /// Whoever disputes the task no longer does (撤回争议).
    Withdraw {
        /// Why.
        reason: Wording,
    },
    /// The task ended in another way.
    Lapse,
    /// The time for answers, or for the ruling, has passed.
    NoteLate,
}

/// How a city rules on disputes, as it stands when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Limits and the size of a panel.
    pub arbitration: Arbitration,
    /// How its limits are counted.
    pub office: Office,
}

/// A dispute as it is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDispute {
    /// The dispute.
    pub dispute_id: DisputeId,
    /// The task.
    pub task_id: TaskId,
    /// Its case.
    pub case_id: CaseId,
    /// The case's number.
    pub number: CaseNumber,
    /// What was asked.
    pub ask: Text,
    /// Who disputes.
    pub by_department: String,
    /// Who asked.
    pub from_department: String,
    /// Who has to answer, as the disputing department sees it.
    pub responsible: Option<String>,
    /// Why.
    pub reason: String,
    /// By which rule.
    pub legal_basis: String,
    /// When it was disputed.
    pub disputed_at: Timestamp,
    /// How the city rules.
    pub rules: Rules,
}

/// A ruling of before, as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precedent {
    /// The dispute that it ended.
    pub dispute_id: DisputeId,
    /// What was asked, in the office's language.
    pub ask: String,
    /// What was ruled.
    pub ruling: Ruling,
    /// By which rule.
    pub legal_basis: String,
}
