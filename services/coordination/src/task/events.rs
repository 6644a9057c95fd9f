//! What happens to a task that one department asks of another (协同任务).

mod deadline;
mod dispute;
mod handling;
mod occasion;
mod outcome;
mod rung;
mod waiting;
mod warning;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Budget, Ladder, Office};
use tongban_kernel::{CaseId, CaseNumber, DisputeId, DomainEvent, TaskId, Text};

pub use deadline::Deadline;
pub use dispute::{DisputeSettled, Settlement, TaskDisputed};
pub use handling::{Assignment, Urging};
pub use occasion::Occasion;
pub use outcome::Outcome;
pub use rung::{Addressee, Colour, Rung};
pub use waiting::{Share, Source, TaskShared};
pub use warning::{TaskEscalated, WarningMet};

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
        /// What kind of business that is.
        #[serde(default, skip_serializing_if = "Occasion::is_application")]
        occasion: Occasion,
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
        /// Papers that go with it, by name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        materials: Vec<String>,
        /// How long the answer may take.
        limit: Budget,
        /// How the asked department reckons time; the limit is counted with it.
        office: Office,
        /// Who is warned when it is late.
        #[serde(default, skip_serializing_if = "Ladder::is_standard")]
        ladder: Ladder,
        /// The step of the case that waits for the answer; none for a task asked by hand.
        source: Option<Source>,
        /// The task of the asking department that this one helps with (子任务).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<TaskId>,
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
        /// What kind of business that is.
        #[serde(default, skip_serializing_if = "Occasion::is_application")]
        occasion: Occasion,
        /// Who took it on.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// The account that works it from now on (经办人); none where it was assigned before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handler: Option<String>,
    },
    /// Somebody of the asked department works it from now on (交办); somebody else than before
    /// with a reason (移交).
    #[serde(rename = "coordination.task_assigned.v1")]
    TaskAssigned(Assignment),
    /// Who waits for the answer asked after it (催办).
    #[serde(rename = "coordination.task_urged.v1")]
    TaskUrged(Urging),
    /// The asked department needs to know something first (征询). The clock runs on: a question
    /// gains no time.
    #[serde(rename = "coordination.task_questioned.v1")]
    TaskQuestioned {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// What kind of business that is.
        #[serde(default, skip_serializing_if = "Occasion::is_application")]
        occasion: Occasion,
        /// Who asks back.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// What.
        question: String,
    },
    /// The asking department said it (答询).
    #[serde(rename = "coordination.question_answered.v1")]
    QuestionAnswered {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// What it says.
        answer: String,
    },
    /// The asked department answered a part (阶段性反馈); the rest is still due.
    #[serde(rename = "coordination.task_partly_replied.v1")]
    TaskPartlyReplied {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// What kind of business that is.
        #[serde(default, skip_serializing_if = "Occasion::is_application")]
        occasion: Occasion,
        /// Who answered.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Which part, from 1.
        nth: u32,
        /// What it says so far.
        opinion: String,
        /// A question of its own is still open.
        was_questioned: bool,
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
    /// The asked department disputes that it has to answer (提出争议): a panel rules.
    #[serde(rename = "coordination.task_disputed.v1")]
    TaskDisputed(TaskDisputed),
    /// The dispute about the task ended, and somebody has to answer it (争议了结).
    #[serde(rename = "coordination.dispute_settled.v1")]
    DisputeSettled(DisputeSettled),
    /// The asked department asked for more time (申请延期).
    #[serde(rename = "coordination.extension_requested.v1")]
    ExtensionRequested {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Who asks.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// How much, in the unit of the limit.
        by: Budget,
        /// Why.
        reason: String,
    },
    /// The coordinator gave no more time (不予延期).
    #[serde(rename = "coordination.extension_declined.v1")]
    ExtensionDeclined {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Why.
        reason: String,
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
        /// What kind of business that is.
        #[serde(default, skip_serializing_if = "Occasion::is_application")]
        occasion: Occasion,
        /// The step that waits for the answer.
        source: Option<Source>,
        /// Who answered.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Whether it agrees.
        outcome: Outcome,
        /// What it says.
        opinion: String,
        /// Other cases that waited for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shares: Vec<Share>,
        /// When; while the answer lies with the asking department, the limit stands still.
        #[serde(default)]
        replied_at: Option<Timestamp>,
    },
    /// The asking department is content with the answer (采纳).
    #[serde(rename = "coordination.reply_accepted.v1")]
    ReplyAccepted {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// Who answered.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
    },
    /// The answer does not answer what was asked (退回重办): the asked department works on. The
    /// time in which the answer lay with the asking department does not count.
    #[serde(rename = "coordination.reply_sent_back.v1")]
    ReplySentBack {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The step that waits for the answer again.
        source: Option<Source>,
        /// Other cases that wait for it again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shares: Vec<Share>,
        /// Who has to answer.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// What is missing.
        reason: String,
        /// Which time an answer to this task is sent back, from 1.
        nth: u32,
        /// When.
        sent_back_at: Timestamp,
        /// A new epoch; the due date moves by the time in which the answer lay.
        deadline: Deadline,
    },
    /// Another case that asks the same of the same department waits for this task (共用).
    #[serde(rename = "coordination.task_shared.v1")]
    TaskShared(TaskShared),
    /// The task gave way to one that its case shares (并入).
    #[serde(rename = "coordination.task_joined.v1")]
    TaskJoined {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The task that its case waits for from now on.
        into: TaskId,
    },
    /// The task that its case shared ended without an answer: this one is asked again (恢复).
    #[serde(rename = "coordination.task_resumed.v1")]
    TaskResumed {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// A new epoch of the same due date.
        deadline: Deadline,
    },
    /// The asking department no longer needs it (撤回).
    #[serde(rename = "coordination.task_withdrawn.v1")]
    TaskWithdrawn {
        /// The task.
        task_id: TaskId,
        /// Its case.
        case_id: CaseId,
        /// The step that waited for the answer, and waits no longer.
        source: Option<Source>,
        /// Other cases that waited for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shares: Vec<Share>,
        /// Who was asked.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// The dispute that ends with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dispute_id: Option<DisputeId>,
        /// Why.
        reason: String,
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
        /// Other cases that waited for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shares: Vec<Share>,
        /// Who was asked.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// The dispute that ends with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dispute_id: Option<DisputeId>,
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
        /// What kind of business that is.
        #[serde(default, skip_serializing_if = "Occasion::is_application")]
        occasion: Occasion,
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
        /// Who asks, and sees that it was warned; those of before this was said name nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<tongban_kernel::Code>")]
        from_department: Option<String>,
        /// Who is warned.
        to_role: Addressee,
        /// Until when it is to be answered in writing; none where doing the work is the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer_by_at: Option<Timestamp>,
    },
    /// What a warning asked for was done: the task was taken on, or answered in time (已处置).
    #[serde(rename = "coordination.warning_met.v1")]
    WarningMet(WarningMet),
    /// A warning went above those who work the task (升级督办).
    #[serde(rename = "coordination.task_escalated.v1")]
    TaskEscalated(TaskEscalated),
}

impl DomainEvent for Event {}
