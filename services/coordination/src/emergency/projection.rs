//! The rows of emergencies and drills: one file per table.

mod emergencies;
mod papers;
mod reports;
#[cfg(test)]
mod tests;

use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{RowOp, Table};

use super::events::Event;
use crate::projection::cases;

pub(crate) const EVENTS: &[&str] = &[
    "coordination.emergency_declared.v1",
    "coordination.emergency_responded.v1",
    "coordination.emergency_unanswered.v1",
    "coordination.situation_reported.v1",
    "coordination.emergency_severity_changed.v1",
    "coordination.emergency_ended.v1",
    "coordination.skipped_paper_handed_in.v1",
    "coordination.skipped_paper_waived.v1",
    "coordination.skipped_paper_late.v1",
    "coordination.emergency_closed.v1",
];

pub(crate) const TABLES: &[&Table] =
    &[&emergencies::EMERGENCIES, &papers::SKIPPED_PAPERS, &reports::SITUATION_REPORTS];

pub(crate) fn rows(event: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let fact: Event = event.decode()?;
    let mut rows = case(&fact, event).into_iter().collect::<Vec<_>>();
    rows.extend(papers::rows(&fact, event));
    rows.extend(reports::row(&fact, event));
    rows.push(emergencies::row(fact, event));
    Ok(rows)
}

/// Tasks are asked for an emergency like for any other business while it lasts.
fn case(fact: &Event, cause: &Recorded) -> Option<RowOp> {
    match fact {
        Event::EmergencyDeclared { case_id, occasion, number, lead, .. } => {
            Some(cases::opened(*case_id, *occasion, number, lead, cause.id))
        }
        Event::EmergencyEnded { case_id, .. } => Some(cases::is_open(*case_id, false, cause.id)),
        Event::EmergencyResponded { .. }
        | Event::EmergencyUnanswered { .. }
        | Event::SituationReported { .. }
        | Event::SeverityChanged { .. }
        | Event::PaperHandedIn { .. }
        | Event::PaperWaived { .. }
        | Event::PaperLate { .. }
        | Event::EmergencyClosed { .. } => None,
    }
}
