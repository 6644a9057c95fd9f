//! The books of somebody who trusts no service: what is open, what is due, who was warned.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::Result;
use jiff::Timestamp;
use uuid::Uuid;

use crate::fact::{Deadline, Fact, RUNGS};

/// What must never be.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum Violation {
    #[error("task {task_id} reached {rung} at {at}, and nobody is warned of it at {now}")]
    NotWarned { task_id: Uuid, rung: &'static str, at: Timestamp, now: Timestamp },
    #[error("task {task_id} is warned of twice: {rung}, epoch {epoch}")]
    WarnedTwice { task_id: Uuid, rung: String, epoch: u64 },
    #[error("task {task_id} is warned of without reason at {now}: {rung}, epoch {epoch}")]
    WarnedInVain { task_id: Uuid, rung: String, epoch: u64, now: Timestamp },
    #[error("step {step} of case {case_id} has nobody to act for it: {why}")]
    NobodysStep { case_id: Uuid, step: String, why: String },
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskState {
    Requested,
    Acknowledged,
    Questioned,
    Returned,
    Disputed,
    Replied,
    Joined,
    Over,
}

impl TaskState {
    /// Whether its answer is waited for.
    pub(crate) fn is_open(self) -> bool {
        match self {
            Self::Requested
            | Self::Acknowledged
            | Self::Questioned
            | Self::Returned
            | Self::Disputed => true,
            Self::Replied | Self::Joined | Self::Over => false,
        }
    }
}

/// A task.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) case_id: Uuid,
    pub(crate) from_department: String,
    pub(crate) to_department: String,
    pub(crate) state: TaskState,
    pub(crate) deadline: Deadline,
    /// The latest dispute about it.
    pub(crate) dispute_id: Option<Uuid>,
}

/// A step that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) round: u64,
    pub(crate) department: String,
    /// Departments asked that have not answered.
    pub(crate) awaits: BTreeSet<String>,
}

/// A case in approval.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) department: String,
    /// Steps that were decided, in order.
    pub(crate) decided: Vec<String>,
}

/// Rungs by the instant at which they are reached.
type Due = BTreeSet<(Timestamp, Uuid, &'static str)>;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// Departments that there are.
    departments: BTreeSet<String>,
    pub(crate) cases: BTreeMap<Uuid, Case>,
    pub(crate) steps: BTreeMap<(Uuid, String), Step>,
    pub(crate) tasks: BTreeMap<Uuid, Task>,
    /// The task that a step asks of a department.
    tasks_of_steps: BTreeMap<(Uuid, String, u64, String), Uuid>,
    /// Rungs that are still to be warned of.
    due: Due,
    warned: HashSet<(Uuid, String, u64)>,
    /// Warnings by rung.
    pub(crate) n_warnings: BTreeMap<&'static str, u64>,
    /// The warnings that were issued last, all at one instant.
    pub(crate) last_warned: (Timestamp, BTreeSet<(Uuid, String, u64)>),
}

impl Ledger {
    /// Empty books of a city with these departments.
    pub(crate) fn of(departments: BTreeSet<String>) -> Self {
        Self { departments, ..Self::default() }
    }

    /// When the next rung is reached.
    pub(crate) fn next_due_at(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, ..)| *at)
    }

    /// Whether somebody is still to be warned of what is due.
    pub(crate) fn is_warned_of_all(&self, now: Timestamp) -> Result<(), Violation> {
        match self.due.first() {
            Some((at, task_id, rung)) if *at <= now => {
                Err(Violation::NotWarned { task_id: *task_id, rung, at: *at, now })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Whether somebody acts for every step that is under way.
    pub(crate) fn has_owners(&self) -> Result<(), Violation> {
        for ((case_id, step), open) in &self.steps {
            if let Err(why) = self.has_owner(*case_id, step, open) {
                return Err(Violation::NobodysStep { case_id: *case_id, step: step.clone(), why });
            }
        }
        Ok(())
    }

    fn has_owner(&self, case_id: Uuid, step: &str, open: &Step) -> Result<(), String> {
        let is_there = |department: &str| match self.departments.contains(department) {
            true => Ok(()),
            false => Err(format!("there is no department {department:?}")),
        };
        is_there(&open.department)?;
        for asked in &open.awaits {
            let key = (case_id, step.to_owned(), open.round, asked.clone());
            let task_id = self.tasks_of_steps.get(&key);
            let task = task_id.and_then(|task_id| self.tasks.get(task_id));
            let task = task.ok_or_else(|| format!("nobody has asked {asked}"))?;
            if !task.state.is_open() && task.state != TaskState::Joined {
                return Err(format!("it waits for {asked}, whose task is {:?}", task.state));
            }
            is_there(&task.to_department)?;
        }
        Ok(())
    }

    /// Takes an event into the books.
    pub(crate) fn read(&mut self, fact: &Fact) -> Result<()> {
        let Some((service, _)) = fact.kind.split_once('.') else { return Ok(()) };
        match service {
            "approval" => self.read_approval(fact),
            "coordination" => self.read_coordination(fact)?,
            _ => {}
        }
        Ok(())
    }

    fn read_approval(&mut self, fact: &Fact) {
        let data = &fact.data;
        let step = (data.case_id, data.step.clone());
        match fact.kind.as_str() {
            "approval.case_opened.v1" => {
                let case = Case { department: data.department.clone(), decided: Vec::new() };
                self.cases.insert(data.case_id, case);
            }
            "approval.step_started.v1" => {
                let awaits = data.cooperation.iter().map(|asked| asked.department.clone());
                let (round, department) = (data.round, data.department.clone());
                self.steps.insert(step, Step { round, department, awaits: awaits.collect() });
            }
            "approval.step_decided.v1" => {
                self.steps.remove(&step);
                if let Some(case) = self.cases.get_mut(&data.case_id) {
                    case.decided.push(data.step.clone());
                }
            }
            "approval.cooperation_answered.v1" | "approval.cooperation_ended.v1" => {
                if let Some(open) = self.steps.get_mut(&step) {
                    open.awaits.remove(&data.asked);
                }
            }
            "approval.cooperation_reopened.v1" => {
                if let Some(open) = self.steps.get_mut(&step) {
                    open.awaits.insert(data.asked.clone());
                }
            }
            "approval.step_returned.v1" => {
                let again = data.again.iter().chain([&data.from_step, &data.to_step]);
                let again: BTreeSet<_> = again.collect();
                self.steps.retain(|(case, step), _| *case != data.case_id || !again.contains(step));
                if let Some(case) = self.cases.get_mut(&data.case_id) {
                    case.decided.retain(|step| !again.contains(step));
                }
            }
            "approval.case_concluded.v1"
            | "approval.case_closed_by_withdrawal.v1"
            | "approval.case_annulled.v1" => {
                self.cases.remove(&data.case_id);
                self.steps.retain(|(case, _), _| *case != data.case_id);
            }
            _ => {}
        }
    }

    fn read_coordination(&mut self, fact: &Fact) -> Result<()> {
        let data = &fact.data;
        match fact.kind.as_str() {
            "coordination.task_requested.v1" => self.requested(fact)?,
            "coordination.task_reassigned.v1" | "coordination.dispute_settled.v1" => {
                self.begins(fact, TaskState::Requested, &RUNGS)?;
                if let Some(task) = self.tasks.get_mut(&data.task_id) {
                    task.to_department.clone_from(&data.to_department);
                }
            }
            "coordination.task_resumed.v1" => self.begins(fact, TaskState::Requested, &RUNGS)?,
            "coordination.task_returned.v1" => {
                self.taken_on(data.task_id, TaskState::Returned);
                self.begins(fact, TaskState::Returned, &RUNGS[1..])?;
            }
            "coordination.task_disputed.v1" => {
                self.taken_on(data.task_id, TaskState::Disputed);
                self.begins(fact, TaskState::Disputed, &RUNGS[1..])?;
                if let Some(task) = self.tasks.get_mut(&data.task_id) {
                    task.dispute_id = data.dispute_id;
                }
            }
            "coordination.reply_sent_back.v1" => {
                self.begins(fact, TaskState::Acknowledged, &RUNGS[1..])?;
            }
            "coordination.deadline_extended.v1" => {
                let state = self.tasks.get(&data.task_id).map(|task| task.state);
                self.begins(fact, state.unwrap_or(TaskState::Over), &RUNGS[1..])?;
            }
            "coordination.task_acknowledged.v1" | "coordination.question_answered.v1" => {
                self.taken_on(data.task_id, TaskState::Acknowledged);
            }
            "coordination.task_questioned.v1" => {
                self.taken_on(data.task_id, TaskState::Questioned);
            }
            "coordination.task_partly_replied.v1" => {
                let is_asked = self.tasks.get(&data.task_id).map(|task| task.state);
                let asked = is_asked.filter(|state| *state == TaskState::Questioned);
                self.taken_on(data.task_id, asked.unwrap_or(TaskState::Acknowledged));
            }
            "coordination.task_replied.v1" => self.ends(data.task_id, TaskState::Replied),
            "coordination.task_joined.v1" => self.ends(data.task_id, TaskState::Joined),
            "coordination.reply_accepted.v1"
            | "coordination.task_withdrawn.v1"
            | "coordination.task_closed.v1" => self.ends(data.task_id, TaskState::Over),
            "coordination.warning_issued.v1" => self.warned(fact)?,
            _ => {}
        }
        Ok(())
    }

    fn requested(&mut self, fact: &Fact) -> Result<()> {
        let data = &fact.data;
        let task = Task {
            case_id: data.case_id,
            from_department: data.from_department.clone(),
            to_department: data.to_department.clone(),
            state: TaskState::Requested,
            deadline: data.deadline()?,
            dispute_id: None,
        };
        self.tasks.insert(data.task_id, task);
        if let Some(source) = &data.source {
            let of_step = (data.case_id, source.step.clone(), source.round);
            let key = (of_step.0, of_step.1, of_step.2, data.to_department.clone());
            self.tasks_of_steps.insert(key, data.task_id);
        }
        self.begins(fact, TaskState::Requested, &RUNGS)
    }

    /// An epoch of a deadline begins: these rungs are to be warned of in it.
    fn begins(
        &mut self,
        fact: &Fact,
        state: TaskState,
        rungs: &[(&'static str, &str)],
    ) -> Result<()> {
        let (task_id, deadline) = (fact.data.task_id, fact.data.deadline()?);
        let Some(task) = self.tasks.get_mut(&task_id) else { return Ok(()) };
        for (rung, _) in rungs {
            take_off(&mut self.due, task_id, rung, &task.deadline);
            self.due.extend(deadline.rungs.get(rung).map(|at| (*at, task_id, *rung)));
        }
        (task.state, task.deadline) = (state, deadline);
        Ok(())
    }

    /// Nobody has to be warned any more that nobody takes it on.
    fn taken_on(&mut self, task_id: Uuid, state: TaskState) {
        let Some(task) = self.tasks.get_mut(&task_id) else { return };
        take_off(&mut self.due, task_id, RUNGS[0].0, &task.deadline);
        task.state = state;
    }

    fn ends(&mut self, task_id: Uuid, state: TaskState) {
        let Some(task) = self.tasks.get_mut(&task_id) else { return };
        for (rung, _) in RUNGS {
            take_off(&mut self.due, task_id, rung, &task.deadline);
        }
        task.state = state;
    }

    fn warned(&mut self, fact: &Fact) -> Result<(), Violation> {
        let (task_id, epoch) = (fact.data.task_id, fact.data.epoch);
        let (rung, now) = (fact.data.rung.clone(), fact.recorded_at);
        if !self.warned.insert((task_id, rung.clone(), epoch)) {
            return Err(Violation::WarnedTwice { task_id, rung, epoch });
        }
        let in_vain = Violation::WarnedInVain { task_id, rung: rung.clone(), epoch, now };
        let Some(task) = self.tasks.get(&task_id) else { return Err(in_vain) };
        let reached = task.deadline.rungs.get_key_value(rung.as_str());
        let Some((name, at)) = reached else { return Err(in_vain) };
        let was_due = self.due.remove(&(*at, task_id, *name));
        if !was_due || *at > now || task.deadline.epoch != epoch {
            return Err(in_vain);
        }
        *self.n_warnings.entry(name).or_default() += 1;
        if self.last_warned.0 != now {
            self.last_warned = (now, BTreeSet::new());
        }
        self.last_warned.1.insert((task_id, rung, epoch));
        Ok(())
    }
}

/// Takes a rung off that a deadline has.
fn take_off(due: &mut Due, task_id: Uuid, rung: &'static str, deadline: &Deadline) {
    if let Some(at) = deadline.rungs.get(rung) {
        due.remove(&(*at, task_id, rung));
    }
}
