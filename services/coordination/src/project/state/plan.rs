//! The plan: milestones planned, moved, reached, missed.

use jiff::Timestamp;
use jiff::civil::Date;
use tongban_calendar::Office;
use tongban_kernel::{Context, Wording};

use super::{Force, MILESTONES_MAX, Planned, Project, Rejection, Stage};
use crate::project::commands::NewMilestone;
use crate::project::events::{Event, Milestone};

impl Project {
    pub(super) fn plan(&self, new: NewMilestone, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let force = self.led(cx)?;
        if force.plan.len() >= MILESTONES_MAX {
            return Err(Rejection::TooManyMilestones);
        }
        let last = force.plan.last().map_or(0, |planned| planned.milestone.nth);
        let milestone = milestone(last + 1, new, &|department| force.has(department), cx)?;
        Ok(vec![Event::MilestonePlanned { project_id: force.project_id, milestone }])
    }

    pub(super) fn postpone(
        &self,
        nth: u32,
        due_on: Date,
        office: &Office,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let force = self.led(cx)?;
        let Planned { milestone, stage } = force.planned(nth)?;
        if *stage == Stage::Reached {
            return Err(Rejection::Reached { nth });
        }
        if milestone.due_on == due_on {
            // It is due on that day already.
            return Ok(Vec::new());
        }
        Ok(vec![Event::MilestoneMoved {
            project_id: force.project_id,
            nth,
            from_on: milestone.due_on,
            due_on,
            due_at: end_of(due_on, office, cx)?,
            reason: reason.into_string(),
            moved_at: cx.now,
        }])
    }

    /// Who is responsible for it says so, or who leads.
    pub(super) fn reach(
        &self,
        nth: u32,
        note: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let force = self.underway()?;
        let Planned { milestone, stage } = force.planned(nth)?;
        if !cx.answers_for(&milestone.department, None) {
            self.led(cx)?;
        }
        if *stage == Stage::Reached {
            // Reached already.
            return Ok(Vec::new());
        }
        let (project_id, note) = (force.project_id, note.into_string());
        Ok(vec![Event::MilestoneReached { project_id, nth, note, reached_at: cx.now }])
    }

    /// Once per day that it is due on; the list that the wish comes from may lag behind.
    pub(super) fn note_missed(&self, nth: u32, cx: Context<'_>) -> Vec<Event> {
        let Some((force, planned)) = self.force().and_then(|force| with(force, nth)) else {
            return Vec::new();
        };
        let milestone = &planned.milestone;
        if planned.stage != Stage::Ahead || milestone.due_at > cx.now {
            return Vec::new();
        }
        vec![Event::MilestoneMissed {
            project_id: force.project_id,
            nth,
            department: milestone.department.clone(),
            due_on: milestone.due_on,
        }]
    }
}

fn with(force: &Force, nth: u32) -> Option<(&Force, &Planned)> {
    force.planned(nth).ok().map(|planned| (force, planned))
}

/// A milestone of the plan, for a department that takes part, and not in the past.
pub(super) fn milestone(
    nth: u32,
    new: NewMilestone,
    takes_part: &dyn Fn(&str) -> bool,
    cx: Context<'_>,
) -> Result<Milestone, Rejection> {
    let NewMilestone { name, department, due_on, office } = new;
    if !takes_part(&department) {
        return Err(Rejection::NotMember { department });
    }
    let due_at = end_of(due_on, &office, cx)?;
    Ok(Milestone { nth, name: name.into_string(), department, due_on, due_at })
}

/// The first instant after a day that has not passed.
fn end_of(due_on: Date, office: &Office, cx: Context<'_>) -> Result<Timestamp, Rejection> {
    let end = due_on.tomorrow().ok().and_then(|next| office.start_of(next));
    // The last day that the time library knows is as good as none.
    end.filter(|end| *end > cx.now).ok_or(Rejection::Past { due_on })
}
