//! What a project is, and what may happen to it.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod blockers;
mod evolve;
mod force;
mod plan;
mod rejection;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use tongban_kernel::{CaseId, CaseNumber, Category, Context, Decider, Role};

use super::commands::Command;
use super::events::{Event, Leader, Milestone};
pub use rejection::Rejection;

/// Departments of one project.
pub const MEMBERS_MAX: usize = 50;
/// Milestones of one project.
pub const MILESTONES_MAX: usize = 100;
/// Blockers of one project that are open at once.
pub const BLOCKERS_MAX: usize = 100;

/// A project with its task force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Project {
    /// Nobody set it up.
    #[default]
    Unknown,
    /// Its task force works on it.
    Underway(Box<Force>),
    /// Its task force is dissolved; who led it then.
    Closed(Leader),
}

/// A task force at work. There is one leader, always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Force {
    project_id: CaseId,
    number: CaseNumber,
    leader: Leader,
    /// Besides the one that leads.
    members: BTreeSet<String>,
    plan: Vec<Planned>,
    /// Open ones, with the department that raised each.
    blockers: BTreeMap<u32, String>,
    n_blockers: u32,
}

/// A milestone and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Planned {
    milestone: Milestone,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Ahead,
    /// Its day has passed, and that was noted.
    Missed,
    Reached,
}

impl Project {
    /// The task force while it works.
    pub fn force(&self) -> Option<&Force> {
        match self {
            Self::Underway(force) => Some(force),
            Self::Unknown | Self::Closed(_) => None,
        }
    }

    /// Who leads, or led until the task force was dissolved.
    pub fn leader(&self) -> Option<&Leader> {
        match self {
            Self::Unknown => None,
            Self::Underway(force) => Some(&force.leader),
            Self::Closed(leader) => Some(leader),
        }
    }

    /// Who is responsible for this milestone.
    pub fn responsible(&self, nth: u32) -> Option<&str> {
        let planned = self.force()?.planned(nth).ok()?;
        Some(&planned.milestone.department)
    }

    /// Its name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Underway(_) => "underway",
            Self::Closed(_) => "closed",
        }
    }

    /// # Errors
    /// When there is no task force at work.
    pub fn underway(&self) -> Result<&Force, Rejection> {
        match self {
            Self::Underway(force) => Ok(force),
            Self::Unknown => Err(Rejection::UnknownProject),
            Self::Closed(_) => Err(Rejection::Over),
        }
    }

    /// The task force, for who leads it or convenes.
    fn led(&self, cx: Context<'_>) -> Result<&Force, Rejection> {
        let force = self.underway()?;
        if force.leads(cx) || convenes(cx) {
            return Ok(force);
        }
        Err(Rejection::NotLeader { account: force.leader.account.clone() })
    }
}

impl Force {
    /// The project's number.
    pub fn number(&self) -> &CaseNumber {
        &self.number
    }

    /// Who leads.
    pub fn leader(&self) -> &Leader {
        &self.leader
    }

    /// All its departments, the leading one first.
    pub fn departments(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.leader.department).chain(&self.members)
    }

    /// The blockers that are open.
    pub fn open_blockers(&self) -> impl Iterator<Item = u32> {
        self.blockers.keys().copied()
    }

    fn leads(&self, cx: Context<'_>) -> bool {
        cx.actor.id == self.leader.account
    }

    fn has(&self, department: &str) -> bool {
        self.departments().any(|known| known == department)
    }

    fn planned(&self, nth: u32) -> Result<&Planned, Rejection> {
        let found = self.plan.iter().find(|planned| planned.milestone.nth == nth);
        found.ok_or(Rejection::UnknownMilestone { nth })
    }
}

impl Decider for Project {
    const CATEGORY: Category = Category::new("project");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::SetUp(project) => self.set_up(*project, cx),
            Command::Join { department } => self.join(department, cx),
            Command::Leave { department, reason } => self.leave(department, reason, cx),
            Command::HandOver { to, reason } => self.hand_over(to, reason, cx),
            Command::Plan(milestone) => self.plan(milestone, cx),
            Command::Move { nth, due_on, office, reason } => {
                self.postpone(nth, due_on, &office, reason, cx)
            }
            Command::Reach { nth, note } => self.reach(nth, note, cx),
            Command::NoteMissed { nth } => Ok(self.note_missed(nth, cx)),
            Command::Raise { what, needs_department } => self.raise(what, needs_department, cx),
            Command::Clear { nth, how } => self.clear(nth, how, cx),
            Command::Close { outcome, result } => self.close(outcome, result, cx),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}

/// Policies act for those who convene: what a meeting decided is carried out.
pub(crate) fn convenes(cx: Context<'_>) -> bool {
    let actor = cx.actor;
    actor.is(Role::Coordinator) || actor.is(Role::Supervisor) || actor.is(Role::System)
}
