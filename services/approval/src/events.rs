//! What happens to a case while departments decide on it. Wire names are never changed.

mod plan;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::calendar::{Clock, ClockKind, Deadline, Office, Suspension, WorkingTime};
use tongban_kernel::{CaseId, CaseNumber, DomainEvent, TaskId, Text};

pub use plan::{Cooperation, Dues, Opening, PlannedProcedure, PlannedStep, StepDue};

/// The facts of approval (审批).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The case was accepted and its steps begin (立案).
    #[serde(rename = "approval.case_opened.v1")]
    CaseOpened(Box<Opening>),
    /// A step may be worked on, for the `round`-th time.
    #[serde(rename = "approval.step_started.v1")]
    StepStarted {
        /// The case.
        case_id: CaseId,
        /// Its number.
        number: CaseNumber,
        /// The step.
        #[schemars(with = "tongban_kernel::Code")]
        step: String,
        /// 1, and one more after every return to or before it.
        round: u32,
        /// Its name.
        name: Text,
        /// Who works it.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Its own clock (环节时限).
        clock: Clock,
        /// Until when.
        deadline: Deadline,
        /// Departments that are asked to help.
        cooperation: Vec<Cooperation>,
    },
    /// A department that was asked has answered.
    #[serde(rename = "approval.cooperation_answered.v1")]
    CooperationAnswered {
        /// The case.
        case_id: CaseId,
        /// The step.
        #[schemars(with = "tongban_kernel::Code")]
        step: String,
        /// Its round.
        round: u32,
        /// Who was asked.
        asked: String,
        /// Who answered: another department, where the task was reassigned.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// The task by which it was asked.
        task_id: TaskId,
        /// Whether it agrees.
        outcome: Answer,
        /// Its opinion.
        opinion: String,
    },
    /// A department that was asked will not answer: its task was closed. The step is left to its
    /// handler.
    #[serde(rename = "approval.cooperation_ended.v1")]
    CooperationEnded {
        /// The case.
        case_id: CaseId,
        /// The step.
        #[schemars(with = "tongban_kernel::Code")]
        step: String,
        /// Its round.
        round: u32,
        /// Who was asked.
        asked: String,
        /// The task by which it was asked.
        task_id: TaskId,
    },
    /// A department that had answered is waited for again: its reply was sent back.
    #[serde(rename = "approval.cooperation_reopened.v1")]
    CooperationReopened {
        /// The case.
        case_id: CaseId,
        /// The step.
        #[schemars(with = "tongban_kernel::Code")]
        step: String,
        /// Its round.
        round: u32,
        /// Who was asked.
        asked: String,
        /// The task by which it was asked.
        task_id: TaskId,
    },
    /// A reply that was sent back is not waited for: its step has gone on meanwhile. Its task ends.
    #[serde(rename = "approval.cooperation_not_awaited.v1")]
    CooperationNotAwaited {
        /// The case.
        case_id: CaseId,
        /// The task.
        task_id: TaskId,
    },
    /// A step is done: approved.
    #[serde(rename = "approval.step_decided.v1")]
    StepDecided {
        /// The case.
        case_id: CaseId,
        /// The step.
        #[schemars(with = "tongban_kernel::Code")]
        step: String,
        /// Its round.
        round: u32,
        /// Who decided.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Why.
        opinion: String,
        /// Decided by the replies of those who were asked, not by a person.
        automatic: bool,
    },
    /// The case goes back to an earlier step (退回); all that followed it is to be done again.
    #[serde(rename = "approval.step_returned.v1")]
    StepReturned {
        /// The case.
        case_id: CaseId,
        /// The step that sent it back.
        from_step: String,
        /// The step that begins again.
        to_step: String,
        /// All steps that are to be done again, that one included.
        again: Vec<String>,
        /// Why.
        reason: String,
        /// Requests to other departments that are no longer needed.
        ended_tasks: Vec<EndedTask>,
    },
    /// The clocks stand still for a special procedure (中止计时), told to the applicant in writing:
    /// Administrative Licensing Law art. 45.
    #[serde(rename = "approval.clock_suspended.v1")]
    ClockSuspended {
        /// The case.
        case_id: CaseId,
        /// Which clocks.
        clocks: Vec<ClockKind>,
        /// Since when, by which procedure, why.
        suspension: Suspension,
        /// The rule that allows it.
        legal_basis: String,
        /// What is due when, now: nothing of a clock that stands still. Not said at first.
        #[serde(default)]
        dues: Option<Dues>,
    },
    /// The clocks run again (恢复计时), with new due dates: because somebody says so, or because
    /// the case is concluded.
    #[serde(rename = "approval.clock_resumed.v1")]
    ClockResumed {
        /// The case.
        case_id: CaseId,
        /// Since when.
        resumed_at: Timestamp,
        /// What is due when, now.
        dues: Dues,
    },
    /// The limit was extended before it ended, with the approval of the head (延长审批): art. 42.
    #[serde(rename = "approval.deadline_extended.v1")]
    DeadlineExtended {
        /// The case.
        case_id: CaseId,
        /// By how much, in the unit of the limit of law.
        amount: u32,
        /// By how much the promise, in its own unit; 0: not at all. Left out where it was always as
        /// much as `amount`.
        #[serde(default)]
        promised_amount: Option<u32>,
        /// Why.
        reason: String,
        /// Whose approval.
        approved_by: String,
        /// When.
        granted_at: Timestamp,
        /// What is due when, now.
        dues: Dues,
    },
    /// The case is decided (办结).
    #[serde(rename = "approval.case_concluded.v1")]
    CaseConcluded(Box<Conclusion>),
    /// A conclusion was taken back and work goes on (重新办理). No clock ran while the case was
    /// closed.
    #[serde(rename = "approval.case_reopened.v1")]
    CaseReopened {
        /// The case.
        case_id: CaseId,
        /// The step that begins again.
        from_step: String,
        /// All steps that are to be done again, that one included.
        again: Vec<String>,
        /// The conclusion that no longer holds: who counts takes it off again.
        taken_back: Box<Conclusion>,
        /// Why.
        reason: String,
        /// The rule or order it rests on.
        basis: String,
        /// From the conclusion to here. Left out where the clocks ran on all the while.
        #[serde(default)]
        closed: Option<Suspension>,
        /// What is due when, now, but for the step that begins again. Not said at first.
        #[serde(default)]
        dues: Option<Box<Dues>>,
    },
    /// A conclusion was declared void (撤销).
    #[serde(rename = "approval.case_annulled.v1")]
    CaseAnnulled {
        /// The case.
        case_id: CaseId,
        /// The conclusion that no longer holds: who counts takes it off again.
        taken_back: Box<Conclusion>,
        /// Why.
        reason: String,
        /// The rule or order it rests on.
        basis: String,
    },
    /// The file was closed and put away (归档).
    #[serde(rename = "approval.case_archived.v1")]
    CaseArchived {
        /// The case.
        case_id: CaseId,
    },
    /// The applicant withdrew; nothing is left to decide (终止).
    #[serde(rename = "approval.case_closed_by_withdrawal.v1")]
    CaseClosedByWithdrawal {
        /// The case.
        case_id: CaseId,
        /// Requests to other departments that are no longer needed.
        ended_tasks: Vec<EndedTask>,
    },
}

impl DomainEvent for Event {}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Conclusion {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The item.
    #[schemars(with = "tongban_kernel::Code")]
    pub item_code: String,
    /// Its version.
    pub item_version: u32,
    /// The department that decided.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// Granted or refused.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// The rule it rests on.
    pub legal_basis: String,
    /// When the application was received.
    pub received_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// When it was decided.
    pub concluded_at: Timestamp,
    /// What the office took from receipt to decision, times at which clocks stood still for a
    /// procedure included, those for which the case was closed and then reopened not. Counted when
    /// it was decided: a calendar that changes later changes nothing about it.
    pub working_time: WorkingTime,
    /// The due dates that held at the end, and the clocks that lead to them.
    pub dues: Dues,
    /// The statutory clock with its suspensions and extensions.
    pub statutory: Clock,
    /// The promised clock.
    pub promised: Clock,
    /// How the office reckons time.
    pub office: Office,
    /// Requests to other departments that are no longer needed.
    pub ended_tasks: Vec<EndedTask>,
}

/// Granted or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 准予.
    Granted,
    /// 不予.
    Refused,
}

/// What a department that was asked answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// 同意.
    Agreed,
    /// 不同意.
    Objected,
}

/// A request to another department that is no longer needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndedTask {
    /// The step that asked.
    pub step: String,
    /// Its round.
    pub round: u32,
    /// Who was asked.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
}

/// The task by which a step asks a department: the same for everyone who knows the three.
pub fn task_of(case: CaseId, step: &str, round: u32, department: &str) -> TaskId {
    TaskId::derive(case, format!("{step}/{round}/{department}").as_bytes())
}
