use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{DisputeId, MatterId, Text};
use utoipa::ToSchema;

/// Whom a matter seems to concern, and what that is taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ToSchema)]
pub struct Proposal {
    /// The departments with most in common with it, the best first: the first is proposed to lead.
    /// None where no word of the matter is known.
    pub candidates: Vec<Candidate>,
    /// Proposed to assist: what they are concerned with is in the matter too, and not covered by
    /// those before them.
    pub assisting: Vec<Candidate>,
    /// Duties of other departments that have the words for which the first is proposed.
    pub overlaps: Vec<Overlap>,
    /// How far to trust the first.
    pub confidence: Confidence,
}

/// A department that a matter may concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ToSchema)]
pub struct Candidate {
    /// The department.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// What it scored, in percent of what the first scored.
    pub percent: u8,
    /// What speaks for it, the strongest first.
    pub grounds: Vec<Ground>,
}

/// Something known about a department that has words of the matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ToSchema)]
pub struct Ground {
    /// What it is.
    pub source: Source,
    /// How it reads.
    #[schema(value_type = Object)]
    pub said: Text,
    /// The rules it rests on; none for what was learned.
    pub legal_basis: Vec<String>,
    /// The words of the matter in it, those that say most first.
    pub words: Vec<String>,
}

/// Where something known about a department stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// Its name.
    Name,
    /// One of its duties (职责).
    Duty {
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        code: String,
    },
    /// An item that it decides (事项).
    Item {
        /// Which.
        #[schemars(with = "tongban_kernel::Code")]
        code: String,
    },
    /// A matter for which a coordinator named it (先例).
    Matter {
        /// Which.
        #[schema(value_type = String, format = Uuid)]
        matter_id: MatterId,
    },
    /// A dispute in which it was ruled to be its task (裁决先例).
    Ruling {
        /// Which.
        #[schema(value_type = String, format = Uuid)]
        dispute_id: DisputeId,
    },
    /// A task that it answered.
    Task,
}

/// A duty of another department that has the words for which the first is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ToSchema)]
pub struct Overlap {
    /// The other department.
    #[schemars(with = "tongban_kernel::Code")]
    pub department: String,
    /// Its duty, with the words that both have.
    pub ground: Ground,
}

/// How far to trust the department proposed to lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ToSchema)]
pub struct Confidence {
    /// In a word.
    pub level: Level,
    /// What the first scored, in percent of the first and the second together: 50 is a tie.
    pub share_percent: u8,
    /// How much of what the words of the matter say is in the best ground of the first.
    pub covered_percent: u8,
}

/// How far to trust a proposal. What each meant on real items is measured by a test and told in
/// `docs/matching.md`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Look at all candidates.
    Low,
    /// Look at the second too.
    Medium,
    /// The first is rarely wrong.
    High,
}

impl Proposal {
    /// Who is proposed to lead.
    pub fn lead(&self) -> Option<&str> {
        self.candidates.first().map(|first| first.department.as_str())
    }

    /// Whether these are the departments that it names.
    pub fn names(&self, lead: &str, assisting: &[String]) -> bool {
        let named: BTreeSet<_> = self.assisting.iter().map(|one| &one.department).collect();
        self.lead() == Some(lead) && named == assisting.iter().collect()
    }
}
