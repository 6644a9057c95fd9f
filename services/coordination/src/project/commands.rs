//! What may be wished of a project.

use jiff::civil::Date;
use tongban_calendar::Office;
use tongban_kernel::{CaseId, Wording};

use super::events::{Leader, Outcome};

/// A wish.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Sets a task force up.
    SetUp(Box<NewProject>),
    /// A department is to take part.
    Join {
        /// Which.
        department: String,
    },
    /// A department is to take part no longer.
    Leave {
        /// Which.
        department: String,
        /// Why.
        reason: Wording,
    },
    /// Somebody else is to lead.
    HandOver {
        /// Who.
        to: Leader,
        /// Why.
        reason: Wording,
    },
    /// Adds a milestone to the plan.
    Plan(NewMilestone),
    /// A milestone is to be due on another day.
    Move {
        /// Which.
        nth: u32,
        /// The day.
        due_on: Date,
        /// How days begin and end there.
        office: Office,
        /// Why.
        reason: Wording,
    },
    /// A milestone is reached.
    Reach {
        /// Which.
        nth: u32,
        /// What was reached.
        note: Wording,
    },
    /// The day of a milestone has passed.
    NoteMissed {
        /// Which.
        nth: u32,
    },
    /// Something stands in the way.
    Raise {
        /// What.
        what: Wording,
        /// Whom it takes to clear it.
        needs_department: String,
    },
    /// It stands in the way no longer.
    Clear {
        /// Which.
        nth: u32,
        /// How.
        how: Wording,
    },
    /// Dissolves the task force.
    Close {
        /// How it ended.
        outcome: Outcome,
        /// What came of it.
        result: Wording,
    },
}

/// A task force as it is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct NewProject {
    /// The project.
    pub project_id: CaseId,
    /// What it is, in a line.
    pub title: Wording,
    /// What it is to reach.
    pub goal: Wording,
    /// Who leads.
    pub leader: Leader,
    /// The other departments that take part.
    pub members: Vec<String>,
    /// The plan.
    pub milestones: Vec<NewMilestone>,
    /// How the leading department reckons days; the number carries the day.
    pub office: Office,
}

/// A milestone as it is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMilestone {
    /// What is to be reached.
    pub name: Wording,
    /// Who is responsible.
    pub department: String,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// How days begin and end there.
    pub office: Office,
}
