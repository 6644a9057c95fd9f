//! What happens to an emergency. Wire names are never changed.

mod planned;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::Ladder;
use tongban_catalog::model::{IncidentKind, Severity};
use tongban_kernel::{CaseId, CaseNumber, DomainEvent, TaskId, Text};

pub use planned::{Outstanding, PlannedPaper, PlannedTask};

use crate::task::events::Occasion;

/// The facts of an emergency, or of a drill. Departments, plans and papers are codes of the
/// catalogue; free texts are in the office's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A coordinator declared it (启动应急响应). It holds the plan in full, so that later versions
    /// change nothing about it.
    #[serde(rename = "coordination.emergency_declared.v1")]
    EmergencyDeclared {
        /// The emergency, as the business that its tasks are asked for.
        case_id: CaseId,
        /// Its number.
        number: CaseNumber,
        /// `emergency`, or `drill`.
        occasion: Occasion,
        /// The plan.
        #[schemars(with = "tongban_kernel::Code")]
        plan: String,
        /// Its version.
        plan_version: u32,
        /// Its name.
        plan_name: Text,
        /// What kind of emergency.
        kind: IncidentKind,
        /// How severe.
        severity: Severity,
        /// Who leads: the tasks are asked in its name.
        #[schemars(with = "tongban_kernel::Code")]
        lead: String,
        /// What happened.
        what: String,
        /// Where.
        place: String,
        /// Who is warned of late tasks, and when.
        ladder: Ladder,
        /// What is to be done, all at once.
        tasks: Vec<PlannedTask>,
        /// When it was declared.
        declared_at: Timestamp,
        /// The first instant that is too late for the first response.
        respond_by_at: Timestamp,
    },
    /// The first of those who were asked took a task on (首次响应).
    #[serde(rename = "coordination.emergency_responded.v1")]
    EmergencyResponded {
        /// The emergency.
        case_id: CaseId,
        /// The task.
        task_id: TaskId,
        /// Who took it on.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// When.
        responded_at: Timestamp,
    },
    /// The time for the first response has passed without one (逾期未响应): once.
    #[serde(rename = "coordination.emergency_unanswered.v1")]
    EmergencyUnanswered {
        /// The emergency.
        case_id: CaseId,
        /// Until when somebody had to respond.
        respond_by_at: Timestamp,
    },
    /// Somebody said how things stand (情况报告).
    #[serde(rename = "coordination.situation_reported.v1")]
    SituationReported {
        /// The emergency.
        case_id: CaseId,
        /// Which report, from 1.
        nth: u32,
        /// Who reports; none where no department does.
        #[schemars(with = "Option<tongban_kernel::Code>")]
        department: Option<String>,
        /// How things stand.
        text: String,
        /// When.
        reported_at: Timestamp,
    },
    /// It is more or less severe than was thought (响应级别调整).
    #[serde(rename = "coordination.emergency_severity_changed.v1")]
    SeverityChanged {
        /// The emergency.
        case_id: CaseId,
        /// How severe it was.
        from: Severity,
        /// How severe it is.
        to: Severity,
        /// Why.
        reason: String,
    },
    /// A coordinator ended it (终止应急响应). Its open tasks are closed, and what was skipped is to be
    /// brought; of a drill nothing is.
    #[serde(rename = "coordination.emergency_ended.v1")]
    EmergencyEnded {
        /// The emergency.
        case_id: CaseId,
        /// What was done.
        summary: String,
        /// When.
        ended_at: Timestamp,
        /// What is to be brought, and until when.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        papers: Vec<Outstanding>,
    },
    /// A department brought a paper that was skipped (补办).
    #[serde(rename = "coordination.skipped_paper_handed_in.v1")]
    PaperHandedIn {
        /// The emergency.
        case_id: CaseId,
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        paper: String,
        /// Who brought it.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Under what it is kept.
        reference: String,
    },
    /// A supervisor said that a paper need not be brought (免予补办).
    #[serde(rename = "coordination.skipped_paper_waived.v1")]
    PaperWaived {
        /// The emergency.
        case_id: CaseId,
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        paper: String,
        /// Why.
        reason: String,
    },
    /// The time for a paper has passed without it (逾期未补办): once.
    #[serde(rename = "coordination.skipped_paper_late.v1")]
    PaperLate {
        /// The emergency.
        case_id: CaseId,
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        paper: String,
        /// Who has to bring it.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Until when it was to be brought.
        due_at: Timestamp,
    },
    /// Nothing is outstanding any more (归档): it is as if everything had been done in order.
    #[serde(rename = "coordination.emergency_closed.v1")]
    EmergencyClosed {
        /// The emergency.
        case_id: CaseId,
    },
}

impl DomainEvent for Event {}
