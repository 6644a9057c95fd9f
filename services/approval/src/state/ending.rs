use tongban_kernel::calendar::{Clock, ClockName, Scope, Suspension};
use tongban_kernel::{Context, Wording};

use super::open::{Open, StepState};
use super::{Rejection, ended};
use crate::events::{Conclusion, EndedTask, Event, Outcome, PlannedStep};

/// How a case ends, and what a reopening goes back to.
impl Open {
    /// Ends the case, and the suspension that is going on: nothing is waited for any more.
    pub(super) fn conclude(
        &self,
        outcome: Outcome,
        reason: Wording,
        legal_basis: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if self.suspension().is_some() {
            let resumed = self.resumed(cx)?;
            let open = self.clone().evolve(&resumed);
            let conclusion = open.conclusion(outcome, reason, legal_basis, cx)?;
            return Ok(vec![resumed, Event::CaseConcluded(Box::new(conclusion))]);
        }
        let conclusion = self.conclusion(outcome, reason, legal_basis, cx)?;
        Ok(vec![Event::CaseConcluded(Box::new(conclusion))])
    }

    fn conclusion(
        &self,
        outcome: Outcome,
        reason: Wording,
        legal_basis: Wording,
        cx: Context<'_>,
    ) -> Result<Conclusion, Rejection> {
        let opening = &self.opening;
        let clock = |name, or: &Clock| self.clocks.clock(&name).unwrap_or_else(|| or.clone());
        let statutory = clock(ClockName::Statutory, &opening.statutory);
        let (from, office) = (opening.received_at, &opening.office);
        Ok(Conclusion {
            case_id: opening.case_id,
            number: opening.number.clone(),
            item_code: opening.item_code.clone(),
            item_version: opening.item_version,
            department: opening.department.clone(),
            outcome,
            reason: reason.into_string(),
            legal_basis: legal_basis.into_string(),
            received_at: opening.received_at,
            accepted_at: opening.accepted_at,
            concluded_at: cx.now,
            working_time: office.time_taken(&statutory, cx.calendar, from, cx.now),
            dues: self.dues(cx.calendar)?,
            statutory,
            promised: clock(ClockName::Promised, &opening.promised),
            office: opening.office.clone(),
            ended_tasks: self.pending_tasks(|_| true),
        })
    }

    /// The case as its conclusion leaves it. The tasks that it names are closed with it: no step
    /// waits for them any more when the case is reopened, each is left to its handler.
    pub(super) fn concluded(mut self, conclusion: &Conclusion) -> Self {
        for task in &conclusion.ended_tasks {
            if let Some(StepState::Active { waits_for, needs_handler, .. }) =
                self.steps.get_mut(&task.step)
            {
                waits_for.remove(&task.department);
                *needs_handler = true;
            }
        }
        // A conclusion once left it to its readers that the suspension had ended with it.
        self.run_again(conclusion.concluded_at);
        self
    }

    /// A reopening goes back to a step that was begun, after steps that are done: any other would
    /// overtake those before it.
    pub(super) fn can_begin_again(&self, step: &str) -> Result<(), Rejection> {
        let planned = self.planned(step)?;
        let is_done = |before: &String| self.steps.get(before) == Some(&StepState::Done);
        if self.steps.contains_key(step) && planned.after.iter().all(is_done) {
            return Ok(());
        }
        Err(Rejection::NotBegun { step: step.to_owned() })
    }

    /// The same case with these steps to be done again, and all its clocks stopped for the time
    /// that it was closed.
    pub(super) fn reopened(&self, again: &[String], closed: Option<&Suspension>) -> Self {
        let mut open = self.clone();
        open.forget(again);
        if let Some(closed) = closed {
            // One that has ended already meets no other.
            let _ = open.clocks.suspend(closed.clone(), Scope::All);
        }
        open
    }

    pub(super) fn all_done(&self) -> Result<(), Rejection> {
        let steps = self.missing_steps();
        if steps.is_empty() { Ok(()) } else { Err(Rejection::StepsMissing { steps }) }
    }

    pub(super) fn missing_steps(&self) -> Vec<String> {
        let missing = |step: &&PlannedStep| self.steps.get(&step.step) != Some(&StepState::Done);
        self.opening.plan.iter().filter(missing).map(|step| step.step.clone()).collect()
    }

    pub(super) fn pending_tasks(&self, concerns: impl Fn(&str) -> bool) -> Vec<EndedTask> {
        let steps = self.steps.iter().filter(|(step, _)| concerns(step));
        let tasks = steps.flat_map(|(step, state)| match state {
            StepState::Active { round, waits_for, .. } => ended(step, *round, waits_for.clone()),
            StepState::Done => Vec::new(),
        });
        tasks.collect()
    }
}
