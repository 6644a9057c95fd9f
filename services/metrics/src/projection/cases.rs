use jiff::Timestamp;
use serde::Deserialize;
use tongban_kernel::calendar::{Clock, ClockKind, Deadline, Suspension, WorkingTime};
use tongban_kernel::{CaseId, CaseNumber, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, Value, change, put};

use super::flows::{self, CaseFlow};
use super::turns;

/// One row per case.
///
/// What intake says and what approval says stand apart: a withdrawal that meets a conclusion on its
/// way is decided by approval, and before acceptance approval says nothing.
pub(super) static CASES: Table = Table {
    name: "cases",
    key: &["case_id"],
    ddl: &[
        // `intake`: received, accepted, declined, withdrawn, duplicate.
        // `approval`: none, open, concluded, annulled, withdrawn.
        // `…_event`: what made the case count as received, accepted, decided.
        "CREATE TABLE cases (
            case_id UUID NOT NULL PRIMARY KEY,
            number TEXT NOT NULL,
            item_code TEXT NOT NULL,
            department TEXT NOT NULL,
            channel TEXT NOT NULL,
            intake TEXT NOT NULL,
            approval TEXT NOT NULL,
            received_at BIGINT NOT NULL,
            accepted_at BIGINT,
            concluded_at BIGINT,
            outcome TEXT,
            is_deemed INTEGER,
            statutory_due_at BIGINT,
            promised_due_at BIGINT,
            statutory_stopped_at BIGINT,
            promised_stopped_at BIGINT,
            on_time_by_law INTEGER,
            on_time_by_promise INTEGER,
            worked_minutes BIGINT,
            worked_milliworkdays BIGINT,
            suspended_minutes BIGINT,
            received_event UUID NOT NULL,
            accepted_event UUID,
            concluded_event UUID,
            caused_by UUID NOT NULL
        )",
        // All that is asked of cases that are not decided, and only of those.
        "CREATE INDEX cases_standing ON cases (department, item_code, approval, intake, \
            statutory_due_at, statutory_stopped_at, promised_due_at, promised_stopped_at) \
            WHERE approval <> 'concluded'",
        "CREATE INDEX cases_accepted ON cases (accepted_at, case_id) WHERE accepted_at IS NOT NULL",
        "CREATE INDEX cases_received ON cases (received_at, case_id)",
        // Few beside those that are over: what stands now is listed along it.
        "CREATE INDEX cases_undecided ON cases (received_at, case_id) \
            WHERE approval <> 'concluded'",
        "CREATE INDEX cases_concluded ON cases (concluded_at, case_id) \
            WHERE concluded_at IS NOT NULL",
    ],
};

/// What is read of the events of intake and approval; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum CaseEvent {
    #[serde(rename = "intake.case_submitted.v1")]
    Submitted(Box<Submission>),
    #[serde(rename = "intake.case_accepted.v1")]
    Accepted {
        case_id: CaseId,
        item_code: String,
        department: String,
        accepted_at: Timestamp,
        deemed: bool,
    },
    #[serde(rename = "intake.case_declined.v1")]
    Declined { case_id: CaseId },
    #[serde(rename = "intake.correction_requested.v1")]
    CorrectionRequested { case_id: CaseId },
    #[serde(rename = "intake.case_supplemented.v1")]
    Supplemented { case_id: CaseId, supplemented_at: Timestamp },
    #[serde(rename = "intake.case_withdrawn.v1")]
    Withdrawn { case_id: CaseId },
    #[serde(rename = "intake.duplicate_linked.v1")]
    DuplicateLinked { case_id: CaseId },
    #[serde(rename = "approval.case_opened.v1")]
    Opened { case_id: CaseId, dues: Dues },
    #[serde(rename = "approval.step_decided.v1")]
    StepDecided { case_id: CaseId, step: String },
    #[serde(rename = "approval.step_returned.v1")]
    StepReturned { case_id: CaseId },
    #[serde(rename = "approval.clock_suspended.v1")]
    Suspended { case_id: CaseId, clocks: Vec<ClockKind>, suspension: Suspension },
    #[serde(rename = "approval.clock_resumed.v1")]
    Resumed { case_id: CaseId, resumed_at: Timestamp, dues: Dues },
    #[serde(rename = "approval.deadline_extended.v1")]
    Extended { case_id: CaseId, dues: Dues },
    #[serde(rename = "approval.case_concluded.v1")]
    Concluded(Box<Conclusion>),
    #[serde(rename = "approval.case_reopened.v1")]
    Reopened {
        taken_back: Box<Conclusion>,
        dues: Option<Box<Dues>>,
        closed: Option<Box<Suspension>>,
    },
    #[serde(rename = "approval.case_annulled.v1")]
    Annulled { taken_back: Box<Conclusion> },
    #[serde(rename = "approval.case_closed_by_withdrawal.v1")]
    ClosedByWithdrawal { case_id: CaseId },
}

#[derive(Deserialize)]
pub(super) struct Submission {
    pub(super) case_id: CaseId,
    number: CaseNumber,
    item_code: String,
    department: String,
    channel: String,
    pub(super) received_at: Timestamp,
}

#[derive(Deserialize)]
pub(super) struct Dues {
    statutory: Deadline,
    promised: Deadline,
}

#[derive(Deserialize)]
pub(super) struct Conclusion {
    pub(super) case_id: CaseId,
    item_code: String,
    department: String,
    pub(super) outcome: Outcome,
    pub(super) concluded_at: Timestamp,
    working_time: WorkingTime,
    dues: Dues,
    statutory: Clock,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Granted,
    Refused,
}

impl Outcome {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
        }
    }
}

pub(super) fn rows(event: CaseEvent, cause: &Recorded) -> Vec<RowOp> {
    match event {
        CaseEvent::Submitted(submission) => submitted(*submission, cause),
        CaseEvent::Accepted { case_id, item_code, department, accepted_at, deemed } => {
            let flow = CaseFlow { accepted: 1, deemed: deemed.into(), ..CaseFlow::default() };
            let flows = flows::rows(flow, accepted_at, &department, &item_code, cause.partition);
            let set = vec![
                ("intake", "accepted".into()),
                ("accepted_at", accepted_at.into()),
                ("is_deemed", deemed.into()),
                ("accepted_event", cause.id.into()),
            ];
            with(case(case_id, set, cause), flows)
        }
        CaseEvent::Declined { case_id } => vec![intake(case_id, "declined", cause)],
        CaseEvent::Withdrawn { case_id } => vec![intake(case_id, "withdrawn", cause)],
        CaseEvent::DuplicateLinked { case_id } => vec![intake(case_id, "duplicate", cause)],
        CaseEvent::Opened { case_id, dues } => {
            vec![case(case_id, [vec![approval("open")], due(&dues)].concat(), cause)]
        }
        CaseEvent::Suspended { case_id, clocks, suspension } => {
            vec![case(case_id, stopped(&clocks, suspension.from()), cause)]
        }
        CaseEvent::Resumed { case_id, dues, .. } => {
            vec![case(case_id, [running(), due(&dues)].concat(), cause)]
        }
        CaseEvent::Extended { case_id, dues } => vec![case(case_id, due(&dues), cause)],
        CaseEvent::Concluded(conclusion) => concluded(&conclusion, cause),
        CaseEvent::Reopened { taken_back, dues, closed } => {
            let correction = CaseFlow { reopened: 1, ..CaseFlow::default() };
            // Where nothing is said of them, the due dates of the conclusion go on.
            let dues = dues.as_deref().map(due).unwrap_or_default();
            let goes_on = [vec![approval("open")], running(), dues].concat();
            let until = closed.and_then(|closed| closed.to()).unwrap_or(cause.occurred_at);
            let (case_id, from) = (taken_back.case_id, taken_back.concluded_at);
            let mut rows = took_back(&taken_back, goes_on, correction, cause);
            rows.push(turns::closed(case_id, from, until, cause));
            rows
        }
        CaseEvent::Annulled { taken_back } => {
            let correction = CaseFlow { annulled: 1, ..CaseFlow::default() };
            took_back(&taken_back, vec![approval("annulled")], correction, cause)
        }
        CaseEvent::ClosedByWithdrawal { case_id } => {
            vec![case(case_id, vec![approval("withdrawn")], cause)]
        }
        // On the way of the case alone.
        CaseEvent::CorrectionRequested { .. }
        | CaseEvent::Supplemented { .. }
        | CaseEvent::StepDecided { .. }
        | CaseEvent::StepReturned { .. } => Vec::new(),
    }
}

fn submitted(submission: Submission, cause: &Recorded) -> Vec<RowOp> {
    let Submission { case_id, number, item_code, department, channel, received_at } = submission;
    let flow = CaseFlow { received: 1, ..CaseFlow::default() };
    let flows = flows::rows(flow, received_at, &department, &item_code, cause.partition);
    let set = [
        ("number", number.as_str().into()),
        ("item_code", item_code.into()),
        ("department", department.into()),
        ("channel", channel.into()),
        ("intake", "received".into()),
        approval("none"),
        ("received_at", received_at.into()),
        ("received_event", cause.id.into()),
        ("caused_by", cause.id.into()),
    ];
    with(put(&CASES, [("case_id", case_id.into())], set), flows)
}

fn concluded(conclusion: &Conclusion, cause: &Recorded) -> Vec<RowOp> {
    let measured = vec![
        approval("concluded"),
        ("concluded_at", conclusion.concluded_at.into()),
        ("concluded_event", cause.id.into()),
        ("outcome", conclusion.outcome.name().into()),
        ("on_time_by_law", (!conclusion.is_late(&conclusion.dues.statutory)).into()),
        ("on_time_by_promise", (!conclusion.is_late(&conclusion.dues.promised)).into()),
        ("worked_minutes", conclusion.worked_minutes().into()),
        ("worked_milliworkdays", conclusion.worked_milliworkdays().into()),
        ("suspended_minutes", conclusion.suspended_minutes().into()),
    ];
    let row = case(conclusion.case_id, [measured, due(&conclusion.dues)].concat(), cause);
    with(row, conclusion.flows(conclusion.flow(), conclusion.concluded_at, cause))
}

/// A conclusion holds no more: it is taken off where it was put on, and what took it back is counted
/// when that happened.
fn took_back(
    conclusion: &Conclusion,
    is_now: Cells,
    correction: CaseFlow,
    cause: &Recorded,
) -> Vec<RowOp> {
    let forgotten = [
        "concluded_at",
        "concluded_event",
        "outcome",
        "on_time_by_law",
        "on_time_by_promise",
        "worked_minutes",
        "worked_milliworkdays",
        "suspended_minutes",
    ];
    let forgotten = forgotten.map(|column| (column, Value::Null)).to_vec();
    let set = [is_now, forgotten].concat();
    let off = conclusion.flows(-conclusion.flow(), conclusion.concluded_at, cause);
    let on = conclusion.flows(correction, cause.occurred_at, cause);
    with(case(conclusion.case_id, set, cause), off.into_iter().chain(on))
}

impl Conclusion {
    /// Late from the due instant on; decided while the clock stood still is in time.
    fn is_late(&self, deadline: &Deadline) -> bool {
        deadline.is_overdue(self.concluded_at)
    }

    fn worked_minutes(&self) -> i64 {
        self.working_time.worked.as_mins()
    }

    #[expect(clippy::cast_possible_truncation, reason = "thousandths of a case's working days")]
    fn worked_milliworkdays(&self) -> i64 {
        (self.working_time.workdays * 1_000.0).round() as i64
    }

    /// A special procedure that still ran ended with the case.
    fn suspended_minutes(&self) -> i64 {
        self.statutory.time_in_procedures(self.concluded_at).as_mins()
    }

    fn flow(&self) -> CaseFlow {
        let mut flow = CaseFlow {
            concluded: 1,
            granted: (self.outcome == Outcome::Granted).into(),
            refused: (self.outcome == Outcome::Refused).into(),
            late_by_law: self.is_late(&self.dues.statutory).into(),
            late_by_promise: self.is_late(&self.dues.promised).into(),
            worked_minutes: self.worked_minutes(),
            worked_milliworkdays: self.worked_milliworkdays(),
            suspended_minutes: self.suspended_minutes(),
            ..CaseFlow::default()
        };
        *flow.took(self.worked_milliworkdays()) += 1;
        flow
    }

    fn flows(&self, flow: CaseFlow, at: Timestamp, cause: &Recorded) -> [RowOp; 3] {
        flows::rows(flow, at, &self.department, &self.item_code, cause.partition)
    }
}

fn with(row: RowOp, flows: impl IntoIterator<Item = RowOp>) -> Vec<RowOp> {
    std::iter::once(row).chain(flows).collect()
}

fn case(case_id: CaseId, mut set: Cells, cause: &Recorded) -> RowOp {
    set.push(("caused_by", cause.id.into()));
    change(&CASES, [("case_id", case_id.into())], set)
}

fn intake(case_id: CaseId, is_now: &str, cause: &Recorded) -> RowOp {
    case(case_id, vec![("intake", is_now.into())], cause)
}

fn approval(is_now: &str) -> (&'static str, Value) {
    ("approval", is_now.into())
}

/// What is due when; nothing of a clock that stands still.
fn due(dues: &Dues) -> Cells {
    let due_at = |deadline: &Deadline| deadline.due().map(|due| due.due_at).into();
    vec![("statutory_due_at", due_at(&dues.statutory)), ("promised_due_at", due_at(&dues.promised))]
}

/// No clock stands still: a suspension ends when somebody ends it, and with a conclusion, whether or
/// not that was recorded by itself.
fn running() -> Cells {
    ["statutory_stopped_at", "promised_stopped_at"].map(|column| (column, Value::Null)).to_vec()
}

/// Since when clocks stand still. What was overdue before stays so: the due date is kept.
fn stopped(clocks: &[ClockKind], at: Timestamp) -> Cells {
    let column = |clock: &ClockKind| match clock {
        ClockKind::Statutory => Some(("statutory_stopped_at", at.into())),
        ClockKind::Promised => Some(("promised_stopped_at", at.into())),
        ClockKind::Step | ClockKind::Special => None,
    };
    clocks.iter().filter_map(column).collect()
}
