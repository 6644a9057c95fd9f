use jiff::civil::Date;

use super::{BLOCKERS_MAX, MEMBERS_MAX, MILESTONES_MAX};

/// Why a wish is refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody set such a project up.
    #[error("there is no such project")]
    UnknownProject,
    /// Its task force is dissolved.
    #[error("the project is closed")]
    Over,
    /// Only coordinators and supervisors set task forces up.
    #[error("only a coordinator or supervisor may do this")]
    NotConvener,
    /// Only who leads it does this, or a coordinator or supervisor.
    #[error("only {account}, who leads the project, or a coordinator may do this")]
    NotLeader {
        /// Who leads.
        account: String,
    },
    /// The actor's department takes no part.
    #[error("only a department of the project may do this")]
    TakesNoPart,
    /// Work goes to departments of the project.
    #[error("department {department} takes no part in the project")]
    NotMember {
        /// Which.
        department: String,
    },
    /// Who leads does not leave.
    #[error("department {department} leads the project; hand it over first")]
    Leads {
        /// Which.
        department: String,
    },
    /// Who is responsible for what is not reached does not leave.
    #[error("department {department} is responsible for milestones that are not reached")]
    HasMilestones {
        /// Which.
        department: String,
    },
    /// The plan has no such milestone.
    #[error("there is no milestone {nth}")]
    UnknownMilestone {
        /// Which.
        nth: u32,
    },
    /// It was reached: its day moves no more.
    #[error("milestone {nth} is reached")]
    Reached {
        /// Which.
        nth: u32,
    },
    /// Nothing is planned for a day that has passed.
    #[error("{due_on} has passed")]
    Past {
        /// The day.
        due_on: Date,
    },
    /// Nothing of that number stands in the way.
    #[error("there is no blocker {nth}")]
    UnknownBlocker {
        /// Which.
        nth: u32,
    },
    /// A goal with milestones that were not reached, or with blockers, is not reached.
    #[error("milestones are not reached or blockers not cleared: the goal is not achieved")]
    NotAchieved,
    /// More departments than any task force has.
    #[error("a project has {MEMBERS_MAX} departments at most")]
    TooManyMembers,
    /// More milestones than any plan has.
    #[error("a project has {MILESTONES_MAX} milestones at most")]
    TooManyMilestones,
    /// So many at once are none.
    #[error("{BLOCKERS_MAX} blockers are open; clear some first")]
    TooManyBlockers,
}
