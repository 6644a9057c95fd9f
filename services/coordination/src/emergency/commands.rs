//! What may be wished of an emergency.

use jiff::Timestamp;
use tongban_calendar::{Budget, Ladder};
use tongban_catalog::model::{IncidentKind, Severity};
use tongban_kernel::{CaseId, CaseNumber, TaskId, Text, Wording};

use super::events::PlannedTask;
use crate::task::events::Occasion;

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A coordinator declares it (启动应急响应).
    Declare(Box<NewEmergency>),
    /// Somebody who was asked took a task on.
    NoteResponse {
        /// The task.
        task_id: TaskId,
        /// Who took it on.
        department: String,
        /// When.
        responded_at: Timestamp,
    },
    /// The time for the first response has passed.
    NoteUnanswered,
    /// Somebody says how things stand (情况报告).
    Report {
        /// How.
        text: Wording,
    },
    /// It is more or less severe than was thought.
    ChangeSeverity {
        /// How severe.
        severity: Severity,
        /// Why.
        reason: Wording,
    },
    /// A coordinator ends it (终止应急响应).
    End {
        /// What was done.
        summary: Wording,
    },
    /// A department brings a paper that was skipped (补办).
    HandIn {
        /// Which.
        paper: String,
        /// Under what it is kept: its number or title.
        reference: Wording,
    },
    /// A supervisor says that a paper need not be brought (免予补办).
    Waive {
        /// Which.
        paper: String,
        /// Why.
        reason: Wording,
    },
    /// The time for a paper has passed.
    NoteLate {
        /// Which.
        paper: String,
    },
}

/// An emergency as it is declared.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEmergency {
    /// The emergency, as the business that its tasks are asked for.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// Whether it is one, or a drill.
    pub occasion: Occasion,
    /// The plan.
    pub plan: String,
    /// Its version.
    pub plan_version: u32,
    /// Its name.
    pub plan_name: Text,
    /// What kind of emergency.
    pub kind: IncidentKind,
    /// How severe.
    pub severity: Severity,
    /// Who leads.
    pub lead: String,
    /// What happened.
    pub what: Wording,
    /// Where.
    pub place: Wording,
    /// Within what somebody has to respond.
    pub respond_within: Budget,
    /// Who is warned of late tasks, and when.
    pub ladder: Ladder,
    /// What is to be done.
    pub tasks: Vec<PlannedTask>,
}
