//! The rows that figures are read from: one per case, task, complaint and recorded case, one per
//! moment of a case, and sums over them; and the reports that were issued. One file per subject: its tables, and what each event does to them.
//!
//! What *flows* (received, decided, late when decided) is summed in counters, which stay fast
//! however many cases there are; a correction takes off exactly what the event that it corrects put
//! on. What *stands* (open, overdue now) is counted when it is asked for, in an index over what is
//! not over: it moves with the clock, not only with events.

mod cases;
mod complaints;
mod counters;
mod flows;
mod histories;
mod moments;
mod ratings;
mod reports;
mod tasks;
#[cfg(test)]
mod tests;
mod turns;

use tongban_kernel::{DecodeError, Origin, Recorded};
use tongban_readmodel::{Projection, RowOp, Table};

pub(crate) use flows::{CaseFlow, Took, day_of};
pub(crate) use histories::HistoryFlow;
pub(crate) use tasks::TaskFlow;

/// The projection of metrics: reads what the other services record, recorded histories, and the
/// reports that were issued.
#[derive(Clone, Copy, Debug, Default)]
pub struct MetricsProjection;

impl Projection for MetricsProjection {
    const NAME: &'static str = "metrics";
    const VERSION: u32 = 10;
    const EVENTS: &'static [&'static str] = &[
        "intake.case_submitted.v1",
        "intake.correction_requested.v1",
        "intake.case_supplemented.v1",
        "intake.case_accepted.v1",
        "intake.case_declined.v1",
        "intake.case_withdrawn.v1",
        "intake.duplicate_linked.v1",
        "intake.service_rated.v1",
        "approval.case_opened.v1",
        "approval.step_decided.v1",
        "approval.step_returned.v1",
        "approval.clock_suspended.v1",
        "approval.clock_resumed.v1",
        "approval.deadline_extended.v1",
        "approval.case_concluded.v1",
        "approval.case_reopened.v1",
        "approval.case_annulled.v1",
        "approval.case_closed_by_withdrawal.v1",
        "coordination.task_requested.v1",
        "coordination.task_returned.v1",
        "coordination.task_reassigned.v1",
        "coordination.dispute_settled.v1",
        "coordination.deadline_extended.v1",
        "coordination.task_replied.v1",
        "coordination.reply_sent_back.v1",
        "coordination.task_joined.v1",
        "coordination.task_resumed.v1",
        "coordination.task_withdrawn.v1",
        "coordination.task_closed.v1",
        "coordination.warning_issued.v1",
        "complaint.complaint_lodged.v1",
        "complaint.complaint_lodged.v2",
        "complaint.complaint_assigned.v1",
        "complaint.complaint_answered.v1",
        "complaint.complaint_confirmed.v1",
        "complaint.complaint_reopened.v1",
        "complaint.complaint_reopened.v2",
        "complaint.complaint_merged.v1",
        "complaint.complaint_separated.v1",
        "history.import_started.v1",
        "history.milestones_recorded.v1",
        "history.import_completed.v1",
        "history.import_reverted.v1",
        "metrics.report_issued.v1",
    ];
    const TABLES: &'static [&'static Table] = &[
        &cases::CASES,
        &moments::MOMENTS,
        &flows::ITEM_MONTHS,
        &flows::ITEM_WEEKS,
        &flows::DEPARTMENT_DAYS,
        &tasks::TASKS,
        &tasks::TASK_MONTHS,
        &turns::TURNS,
        &turns::CLOSURES,
        &complaints::COMPLAINTS,
        &ratings::RATINGS,
        &histories::IMPORTS,
        &histories::HISTORY_CASES,
        &histories::IMPORT_DEPARTMENTS,
        &reports::REPORTS,
    ];

    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        // A drill is no work that anyone is measured by.
        if event.meta.origin == Origin::Drill {
            return Ok(Vec::new());
        }
        let service = event.kind.as_str().split('.').next().unwrap_or_default();
        Ok(match service {
            "intake" if event.kind.as_str() == "intake.service_rated.v1" => {
                vec![ratings::row(event.decode()?, event)]
            }
            "coordination" => {
                let fact = event.decode()?;
                let turns = turns::rows(&fact, event);
                tasks::rows(fact, event).into_iter().chain(turns).collect()
            }
            "complaint" => vec![complaints::row(event.decode()?, event)],
            "history" => histories::rows(event.decode()?, event),
            "metrics" => reports::rows(event.decode()?, event),
            _ => {
                let fact = event.decode()?;
                let moment = moments::row(&fact, event);
                cases::rows(fact, event).into_iter().chain(moment).collect()
            }
        })
    }
}
