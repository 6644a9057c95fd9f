use std::collections::{BTreeMap, BTreeSet};

use tongban_kernel::calendar::{Clock, ClockName, Clocks, Extension};
use tongban_kernel::{Context, Role, TaskId, Wording};

use super::{Rejection, clocks};
use crate::commands::{Command, Plan};
use crate::events::{Answer, Event, Opening, Outcome, PlannedStep, task_of};

/// A case whose steps are being worked on.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    pub(super) opening: Opening,
    pub(super) clocks: Clocks,
    pub(super) steps: BTreeMap<String, StepState>,
    /// How often each step was begun.
    pub(super) rounds: BTreeMap<String, u32>,
}

/// Where a step stands; one that is not named waits for those before it.
#[derive(Clone, Debug, PartialEq)]
pub enum StepState {
    /// Being worked on.
    Active {
        /// 1, and one more after every return.
        round: u32,
        /// Departments that were asked and have not answered.
        waits_for: BTreeSet<String>,
        /// Someone who was asked does not agree, or will not answer: its handler decides.
        needs_handler: bool,
    },
    /// Approved.
    Done,
}

impl From<&Opening> for Open {
    fn from(opening: &Opening) -> Self {
        let mut clocks = Clocks::default();
        let (statutory, promised) = (&opening.statutory, &opening.promised);
        clocks.start(ClockName::Statutory, statutory.started_at, statutory.budget);
        clocks.start(ClockName::Promised, promised.started_at, promised.budget);
        Self { opening: opening.clone(), clocks, steps: BTreeMap::new(), rounds: BTreeMap::new() }
    }
}

impl Open {
    pub(super) fn begin(plan: Plan, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let statutory = Clock::new(plan.accepted_at, plan.statutory);
        let promised = Clock::new(plan.accepted_at, plan.promised);
        let dues = crate::events::Dues {
            statutory: statutory.deadline(cx.calendar, &plan.office)?,
            promised: promised.deadline(cx.calendar, &plan.office)?,
            steps: Vec::new(),
        };
        let opening = Opening {
            case_id: plan.case_id,
            number: plan.number,
            item_code: plan.item_code,
            item_version: plan.item_version,
            department: plan.department,
            received_at: plan.received_at,
            accepted_at: plan.accepted_at,
            plan: plan.steps,
            procedures: plan.procedures,
            extension_max: plan.extension_max,
            office: plan.office,
            statutory,
            promised,
            dues,
        };
        let open = Self::from(&opening);
        let mut events = vec![Event::CaseOpened(Box::new(opening))];
        events.extend(open.start_ready(cx)?);
        Ok(events)
    }

    /// What the case was opened with.
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// Where a step stands; `None` while it waits for those before it.
    pub fn step_state(&self, step: &str) -> Option<&StepState> {
        self.steps.get(step)
    }

    pub(super) fn decide(
        &self,
        command: Command,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Approve { step, opinion } => self.approve(&step, opinion, cx),
            Command::RecordAnswer { step, round, department, task_id, outcome, opinion } => {
                let case_id = self.opening.case_id;
                let Some(asked) = self.asked_by(&step, round, task_id) else {
                    return self.answered_late(step, round, department, task_id);
                };
                self.answered(
                    Event::CooperationAnswered {
                        case_id,
                        step: step.clone(),
                        round,
                        asked,
                        department,
                        task_id,
                        outcome,
                        opinion,
                    },
                    &step,
                    cx,
                )
            }
            Command::EndCooperation { step, round, task_id } => {
                let case_id = self.opening.case_id;
                // A task of an earlier round, or one that was answered, holds nothing up.
                let ended = self
                    .asked_by(&step, round, task_id)
                    .map(|asked| Event::CooperationEnded { case_id, step, round, asked, task_id });
                Ok(ended.into_iter().collect())
            }
            Command::ReopenCooperation { step, round, task_id } => {
                self.waits_again(step, round, task_id)
            }
            Command::Return { from, to, reason } => self.send_back(&from, &to, reason, cx),
            Command::Refuse { step, reason, legal_basis } => {
                self.active(&step, cx)?;
                self.conclude(Outcome::Refused, reason, legal_basis, cx)
            }
            Command::Conclude { reason, legal_basis } => {
                self.owner_only(cx)?;
                self.all_done()?;
                self.conclude(Outcome::Granted, reason, legal_basis, cx)
            }
            Command::Suspend { procedure, reason } => self.suspend(&procedure, reason, cx),
            Command::Resume => self.resume(cx),
            Command::Extend { amount, reason, approved_by } => {
                self.extend(amount, reason, approved_by, cx)
            }
            Command::CloseByWithdrawal => Ok(vec![Event::CaseClosedByWithdrawal {
                case_id: self.opening.case_id,
                ended_tasks: self.pending_tasks(|_| true),
            }]),
            Command::Open(_) => Err(Rejection::AlreadyOpen),
            Command::Reopen { .. } | Command::Annul { .. } | Command::Archive => {
                Err(Rejection::StepsMissing { steps: self.missing_steps() })
            }
        }
    }

    pub(super) fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::StepStarted { step, round, clock, cooperation, .. } => {
                self.clocks.start(ClockName::Step(step.clone()), clock.started_at, clock.budget);
                self.rounds.insert(step.clone(), *round);
                let waits_for = cooperation.iter().map(|asked| asked.department.clone()).collect();
                let active = StepState::Active { round: *round, waits_for, needs_handler: false };
                self.steps.insert(step.clone(), active);
            }
            Event::CooperationAnswered { step, asked, outcome, .. } => {
                if let Some(StepState::Active { waits_for, needs_handler, .. }) =
                    self.steps.get_mut(step)
                {
                    waits_for.remove(asked);
                    *needs_handler |= *outcome == Answer::Objected;
                }
            }
            Event::CooperationEnded { step, asked, .. } => {
                if let Some(StepState::Active { waits_for, needs_handler, .. }) =
                    self.steps.get_mut(step)
                {
                    waits_for.remove(asked);
                    *needs_handler = true;
                }
            }
            Event::CooperationReopened { step, asked, .. } => {
                if let Some(StepState::Active { waits_for, .. }) = self.steps.get_mut(step) {
                    waits_for.insert(asked.clone());
                }
            }
            Event::StepDecided { step, .. } => {
                self.steps.insert(step.clone(), StepState::Done);
            }
            Event::StepReturned { again, .. } => self.forget(again),
            Event::ClockSuspended { clocks, suspension, .. } => {
                let scope = clocks::scope(clocks, &self.opening.plan);
                // A recorded suspension was checked when it was decided.
                let _ = self.clocks.suspend(suspension.clone(), scope);
            }
            Event::ClockResumed { resumed_at, .. } => self.run_again(*resumed_at),
            Event::DeadlineExtended { amount, promised_amount, reason, granted_at, .. } => {
                let (amount, granted_at) = (*amount, *granted_at);
                let extension = Extension { amount, granted_at, reason: reason.clone() };
                // A recorded extension was checked when it was decided.
                let _ =
                    clocks::extend(&mut self.clocks, &extension, promised_amount.unwrap_or(amount));
            }
            // Nothing of the case hangs on it.
            Event::CooperationNotAwaited { .. } => {}
            // These end or begin a case: see the state around this one.
            Event::CaseOpened(_)
            | Event::CaseConcluded(_)
            | Event::CaseReopened { .. }
            | Event::CaseAnnulled { .. }
            | Event::CaseArchived { .. }
            | Event::CaseClosedByWithdrawal { .. } => {}
        }
        self
    }

    pub(super) fn owner_only(&self, cx: Context<'_>) -> Result<(), Rejection> {
        self.works_for(&self.opening.department, cx)
    }

    fn works_for(&self, department: &str, cx: Context<'_>) -> Result<(), Rejection> {
        if cx.answers_for(department, Some(&self.opening.item_code)) || cx.actor.is(Role::System) {
            return Ok(());
        }
        let department = self.answering_now(department, cx);
        Err(Rejection::NotYourDepartment { department })
    }

    /// Who answers now for what the plan gives to a department.
    pub(super) fn answering_now(&self, department: &str, cx: Context<'_>) -> String {
        cx.successions.answers_for(department, Some(&self.opening.item_code)).to_owned()
    }

    pub(super) fn planned(&self, step: &str) -> Result<&PlannedStep, Rejection> {
        let unknown = || Rejection::UnknownStep { step: step.to_owned() };
        self.opening.plan.iter().find(|planned| planned.step == step).ok_or_else(unknown)
    }

    /// The round of a step that is being worked on by the actor's department.
    pub(super) fn active(&self, step: &str, cx: Context<'_>) -> Result<u32, Rejection> {
        let planned = self.planned(step)?;
        match self.steps.get(step) {
            Some(StepState::Active { round, .. }) => {
                self.works_for(&planned.department, cx)?;
                Ok(*round)
            }
            Some(StepState::Done) | None => Err(Rejection::StepNotActive { step: step.to_owned() }),
        }
    }

    fn approve(
        &self,
        step: &str,
        opinion: Option<Wording>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        // Approving what is approved is the same wish.
        if self.steps.get(step) == Some(&StepState::Done) {
            return Ok(Vec::new());
        }
        let round = self.active(step, cx)?;
        if let Some(StepState::Active { waits_for, .. }) = self.steps.get(step)
            && !waits_for.is_empty()
        {
            return Err(Rejection::AnswersMissing {
                departments: waits_for.iter().cloned().collect(),
            });
        }
        let department = self.planned(step)?.department.clone();
        let decided = Event::StepDecided {
            case_id: self.opening.case_id,
            step: step.to_owned(),
            round,
            department,
            opinion: opinion.map(Wording::into_string).unwrap_or_default(),
            automatic: false,
        };
        self.and_start_next(vec![decided], cx)
    }

    /// The department that a step of this round asked by this task, and still waits for.
    fn asked_by(&self, step: &str, round: u32, task: TaskId) -> Option<String> {
        match self.steps.get(step)? {
            StepState::Active { round: now, waits_for, .. } if *now == round => {
                let case = self.opening.case_id;
                waits_for.iter().find(|asked| task_of(case, step, round, asked) == task).cloned()
            }
            StepState::Active { .. } | StepState::Done => None,
        }
    }

    /// An answer that a return or a conclusion overtook on its way: it stays with its task, and no
    /// step waits for it. Nobody could act on a refusal.
    fn answered_late(
        &self,
        step: String,
        round: u32,
        department: String,
        task: TaskId,
    ) -> Result<Vec<Event>, Rejection> {
        let case = self.opening.case_id;
        let begun = self.rounds.get(&step).copied().unwrap_or_default();
        let mut asked = self.planned(&step)?.cooperation.iter();
        let was_asked = asked.any(|asked| task_of(case, &step, round, &asked.department) == task);
        if was_asked && round <= begun {
            return Ok(Vec::new());
        }
        Err(Rejection::NotAsked { step, department })
    }

    /// A reply was sent back: its step waits again. A step that has gone on meanwhile says that
    /// nobody waits any more, so that the task ends.
    fn waits_again(
        &self,
        step: String,
        round: u32,
        task_id: TaskId,
    ) -> Result<Vec<Event>, Rejection> {
        let case_id = self.opening.case_id;
        if self.asked_by(&step, round, task_id).is_some() {
            return Ok(Vec::new());
        }
        let mut planned = self.planned(&step)?.cooperation.iter();
        let asked = planned
            .find(|asked| task_of(case_id, &step, round, &asked.department) == task_id)
            .map(|asked| asked.department.clone());
        let Some(asked) = asked else {
            let department = self.planned(&step)?.department.clone();
            return Err(Rejection::NotAsked { step, department });
        };
        let is_current = matches!(
            self.steps.get(&step),
            Some(StepState::Active { round: now, .. }) if *now == round
        );
        Ok(vec![if is_current {
            Event::CooperationReopened { case_id, step, round, asked, task_id }
        } else {
            Event::CooperationNotAwaited { case_id, task_id }
        }])
    }

    fn answered(
        &self,
        answered: Event,
        step: &str,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let planned = self.planned(step)?;
        let after = self.clone().evolve(&answered);
        let mut events = vec![answered];
        if let Some(StepState::Active { round, waits_for, needs_handler: false }) =
            after.steps.get(step)
            && waits_for.is_empty()
        {
            events.push(Event::StepDecided {
                case_id: self.opening.case_id,
                step: step.to_owned(),
                round: *round,
                department: planned.department.clone(),
                opinion: String::new(),
                automatic: true,
            });
        }
        self.and_start_next(events, cx)
    }

    fn send_back(
        &self,
        from: &str,
        to: &str,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        self.active(from, cx)?;
        self.planned(to)?;
        if !self.after(to).contains(from) || self.steps.get(to) != Some(&StepState::Done) {
            return Err(Rejection::NotEarlier { from: from.to_owned(), to: to.to_owned() });
        }
        let again = self.again_from(to);
        let ended_tasks = self.pending_tasks(|step| again.iter().any(|name| name == step));
        let returned = Event::StepReturned {
            case_id: self.opening.case_id,
            from_step: from.to_owned(),
            to_step: to.to_owned(),
            again,
            reason: reason.into_string(),
            ended_tasks,
        };
        let started = self.clone().evolve(&returned).start_step(to, cx)?;
        Ok(vec![returned, started])
    }
}
