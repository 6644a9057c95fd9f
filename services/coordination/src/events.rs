//! What happens to a task that one department asks of another (协同任务).

mod deadline;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Budget, Office};
use tongban_kernel::{CaseId, CaseNumber, DomainEvent, TaskId, Text};

pub use deadline::{Addressee, Deadline, Rung};

/// The facts of a task. Departments are codes of the catalogue; free texts are in the office's
/// language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A department asked another one to help with a case (协同发起).
    #[serde(rename = "coordination.task_requested.v1")]
    TaskRequested {
        /// The task.
        task_id: TaskId,
        /// The case that needs it.
        case_id: CaseId,
        /// The case's number.
        number: CaseNumber,
        /// Who asks.
        #[schemars(with = "tongban_kernel::Code")]
        from_department: String,
        /// Who is asked.
        #[schemars(with = "tongban_kernel::Code")]
        to_department: String,
        /// What is asked.
        ask: Text,
        /// The rule by which it may be asked, as it is cited.
        legal_basis: String,
        /// How long the answer may take.
        limit: Budget,
        /// How the asked department reckons time; the limit is counted with it.
        office: Office,
        /// The step of the case that waits for the answer; none for a task asked by hand.
        source: Option<Source>,
        /// When the clock began.
        requested_at: Timestamp,
        /// Until when, and when it is warned.
        deadline: Deadline,
    },
    /// The asked department took the task on (签收).
    #[serde(rename = "coordination.task_acknowledged.v1")]
    TaskAcknowledged {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Who took it on.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
    },
    /// The asked department holds itself not responsible (退回): the coordinator decides. The
    /// clock runs on, and warns anew.
    #[serde(rename = "coordination.task_returned.v1")]
    TaskReturned {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Who returned it.
        #[schemars(with = "tongban_kernel::Code")]
        by_department: String,
        /// Why.
        reason: String,
        /// By which rule.
        legal_basis: String,
        /// Which return of this task it is, from 1.
        nth: u32,
        /// A new epoch of the same due date.
        deadline: Deadline,
    },
    /// The coordinator named who has to answer (改派); the same department again when its return
    /// was not accepted.
    #[serde(rename = "coordination.task_reassigned.v1")]
    TaskReassigned {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Who is asked from now on.
        #[schemars(with = "tongban_kernel::Code")]
        to_department: String,
        /// Why.
        reason: String,
        /// A new epoch of the same due date.
        deadline: Deadline,
    },
    /// The coordinator gave more time (延期).
    #[serde(rename = "coordination.deadline_extended.v1")]
    DeadlineExtended {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// How much, in the unit of the limit.
        by: Budget,
        /// Why.
        reason: String,
        /// When it was granted.
        granted_at: Timestamp,
        /// A new epoch with a later due date.
        deadline: Deadline,
    },
    /// The asked department answered (反馈).
    #[serde(rename = "coordination.task_replied.v1")]
    TaskReplied {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The step that waits for the answer.
        source: Option<Source>,
        /// Who answered.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Whether it agrees.
        outcome: Outcome,
        /// What it says.
        opinion: String,
    },
    /// The task is no longer needed, or its answer is filed (办结).
    #[serde(rename = "coordination.task_closed.v1")]
    TaskClosed {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The step that waited for the answer, and waits no longer.
        source: Option<Source>,
        /// Who was asked.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Why.
        reason: String,
    },
    /// A rung of the ladder was reached while the task was open (预警): once per task, rung and
    /// epoch.
    #[serde(rename = "coordination.warning_issued.v1")]
    WarningIssued {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The case's number.
        number: CaseNumber,
        /// Which rung.
        rung: Rung,
        /// The epoch of the deadline.
        epoch: u32,
        /// The due date warned about.
        due_at: Timestamp,
        /// When it was warned.
        issued_at: Timestamp,
        /// Who has to answer the task.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Who is warned.
        to_role: Addressee,
    },
    /// A warning went above those who work the task (升级督办).
    #[serde(rename = "coordination.task_escalated.v1")]
    TaskEscalated {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Which rung.
        rung: Rung,
        /// Who is to act.
        to_role: Addressee,
    },
}

/// The step of a case that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Id of the step inside the item.
    #[schemars(with = "tongban_kernel::Code")]
    pub step: String,
    /// Which time the step was started, from 1.
    pub round: u32,
}

/// What the asked department says (协同意见).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 同意.
    Agreed,
    /// 不同意.
    Objected,
}

impl Outcome {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Objected => "objected",
        }
    }
}

impl DomainEvent for Event {}
