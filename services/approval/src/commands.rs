//! What may be wished of a case that is being decided.

use tongban_kernel::calendar::{Budget, Office};
use tongban_kernel::{CaseId, CaseNumber, TaskId, Wording};

use crate::events::{Answer, PlannedProcedure, PlannedStep};
use jiff::Timestamp;

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Begin to decide a case that intake has accepted.
    Open(Box<Plan>),
    /// Say yes to a step.
    Approve {
        /// The step.
        step: String,
        /// Why, where there is more to say than yes.
        opinion: Option<Wording>,
    },
    /// Send the case back to an earlier step.
    Return {
        /// The step that sends it back.
        from: String,
        /// The step that begins again.
        to: String,
        /// Why.
        reason: Wording,
    },
    /// Say no at a step: the case ends.
    Refuse {
        /// The step.
        step: String,
        /// Why.
        reason: Wording,
        /// The rule it rests on.
        legal_basis: Wording,
    },
    /// Record what a department that was asked has answered.
    RecordAnswer {
        /// The step that asked.
        step: String,
        /// Its round.
        round: u32,
        /// Who answered.
        department: String,
        /// The task.
        task_id: TaskId,
        /// Whether it agrees.
        outcome: Answer,
        /// Its opinion.
        opinion: String,
    },
    /// Wait again for a department whose reply was sent back.
    ReopenCooperation {
        /// The step.
        step: String,
        /// Its round.
        round: u32,
        /// The task.
        task_id: TaskId,
    },
    /// Stop waiting for a department whose task was closed or withdrawn.
    EndCooperation {
        /// The step that asked.
        step: String,
        /// Its round.
        round: u32,
        /// The task.
        task_id: TaskId,
    },
    /// Stop the clocks for a special procedure.
    Suspend {
        /// The procedure's code in the item.
        procedure: String,
        /// Why.
        reason: Wording,
    },
    /// Let the clocks run again.
    Resume,
    /// Extend the limit of law before it ends, and the promise with it where both are counted in
    /// one unit.
    Extend {
        /// By how much, in the unit of the limit of law.
        amount: u32,
        /// Why.
        reason: Wording,
        /// Whose approval.
        approved_by: Wording,
    },
    /// Grant the application once all steps are done.
    Conclude {
        /// Why.
        reason: Wording,
        /// The rule it rests on.
        legal_basis: Wording,
    },
    /// Take a conclusion back.
    Reopen {
        /// The step that begins again.
        from: String,
        /// Why.
        reason: Wording,
        /// The rule or order it rests on.
        basis: Wording,
    },
    /// Declare a conclusion void.
    Annul {
        /// Why.
        reason: Wording,
        /// The rule or order it rests on.
        basis: Wording,
    },
    /// Put the file away.
    Archive,
    /// Stop, because the applicant withdrew.
    CloseByWithdrawal,
}

/// What the version of the item says about deciding a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The item.
    pub item_code: String,
    /// Its version.
    pub item_version: u32,
    /// The department that decides.
    pub department: String,
    /// When the application was received.
    pub received_at: Timestamp,
    /// When it was accepted: the clocks start.
    pub accepted_at: Timestamp,
    /// The steps.
    pub steps: Vec<PlannedStep>,
    /// Procedures that may stop the clocks.
    pub procedures: Vec<PlannedProcedure>,
    /// What the law allows.
    pub statutory: Budget,
    /// What the office promises.
    pub promised: Budget,
    /// By how much the limit may be extended; 0: not at all.
    pub extension_max: u32,
    /// How the deciding office reckons time.
    pub office: Office,
}
