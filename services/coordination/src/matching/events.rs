//! What happens to a matter for which it is asked whose it is (权责边界匹配).

mod proposal;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{DomainEvent, MatterId};

pub use proposal::{Candidate, Confidence, Ground, Level, Overlap, Proposal, Source};

/// The facts of a matter. Departments are codes of the catalogue; free texts are in the office's
/// language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Someone asked whom a matter concerns, and this was proposed (匹配建议).
    #[serde(rename = "coordination.responsibility_proposed.v1")]
    ResponsibilityProposed {
        /// The matter.
        matter_id: MatterId,
        /// What it is, in a line.
        title: String,
        /// What else is said about it.
        text: Option<String>,
        /// The department of whoever asked.
        #[schemars(with = "Option<tongban_kernel::Code>")]
        from_department: Option<String>,
        /// The catalogue whose duties and items were compared.
        catalog_version: u32,
        /// What was proposed.
        proposal: Proposal,
        /// When.
        proposed_at: Timestamp,
    },
    /// A coordinator said whom it concerns (权责确认); said once more, the last word counts.
    #[serde(rename = "coordination.responsibility_confirmed.v1")]
    ResponsibilityConfirmed {
        /// The matter.
        matter_id: MatterId,
        /// Who leads (牵头).
        #[schemars(with = "tongban_kernel::Code")]
        lead: String,
        /// Who assists (配合).
        #[schemars(with = "Vec<tongban_kernel::Code>")]
        assisting: Vec<String>,
        /// Whether that is what was proposed.
        as_proposed: bool,
        /// Why, where it is not, or is not what was confirmed before.
        reason: Option<String>,
        /// When.
        confirmed_at: Timestamp,
    },
}

impl DomainEvent for Event {}
