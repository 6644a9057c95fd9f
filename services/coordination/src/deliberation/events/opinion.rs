use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseNumber, DeliberationId, DomainEvent, OpinionId, Personal};

/// Which way an opinion goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// For it (赞成).
    For,
    /// Against it (反对).
    Against,
    /// Neither, or on conditions (其他).
    Other,
}

impl Stance {
    /// Its name in events, rows and requests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Other => "other",
        }
    }
}

/// How many went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// For it.
    pub n_for: u32,
    /// Against it.
    pub n_against: u32,
    /// Neither, or on conditions.
    pub n_other: u32,
}

impl FromIterator<Stance> for Counts {
    fn from_iter<I: IntoIterator<Item = Stance>>(stances: I) -> Self {
        stances.into_iter().fold(Self::default(), |mut counts, stance| {
            match stance {
                Stance::For => counts.n_for += 1,
                Stance::Against => counts.n_against += 1,
                Stance::Other => counts.n_other += 1,
            }
            counts
        })
    }
}

/// The fact of a public opinion: each has a stream of its own, so that many may speak at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum OpinionEvent {
    /// One of the public said what they think (公众意见). No name is asked for.
    #[serde(rename = "coordination.public_opinion_given.v1")]
    PublicOpinionGiven {
        /// The opinion.
        opinion_id: OpinionId,
        /// The matter.
        deliberation_id: DeliberationId,
        /// Under which number whoever gave it finds it again.
        receipt: CaseNumber,
        /// Which way.
        stance: Stance,
        /// In words. People write of themselves and others: under a key of its own, so that one
        /// opinion can be erased.
        text: Personal<String>,
        /// When.
        given_at: Timestamp,
    },
}

impl DomainEvent for OpinionEvent {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_wire_names() {
        for stance in [Stance::For, Stance::Against, Stance::Other] {
            assert_eq!(serde_json::to_value(stance).unwrap(), stance.as_str());
        }
    }

    #[test]
    fn opinions_are_counted_by_the_way_they_go() {
        let counts: Counts =
            [Stance::For, Stance::Other, Stance::For, Stance::Against].into_iter().collect();
        assert_eq!(counts, Counts { n_for: 2, n_against: 1, n_other: 1 });
    }
}
