//! How facts change a project.

use std::collections::BTreeMap;

use super::{Force, Planned, Project, Stage};
use crate::project::events::{Event, Milestone};

impl Project {
    pub(super) fn folded(self, event: &Event) -> Self {
        match event {
            Event::ProjectSetUp { project_id, number, leader, members, milestones, .. } => {
                Self::Underway(Box::new(Force {
                    project_id: *project_id,
                    number: number.clone(),
                    leader: leader.clone(),
                    members: members.iter().cloned().collect(),
                    plan: milestones.iter().map(ahead).collect(),
                    blockers: BTreeMap::new(),
                    n_blockers: 0,
                }))
            }
            Event::MemberJoined { department, .. } => self.changed(|force| {
                force.members.insert(department.clone());
            }),
            Event::MemberLeft { department, .. } => self.changed(|force| {
                force.members.remove(department);
            }),
            Event::LeaderHandedOver { from, to, .. } => self.changed(|force| {
                force.members.insert(from.department.clone());
                force.members.remove(&to.department);
                force.leader = to.clone();
            }),
            Event::MilestonePlanned { milestone, .. } => {
                self.changed(|force| force.plan.push(ahead(milestone)))
            }
            Event::MilestoneMoved { nth, due_on, due_at, .. } => self.step(*nth, |planned| {
                (planned.milestone.due_on, planned.milestone.due_at) = (*due_on, *due_at);
                planned.stage = Stage::Ahead;
            }),
            Event::MilestoneReached { nth, .. } => {
                self.step(*nth, |planned| planned.stage = Stage::Reached)
            }
            Event::MilestoneMissed { nth, .. } => {
                self.step(*nth, |planned| planned.stage = Stage::Missed)
            }
            Event::BlockerRaised { nth, by_department, .. } => self.changed(|force| {
                force.n_blockers = *nth;
                force.blockers.insert(*nth, by_department.clone());
            }),
            Event::BlockerCleared { nth, .. } => self.changed(|force| {
                force.blockers.remove(nth);
            }),
            Event::ProjectClosed { .. } => match self {
                Self::Underway(force) => Self::Closed(force.leader),
                before @ (Self::Unknown | Self::Closed(_)) => before,
            },
        }
    }

    fn changed(mut self, change: impl FnOnce(&mut Force)) -> Self {
        match &mut self {
            Self::Underway(force) => change(force),
            Self::Unknown | Self::Closed(_) => {}
        }
        self
    }

    fn step(self, nth: u32, change: impl FnOnce(&mut Planned)) -> Self {
        self.changed(|force| {
            if let Some(step) = force.plan.iter_mut().find(|step| step.milestone.nth == nth) {
                change(step);
            }
        })
    }
}

fn ahead(milestone: &Milestone) -> Planned {
    Planned { milestone: milestone.clone(), stage: Stage::Ahead }
}
