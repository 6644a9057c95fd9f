use jiff::Timestamp;
use tongban_kernel::{CaseId, Recorded};
use tongban_readmodel::{RowOp, Table, put};

use super::cases::CaseEvent;

/// One row per moment on the way of a case: the map of the process is drawn from them.
pub(super) static MOMENTS: Table = Table {
    name: "moments",
    key: &["case_id", "log_seq"],
    ddl: &[
        // `step` where the moment is the decision of one. What happens at one instant is told apart
        // by its place in the log.
        "CREATE TABLE moments (
            case_id UUID NOT NULL,
            log_seq BIGINT NOT NULL,
            at BIGINT NOT NULL,
            activity TEXT NOT NULL,
            step TEXT,
            caused_by UUID NOT NULL,
            PRIMARY KEY (case_id, log_seq)
        )",
    ],
};

/// The moment that an event is; none where it moves a case nowhere.
pub(super) fn row(event: &CaseEvent, cause: &Recorded) -> Option<RowOp> {
    let now = cause.occurred_at;
    let (case_id, activity, at) = match event {
        CaseEvent::Submitted(submission) => {
            (submission.case_id, "received", submission.received_at)
        }
        CaseEvent::CorrectionRequested { case_id } => (*case_id, "correction_requested", now),
        CaseEvent::Supplemented { case_id, supplemented_at } => {
            (*case_id, "supplemented", *supplemented_at)
        }
        CaseEvent::Accepted { case_id, accepted_at, .. } => (*case_id, "accepted", *accepted_at),
        CaseEvent::Declined { case_id } => (*case_id, "declined", now),
        CaseEvent::Withdrawn { case_id } => (*case_id, "withdrawn", now),
        CaseEvent::DuplicateLinked { case_id } => (*case_id, "duplicate", now),
        CaseEvent::StepDecided { case_id, step } => {
            return Some(moment(*case_id, "step_decided", Some(step), now, cause));
        }
        CaseEvent::StepReturned { case_id } => (*case_id, "step_returned", now),
        CaseEvent::Suspended { case_id, suspension, .. } => {
            (*case_id, "suspended", suspension.from())
        }
        CaseEvent::Resumed { case_id, resumed_at, .. } => (*case_id, "resumed", *resumed_at),
        CaseEvent::Extended { case_id, .. } => (*case_id, "extended", now),
        CaseEvent::Concluded(conclusion) => {
            (conclusion.case_id, conclusion.outcome.name(), conclusion.concluded_at)
        }
        CaseEvent::Reopened { taken_back, .. } => (taken_back.case_id, "reopened", now),
        CaseEvent::Annulled { taken_back } => (taken_back.case_id, "annulled", now),
        // That approval begins goes with acceptance, and that it ends with the withdrawal; of a
        // withdrawal that came too late only the case knows: see the map.
        CaseEvent::Opened { .. } | CaseEvent::ClosedByWithdrawal { .. } => return None,
    };
    Some(moment(case_id, activity, None, at, cause))
}

fn moment(
    case_id: CaseId,
    activity: &str,
    step: Option<&String>,
    at: Timestamp,
    cause: &Recorded,
) -> RowOp {
    let log_seq = i64::try_from(cause.seq.0).unwrap_or(i64::MAX);
    let key = [("case_id", case_id.into()), ("log_seq", log_seq.into())];
    let set = [
        ("at", at.into()),
        ("activity", activity.into()),
        ("step", step.map(String::as_str).into()),
        ("caused_by", cause.id.into()),
    ];
    put(&MOMENTS, key, set)
}
