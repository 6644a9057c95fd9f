//! What stands in the way: raised by whoever takes part, cleared, carried to meetings until then.

use tongban_kernel::{Context, Wording};

use super::{BLOCKERS_MAX, Project, Rejection};
use crate::project::events::Event;

impl Project {
    pub(super) fn raise(
        &self,
        what: Wording,
        needs_department: String,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let force = self.underway()?;
        let own = force.departments().find(|department| cx.answers_for(department, None));
        // Who leads by account speaks for the leading department.
        let leading = force.leads(cx).then_some(&force.leader.department);
        let by_department = own.or(leading).ok_or(Rejection::TakesNoPart)?.clone();
        if force.blockers.len() >= BLOCKERS_MAX {
            return Err(Rejection::TooManyBlockers);
        }
        Ok(vec![Event::BlockerRaised {
            project_id: force.project_id,
            nth: force.n_blockers + 1,
            by_department,
            what: what.into_string(),
            needs_department,
            raised_at: cx.now,
        }])
    }

    /// Whoever raised it says so, or who leads; whom it needs does not declare its own part done.
    pub(super) fn clear(
        &self,
        nth: u32,
        how: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if let Self::Closed(_) = self {
            // Nothing stands in the way of what is closed.
            return Ok(Vec::new());
        }
        let force = self.underway()?;
        if nth == 0 || nth > force.n_blockers {
            return Err(Rejection::UnknownBlocker { nth });
        }
        let Some(by_department) = force.blockers.get(&nth) else {
            // Cleared already.
            return Ok(Vec::new());
        };
        if !cx.answers_for(by_department, None) {
            self.led(cx)?;
        }
        let (project_id, how) = (force.project_id, how.into_string());
        Ok(vec![Event::BlockerCleared { project_id, nth, how, cleared_at: cx.now }])
    }
}
