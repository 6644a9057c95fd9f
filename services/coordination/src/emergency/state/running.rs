//! What may happen while an emergency lasts.

use jiff::Timestamp;
use tongban_calendar::{DueError, Office};
use tongban_catalog::model::Severity;
use tongban_kernel::{Context, TaskId, Wording};

use super::{Emergency, REPORTS_MAX, Rejection, Running, commands, end_of};
use crate::emergency::commands::NewEmergency;
use crate::emergency::events::{Event, Outstanding};
use crate::task::events::Occasion;

impl Emergency {
    pub(super) fn declare(
        &self,
        emergency: NewEmergency,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: it is declared already.
            return Ok(Vec::new());
        }
        commands(cx)?;
        // Around the clock: no office hours have a say.
        let respond_by_at = end_of(emergency.respond_within, &Office::default(), cx)?;
        Ok(vec![Event::EmergencyDeclared {
            case_id: emergency.case_id,
            number: emergency.number,
            occasion: emergency.occasion,
            plan: emergency.plan,
            plan_version: emergency.plan_version,
            plan_name: emergency.plan_name,
            kind: emergency.kind,
            severity: emergency.severity,
            lead: emergency.lead,
            what: emergency.what.into_string(),
            place: emergency.place.into_string(),
            ladder: emergency.ladder,
            tasks: emergency.tasks,
            declared_at: cx.now,
            respond_by_at,
        }])
    }

    /// The first response counts; later ones change nothing. That it is late is said before it.
    pub(super) fn note_response(
        &self,
        task_id: TaskId,
        department: String,
        responded_at: Timestamp,
    ) -> Vec<Event> {
        let Self::Declared(running) = self else { return Vec::new() };
        let case_id = running.case_id;
        let mut events = running.unanswered_at(responded_at);
        events.push(Event::EmergencyResponded { case_id, task_id, department, responded_at });
        events
    }

    /// Once; the list that the wish comes from may lag behind, and a clock may have been set back.
    pub(super) fn note_unanswered(&self, cx: Context<'_>) -> Vec<Event> {
        let Self::Declared(running) = self else { return Vec::new() };
        running.unanswered_at(cx.now)
    }

    pub(super) fn report(&self, text: Wording, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let running = self.running()?;
        if !running.concerns(cx) && commands(cx).is_err() {
            return Err(Rejection::NotAsked);
        }
        if running.n_reports >= REPORTS_MAX {
            return Err(Rejection::TooManyReports);
        }
        Ok(vec![Event::SituationReported {
            case_id: running.case_id,
            nth: running.n_reports + 1,
            department: cx.actor.department.clone(),
            text: text.into_string(),
            reported_at: cx.now,
        }])
    }

    pub(super) fn change_severity(
        &self,
        severity: Severity,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let running = self.running()?;
        commands(cx)?;
        if running.severity == severity {
            // It is that severe already.
            return Ok(Vec::new());
        }
        Ok(vec![Event::SeverityChanged {
            case_id: running.case_id,
            from: running.severity,
            to: severity,
            reason: reason.into_string(),
        }])
    }

    pub(super) fn end(&self, summary: Wording, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if let Self::Ended(_) | Self::Closed(_) = self {
            // Ending twice is the same wish.
            return Ok(Vec::new());
        }
        let running = self.running()?;
        commands(cx)?;
        let papers = running.outstanding(cx)?;
        let (case_id, summary, ended_at) = (running.case_id, summary.into_string(), cx.now);
        let is_done = papers.is_empty();
        let mut events = vec![Event::EmergencyEnded { case_id, summary, ended_at, papers }];
        events.extend(is_done.then_some(Event::EmergencyClosed { case_id }));
        Ok(events)
    }
}

impl Running {
    /// That nobody had responded in time, where that is so and was not noted.
    fn unanswered_at(&self, instant: Timestamp) -> Vec<Event> {
        let Self { case_id, respond_by_at, .. } = *self;
        let is_late = !self.was_noted && respond_by_at <= instant;
        is_late
            .then_some(Event::EmergencyUnanswered { case_id, respond_by_at })
            .into_iter()
            .collect()
    }

    /// Whether somebody works for the department that leads, or for one that was asked.
    fn concerns(&self, cx: Context<'_>) -> bool {
        let asked = self.tasks.iter().map(|task| &task.department);
        asked.chain([&self.lead]).any(|department| cx.answers_for(department, None))
    }

    /// What is to be brought from now on: nothing after a drill, which skipped nothing.
    fn outstanding(&self, cx: Context<'_>) -> Result<Vec<Outstanding>, DueError> {
        if self.occasion == Occasion::Drill {
            return Ok(Vec::new());
        }
        let of_tasks =
            self.tasks.iter().flat_map(|task| task.skips.iter().map(move |paper| (task, paper)));
        of_tasks
            .map(|(task, paper)| {
                Ok(Outstanding {
                    paper: paper.paper.clone(),
                    name: paper.name.clone(),
                    department: task.department.clone(),
                    legal_basis: paper.legal_basis.clone(),
                    due_at: end_of(paper.within, &task.office, cx)?,
                })
            })
            .collect()
    }
}
