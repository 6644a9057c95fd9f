//! What happens to a project with a task force (专班). Wire names are never changed.

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, CaseNumber, DomainEvent};

/// Who leads (项目负责人): one officer, by account, and the department that leads with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Leader {
    /// The account.
    pub account: String,
    /// The department.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
}

/// A milestone (里程碑).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Milestone {
    /// Which of the project, from 1.
    pub nth: u32,
    /// What is to be reached.
    pub name: String,
    /// Who is responsible.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// The last day on which it is in time.
    pub due_on: Date,
    /// The first instant that is too late.
    pub due_at: Timestamp,
}

/// How a project ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The goal is reached (完成).
    Achieved,
    /// A part of it (部分完成).
    PartlyAchieved,
    /// It was given up (终止).
    GivenUp,
}

impl Outcome {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Achieved => "achieved",
            Self::PartlyAchieved => "partly_achieved",
            Self::GivenUp => "given_up",
        }
    }
}

/// The facts of a project. Departments are codes of the catalogue; free texts are in the office's
/// language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A task force was set up (成立专班).
    #[serde(rename = "coordination.project_set_up.v1")]
    ProjectSetUp {
        /// The project: tasks are asked for it as for a case.
        project_id: CaseId,
        /// Its number.
        number: CaseNumber,
        /// What it is, in a line.
        title: String,
        /// What it is to reach.
        goal: String,
        /// Who leads.
        leader: Leader,
        /// The other departments that take part.
        #[schemars(with = "Vec<tongban_kernel::Code>")]
        members: Vec<String>,
        /// The plan.
        milestones: Vec<Milestone>,
        /// When.
        set_up_at: Timestamp,
    },
    /// A department takes part from now on (加入).
    #[serde(rename = "coordination.project_member_joined.v1")]
    MemberJoined {
        /// The project.
        project_id: CaseId,
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
    },
    /// A department takes part no longer (退出).
    #[serde(rename = "coordination.project_member_left.v1")]
    MemberLeft {
        /// The project.
        project_id: CaseId,
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Why.
        reason: String,
    },
    /// Somebody else leads from now on (移交); the department that led takes part.
    #[serde(rename = "coordination.project_handed_over.v1")]
    LeaderHandedOver {
        /// The project.
        project_id: CaseId,
        /// Who led.
        from: Leader,
        /// Who leads.
        to: Leader,
        /// Why.
        reason: String,
    },
    /// The plan has another milestone.
    #[serde(rename = "coordination.milestone_planned.v1")]
    MilestonePlanned {
        /// The project.
        project_id: CaseId,
        /// Which.
        milestone: Milestone,
    },
    /// A milestone is due on another day (调整).
    #[serde(rename = "coordination.milestone_moved.v1")]
    MilestoneMoved {
        /// The project.
        project_id: CaseId,
        /// Which.
        nth: u32,
        /// The day before: it stays visible.
        from_on: Date,
        /// The day from now on.
        due_on: Date,
        /// The first instant that is too late.
        due_at: Timestamp,
        /// Why.
        reason: String,
        /// When it was moved.
        moved_at: Timestamp,
    },
    /// A milestone was reached (达成).
    #[serde(rename = "coordination.milestone_reached.v1")]
    MilestoneReached {
        /// The project.
        project_id: CaseId,
        /// Which.
        nth: u32,
        /// What was reached.
        note: String,
        /// When.
        reached_at: Timestamp,
    },
    /// The day of a milestone has passed (逾期): once per day that it was due on.
    #[serde(rename = "coordination.milestone_missed.v1")]
    MilestoneMissed {
        /// The project.
        project_id: CaseId,
        /// Which.
        nth: u32,
        /// Who is responsible.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// The day that has passed.
        due_on: Date,
    },
    /// Something stands in the way (堵点).
    #[serde(rename = "coordination.blocker_raised.v1")]
    BlockerRaised {
        /// The project.
        project_id: CaseId,
        /// Which of the project, from 1.
        nth: u32,
        /// Who says so.
        #[schemars(with = "tongban_kernel::Code")]
        by_department: String,
        /// What.
        what: String,
        /// Whom it takes to clear it.
        #[schemars(with = "tongban_kernel::Code")]
        needs_department: String,
        /// When.
        raised_at: Timestamp,
    },
    /// It stands in the way no longer (疏通).
    #[serde(rename = "coordination.blocker_cleared.v1")]
    BlockerCleared {
        /// The project.
        project_id: CaseId,
        /// Which.
        nth: u32,
        /// How.
        how: String,
        /// When.
        cleared_at: Timestamp,
    },
    /// The task force is dissolved (撤销专班).
    #[serde(rename = "coordination.project_closed.v1")]
    ProjectClosed {
        /// The project.
        project_id: CaseId,
        /// How it ended.
        outcome: Outcome,
        /// What came of it.
        result: String,
        /// When.
        closed_at: Timestamp,
    },
}

impl DomainEvent for Event {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_wire_names() {
        for outcome in [Outcome::Achieved, Outcome::PartlyAchieved, Outcome::GivenUp] {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
        }
    }
}
