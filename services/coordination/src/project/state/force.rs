//! Who is in the task force: set up, joined, left, handed over, dissolved.

use std::collections::BTreeSet;

use tongban_kernel::{CaseNumber, Context, Wording};

use super::{MEMBERS_MAX, MILESTONES_MAX, Project, Rejection, Stage, convenes, plan};
use crate::project::commands::NewProject;
use crate::project::events::{Event, Leader, Outcome};

impl Project {
    pub(super) fn set_up(
        &self,
        project: NewProject,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: it is set up already.
            return Ok(Vec::new());
        }
        if !convenes(cx) {
            return Err(Rejection::NotConvener);
        }
        let mut members: BTreeSet<_> = project.members.into_iter().collect();
        members.remove(&project.leader.department);
        if members.len() >= MEMBERS_MAX {
            return Err(Rejection::TooManyMembers);
        }
        if project.milestones.len() > MILESTONES_MAX {
            return Err(Rejection::TooManyMilestones);
        }
        let in_force = |department: &str| {
            members.contains(department) || department == project.leader.department
        };
        let milestones = (1..).zip(project.milestones);
        let milestones = milestones
            .map(|(nth, new)| plan::milestone(nth, new, &in_force, cx))
            .collect::<Result<_, _>>()?;
        let today = project.office.date_of(cx.now);
        Ok(vec![Event::ProjectSetUp {
            project_id: project.project_id,
            number: CaseNumber::of(project.project_id, today),
            title: project.title.into_string(),
            goal: project.goal.into_string(),
            leader: project.leader,
            members: members.into_iter().collect(),
            milestones,
            set_up_at: cx.now,
        }])
    }

    pub(super) fn join(
        &self,
        department: String,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let force = self.led(cx)?;
        if force.has(&department) {
            // It takes part already.
            return Ok(Vec::new());
        }
        if force.departments().count() >= MEMBERS_MAX {
            return Err(Rejection::TooManyMembers);
        }
        Ok(vec![Event::MemberJoined { project_id: force.project_id, department }])
    }

    pub(super) fn leave(
        &self,
        department: String,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let force = self.led(cx)?;
        if department == force.leader.department {
            return Err(Rejection::Leads { department });
        }
        if !force.members.contains(&department) {
            // It takes no part already.
            return Ok(Vec::new());
        }
        let mut open = force.plan.iter().filter(|planned| planned.stage != Stage::Reached);
        if open.any(|planned| planned.milestone.department == department) {
            return Err(Rejection::HasMilestones { department });
        }
        let (project_id, reason) = (force.project_id, reason.into_string());
        Ok(vec![Event::MemberLeft { project_id, department, reason }])
    }

    pub(super) fn hand_over(
        &self,
        to: Leader,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let force = self.led(cx)?;
        if to == force.leader {
            // Leads already.
            return Ok(Vec::new());
        }
        if !force.has(&to.department) && force.departments().count() >= MEMBERS_MAX {
            return Err(Rejection::TooManyMembers);
        }
        Ok(vec![Event::LeaderHandedOver {
            project_id: force.project_id,
            from: force.leader.clone(),
            to,
            reason: reason.into_string(),
        }])
    }

    pub(super) fn close(
        &self,
        outcome: Outcome,
        result: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if let Self::Closed(_) = self {
            // Closing twice is the same wish.
            return Ok(Vec::new());
        }
        let force = self.led(cx)?;
        let is_done = force.blockers.is_empty()
            && force.plan.iter().all(|planned| planned.stage == Stage::Reached);
        if outcome == Outcome::Achieved && !is_done {
            return Err(Rejection::NotAchieved);
        }
        let (project_id, result) = (force.project_id, result.into_string());
        Ok(vec![Event::ProjectClosed { project_id, outcome, result, closed_at: cx.now }])
    }
}
