//! What happens to a matter that is put to others (公众议事). Wire names are never changed.

mod opinion;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::{Budget, Office};
use tongban_kernel::{CaseNumber, DeliberationId, DomainEvent};

pub use opinion::{Counts, OpinionEvent, Stance};

/// The facts of a matter. Departments are codes of the catalogue; free texts are in the office's
/// language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A matter was put to departments, the public, or both (公开征求意见).
    #[serde(rename = "coordination.deliberation_opened.v1")]
    DeliberationOpened {
        /// The matter.
        deliberation_id: DeliberationId,
        /// Its number.
        number: CaseNumber,
        /// What it is, in a line.
        title: String,
        /// The matter.
        text: String,
        /// Which departments are asked.
        #[schemars(with = "Vec<tongban_kernel::Code>")]
        departments: Vec<String>,
        /// Whether everybody is.
        is_public: bool,
        /// How long opinions are taken.
        limit: Budget,
        /// How that is counted.
        office: Office,
        /// When it was put.
        opened_at: Timestamp,
        /// The first instant that is too late.
        closes_at: Timestamp,
    },
    /// A department said what it thinks; said again before the limit, the last word counts
    /// (部门意见).
    #[serde(rename = "coordination.department_opinion_given.v1")]
    DepartmentOpinionGiven {
        /// The matter.
        deliberation_id: DeliberationId,
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Which word of this department it is, from 1.
        nth: u32,
        /// Which way.
        #[schemars(extend("x-personal" = true))]
        stance: Stance,
        /// In words.
        opinion: String,
        /// When.
        given_at: Timestamp,
    },
    /// No more opinions are taken (征求意见截止): once.
    #[serde(rename = "coordination.deliberation_closed.v1")]
    DeliberationClosed {
        /// The matter.
        deliberation_id: DeliberationId,
        /// Before the limit, because every department had spoken.
        was_early: bool,
        /// Who was asked and said nothing.
        #[schemars(with = "Vec<tongban_kernel::Code>")]
        silent: Vec<String>,
        /// When.
        closed_at: Timestamp,
    },
    /// What was said, in short (意见汇总); done again before the decision, the last one counts.
    #[serde(rename = "coordination.deliberation_summarised.v1")]
    DeliberationSummarised {
        /// The matter.
        deliberation_id: DeliberationId,
        /// What was said.
        summary: String,
        /// The main points: the decision answers each.
        points: Vec<String>,
        /// How departments spoke.
        departments: Counts,
        /// How the public did.
        public: Counts,
        /// When.
        summarised_at: Timestamp,
    },
    /// It was decided (决策).
    #[serde(rename = "coordination.deliberation_decided.v1")]
    DeliberationDecided {
        /// The matter.
        deliberation_id: DeliberationId,
        /// What.
        decision: String,
        /// Why.
        reasons: String,
        /// What is said to each main point, in their order.
        answers: Vec<String>,
        /// When.
        decided_at: Timestamp,
    },
    /// What has become of the decision (决策后续).
    #[serde(rename = "coordination.deliberation_followed_up.v1")]
    DeliberationFollowedUp {
        /// The matter.
        deliberation_id: DeliberationId,
        /// Which entry, from 1.
        nth: u32,
        /// What was done.
        what: String,
        /// When it was said.
        followed_up_at: Timestamp,
    },
}

impl DomainEvent for Event {}
