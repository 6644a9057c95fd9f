use std::collections::BTreeSet;

use tongban_kernel::Context;
use tongban_kernel::calendar::{Clock, ClockName};

use super::Rejection;
use super::open::{Open, StepState};
use crate::events::Event;

/// Whose turn it is.
impl Open {
    pub(super) fn and_start_next(
        &self,
        mut events: Vec<Event>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let after = events.iter().fold(self.clone(), |open, event| open.evolve(event));
        events.extend(after.start_ready(cx)?);
        Ok(events)
    }

    /// Begins every step whose turn it is.
    pub(super) fn start_ready(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let is_done = |step: &String| self.steps.get(step) == Some(&StepState::Done);
        let ready =
            self.opening.plan.iter().filter(|step| {
                !self.steps.contains_key(&step.step) && step.after.iter().all(is_done)
            });
        ready.map(|step| self.start_step(&step.step, cx)).collect()
    }

    pub(super) fn start_step(&self, step: &str, cx: Context<'_>) -> Result<Event, Rejection> {
        let planned = self.planned(step)?;
        let mut clocks = self.clocks.clone();
        let name = ClockName::Step(step.to_owned());
        clocks.start(name.clone(), cx.now, planned.limit);
        let clock = clocks.clock(&name).unwrap_or_else(|| Clock::new(cx.now, planned.limit));
        Ok(Event::StepStarted {
            case_id: self.opening.case_id,
            number: self.opening.number.clone(),
            step: planned.step.clone(),
            round: self.rounds.get(step).copied().unwrap_or_default() + 1,
            name: planned.name.clone(),
            // The plan keeps whom the item named; the step is begun by who answers for it now.
            department: self.answering_now(&planned.department, cx),
            deadline: clock.deadline(cx.calendar, &self.opening.office)?,
            clock,
            cooperation: planned.cooperation.clone(),
        })
    }

    /// All steps that come after `step`, near and far.
    pub(super) fn after(&self, step: &str) -> BTreeSet<String> {
        let mut later = BTreeSet::new();
        let mut found = vec![step.to_owned()];
        while let Some(before) = found.pop() {
            for next in self.opening.plan.iter().filter(|next| next.after.contains(&before)) {
                if later.insert(next.step.clone()) {
                    found.push(next.step.clone());
                }
            }
        }
        later
    }

    /// The step and all that come after it.
    pub(super) fn again_from(&self, step: &str) -> Vec<String> {
        std::iter::once(step.to_owned()).chain(self.after(step)).collect()
    }

    pub(super) fn forget(&mut self, again: &[String]) {
        self.steps.retain(|step, _| !again.contains(step));
    }
}
