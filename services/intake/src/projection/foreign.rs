//! What is read of approval's events; everything else in them passes by.

use serde::Deserialize;
use tongban_kernel::calendar::Deadline;
use tongban_kernel::{CaseId, Text};

use super::Happened;
use super::story::{NewDues, StepDue};
use crate::events::Outcome;

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum Foreign {
    #[serde(rename = "approval.case_opened.v1")]
    CaseOpened { case_id: CaseId, dues: Dues },
    #[serde(rename = "approval.step_started.v1")]
    StepStarted {
        case_id: CaseId,
        step: String,
        name: Text,
        department: String,
        deadline: Deadline,
    },
    #[serde(rename = "approval.step_decided.v1")]
    StepDecided { case_id: CaseId, step: String },
    #[serde(rename = "approval.step_returned.v1")]
    StepReturned { case_id: CaseId, again: Vec<String> },
    #[serde(rename = "approval.clock_suspended.v1")]
    ClockSuspended { case_id: CaseId, suspension: Suspension, dues: Option<Dues> },
    #[serde(rename = "approval.clock_resumed.v1")]
    ClockResumed { case_id: CaseId, dues: Dues },
    #[serde(rename = "approval.deadline_extended.v1")]
    DeadlineExtended { case_id: CaseId, reason: String, dues: Dues },
    #[serde(rename = "approval.case_concluded.v1")]
    CaseConcluded { case_id: CaseId, outcome: Outcome, reason: String },
    #[serde(rename = "approval.case_reopened.v1")]
    CaseReopened { case_id: CaseId, again: Vec<String>, reason: String, dues: Option<Dues> },
    #[serde(rename = "approval.case_annulled.v1")]
    CaseAnnulled { case_id: CaseId, reason: String },
    #[serde(rename = "approval.case_closed_by_withdrawal.v1")]
    CaseClosedByWithdrawal { case_id: CaseId },
}

#[derive(Deserialize)]
pub(super) struct Dues {
    promised: Deadline,
    steps: Vec<DueOfStep>,
}

#[derive(Deserialize)]
struct DueOfStep {
    step: String,
    deadline: Deadline,
}

#[derive(Deserialize)]
pub(super) struct Suspension {
    reason: String,
}

impl Foreign {
    /// The case, and what its applicant is told.
    pub(super) fn into_line(self) -> (CaseId, Happened) {
        match self {
            Self::CaseOpened { case_id, dues } => {
                (case_id, Happened::Opened { promised_at: at(&dues.promised) })
            }
            Self::StepStarted { case_id, step, name, department, deadline } => {
                let due_at = at(&deadline);
                (case_id, Happened::StepStarted { step, name, department, due_at })
            }
            Self::StepDecided { case_id, step } => (case_id, Happened::StepDecided { step }),
            Self::StepReturned { case_id, again } => (case_id, Happened::StepReturned { again }),
            Self::ClockSuspended { case_id, suspension, dues } => {
                let dues = dues.map(Dues::read);
                (case_id, Happened::Suspended { reason: suspension.reason, dues })
            }
            Self::ClockResumed { case_id, dues } => {
                (case_id, Happened::Resumed { dues: dues.read() })
            }
            Self::DeadlineExtended { case_id, reason, dues } => {
                (case_id, Happened::Extended { reason, dues: dues.read() })
            }
            Self::CaseConcluded { case_id, outcome, reason } => {
                (case_id, Happened::Concluded { outcome, reason })
            }
            Self::CaseReopened { case_id, again, reason, dues } => {
                let dues = dues.map(Dues::read);
                (case_id, Happened::Reopened { again, reason, dues })
            }
            Self::CaseAnnulled { case_id, reason } => (case_id, Happened::Annulled { reason }),
            Self::CaseClosedByWithdrawal { case_id } => (case_id, Happened::ClosedByWithdrawal),
        }
    }
}

impl Dues {
    fn read(self) -> NewDues {
        let step = |due: DueOfStep| StepDue { due_at: at(&due.deadline), step: due.step };
        let steps = self.steps.into_iter().map(step).collect();
        NewDues { promised_at: at(&self.promised), steps }
    }
}

fn at(deadline: &Deadline) -> Option<jiff::Timestamp> {
    deadline.due().map(|due| due.due_at)
}
