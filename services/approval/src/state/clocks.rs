use std::collections::BTreeMap;

use jiff::Timestamp;
use tongban_kernel::calendar::{
    Calendar, Clock, ClockKind, ClockName, Clocks, ClocksError, Deadline, DueError, Extension,
    Office, Scope, Suspension,
};

use tongban_kernel::{Context, Wording};

use super::Rejection;
use super::open::{Open, StepState};
use crate::events::{Dues, Event, PlannedStep, StepDue};

/// The clocks that a procedure stops, by name: those of all steps, begun or not.
pub(super) fn scope(kinds: &[ClockKind], plan: &[PlannedStep]) -> Scope {
    let names = kinds.iter().flat_map(|kind| match kind {
        ClockKind::Statutory => vec![ClockName::Statutory],
        ClockKind::Promised => vec![ClockName::Promised],
        ClockKind::Step => plan.iter().map(|step| ClockName::Step(step.step.clone())).collect(),
        // The clock of the procedure itself is never stopped by it.
        ClockKind::Special => Vec::new(),
    });
    Scope::Only(names.collect())
}

/// What is due when: the case as a whole, and each step that is being worked on.
pub(super) fn dues(
    clocks: &Clocks,
    office: &Office,
    steps: &BTreeMap<String, StepState>,
    calendar: &Calendar,
) -> Result<Dues, Rejection> {
    let deadline = |name: &ClockName| -> Result<Deadline, DueError> {
        // Every case has both clocks, every active step its own: they start with it.
        let clock = clocks.clock(name).ok_or(DueError::OutOfRange)?;
        clock.deadline(calendar, office)
    };
    let active = steps.iter().filter(|(_, state)| matches!(state, StepState::Active { .. }));
    let step = |(step, _): (&String, &StepState)| {
        let deadline = deadline(&ClockName::Step(step.clone()))?;
        Ok(StepDue { step: step.clone(), deadline })
    };
    Ok(Dues {
        statutory: deadline(&ClockName::Statutory)?,
        promised: deadline(&ClockName::Promised)?,
        steps: active.map(step).collect::<Result<_, DueError>>()?,
    })
}

impl Open {
    /// What is due when, by this calendar.
    ///
    /// # Errors
    /// When a limit cannot be counted.
    pub fn dues(&self, calendar: &Calendar) -> Result<Dues, Rejection> {
        dues(&self.clocks, &self.opening.office, &self.steps, calendar)
    }

    /// A clock of the case with all that stopped and extended it: what a due date is derived from.
    pub fn clock(&self, name: &ClockName) -> Option<Clock> {
        self.clocks.clock(name)
    }

    /// The suspension that is going on.
    pub fn suspension(&self) -> Option<&Suspension> {
        self.clocks.open_suspensions().next().map(|(suspension, _)| suspension)
    }

    pub(super) fn suspend(
        &self,
        procedure: &str,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        self.owner_only(cx)?;
        if self.suspension().is_some() {
            return Err(Rejection::AlreadySuspended);
        }
        let known = self.opening.procedures.iter().find(|known| known.procedure == procedure);
        let unknown = || Rejection::UnknownProcedure { procedure: procedure.to_owned() };
        let known = known.ok_or_else(unknown)?;
        let suspension = Suspension::open(cx.now, procedure, reason.into_string());
        let mut stopped = self.clocks.clone();
        let scope = scope(&known.clocks, &self.opening.plan);
        stopped.suspend(suspension.clone(), scope).map_err(|_| Rejection::AlreadySuspended)?;
        Ok(vec![Event::ClockSuspended {
            case_id: self.opening.case_id,
            clocks: known.clocks.clone(),
            suspension,
            legal_basis: known.legal_basis.clone(),
            dues: Some(dues(&stopped, &self.opening.office, &self.steps, cx.calendar)?),
        }])
    }

    pub(super) fn resume(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        self.owner_only(cx)?;
        self.resumed(cx).map(|resumed| vec![resumed])
    }

    /// That the clocks run again, by whomever it is brought about.
    pub(super) fn resumed(&self, cx: Context<'_>) -> Result<Event, Rejection> {
        let suspension = self.suspension().ok_or(Rejection::NotSuspended)?;
        let mut running = self.clocks.clone();
        running.resume(suspension.code(), cx.now).map_err(|_| Rejection::NotSuspended)?;
        let dues = dues(&running, &self.opening.office, &self.steps, cx.calendar)?;
        let case_id = self.opening.case_id;
        Ok(Event::ClockResumed { case_id, resumed_at: cx.now, dues })
    }

    /// Ends the suspension that is going on, if there is one.
    pub(super) fn run_again(&mut self, at: Timestamp) {
        if let Some(code) = self.suspension().map(|open| open.code().to_owned()) {
            // The clock of a case never goes back: it cannot end before it began.
            let _ = self.clocks.resume(&code, at);
        }
    }

    /// Extends the limit of law, and the promise with it as far as [`Self::promised_amount`] says.
    /// Art. 42 lets the head decide on it before the limit ends: what is late stays late.
    pub(super) fn extend(
        &self,
        amount: u32,
        reason: Wording,
        approved_by: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        self.owner_only(cx)?;
        let before = self.dues(cx.calendar)?;
        if let Some(due) = before.statutory.due().filter(|due| due.is_overdue(cx.now)) {
            return Err(Rejection::LimitPassed { due_at: due.due_at });
        }
        let statutory = self.clocks.clock(&ClockName::Statutory);
        let so_far: u32 = statutory
            .map_or(0, |clock| clock.extensions.iter().map(|extension| extension.amount).sum());
        let max = self.opening.extension_max;
        if amount == 0 || amount > max.saturating_sub(so_far) {
            return Err(Rejection::ExtensionTooLong { max });
        }
        let promised_amount = self.promised_amount(amount, &before.promised, cx);
        let extension = Extension { amount, granted_at: cx.now, reason: reason.to_string() };
        let mut extended = self.clocks.clone();
        extend(&mut extended, &extension, promised_amount)
            .map_err(|_| Rejection::ExtensionTooLong { max })?;
        let dues = dues(&extended, &self.opening.office, &self.steps, cx.calendar)?;
        let (case_id, granted_at) = (self.opening.case_id, cx.now);
        let promised_amount = Some(promised_amount);
        Ok(vec![Event::DeadlineExtended {
            case_id,
            amount,
            promised_amount,
            reason: reason.into_string(),
            approved_by: approved_by.into_string(),
            granted_at,
            dues,
        }])
    }

    /// By how much an extension moves the promise: by as many units as the limit of law where both
    /// are counted in the same. Otherwise it stays, for ten working days are neither ten hours nor
    /// ten calendar days; and a promise that is broken already is not mended by more time.
    fn promised_amount(&self, amount: u32, promised: &Deadline, cx: Context<'_>) -> u32 {
        let (law, promise) = (self.opening.statutory.budget, self.opening.promised.budget);
        let moves = law.unit() == promise.unit() && !promised.is_overdue(cx.now);
        if moves { amount } else { 0 }
    }
}

/// Adds an extension to the clock of law, and what the promise takes of it to that of the promise.
pub(super) fn extend(
    clocks: &mut Clocks,
    extension: &Extension,
    promised_amount: u32,
) -> Result<(), ClocksError> {
    clocks.extend(&ClockName::Statutory, extension.clone())?;
    if promised_amount == 0 {
        return Ok(());
    }
    let promised = Extension { amount: promised_amount, ..extension.clone() };
    clocks.extend(&ClockName::Promised, promised)
}
