//! What one of the public says.

use jiff::Timestamp;
use tongban_kernel::{CaseNumber, Category, Context, Decider};

use crate::deliberation::commands::{NewOpinion, OpinionCommand};
use crate::deliberation::events::OpinionEvent;

/// A public opinion. It is given once: who gave it is not known, so that nobody could be told who
/// may change it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Opinion {
    /// Nobody gave it.
    #[default]
    Unknown,
    /// Given: the number under which whoever gave it finds it again.
    Given(CaseNumber),
}

/// Why a public opinion is refused.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpinionRejection {
    /// The limit has passed.
    #[error("opinions were taken until {closes_at}")]
    Late {
        /// The first instant that is too late.
        closes_at: Timestamp,
    },
}

impl Opinion {
    /// Under which number it is found again.
    pub fn receipt(&self) -> Option<&CaseNumber> {
        match self {
            Self::Unknown => None,
            Self::Given(receipt) => Some(receipt),
        }
    }
}

impl Decider for Opinion {
    const CATEGORY: Category = Category::new("opinion");
    type Command = OpinionCommand;
    type Event = OpinionEvent;
    type Rejection = OpinionRejection;

    fn decide(
        &self,
        OpinionCommand::Give(opinion): OpinionCommand,
        cx: Context<'_>,
    ) -> Result<Vec<OpinionEvent>, OpinionRejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: it is given already.
            return Ok(Vec::new());
        }
        let NewOpinion { opinion_id, deliberation_id, closes_at, office, stance, text } = *opinion;
        if cx.now >= closes_at {
            return Err(OpinionRejection::Late { closes_at });
        }
        Ok(vec![OpinionEvent::PublicOpinionGiven {
            opinion_id,
            deliberation_id,
            receipt: opinion_id.receipt(office.date_of(cx.now)),
            stance,
            text,
            given_at: cx.now,
        }])
    }

    fn evolve(self, event: &OpinionEvent) -> Self {
        match event {
            OpinionEvent::PublicOpinionGiven { receipt, .. } => Self::Given(receipt.clone()),
        }
    }
}
