//! How approval ends becomes known to intake. Once a case is accepted, approval owns the truth about
//! how it ends: a withdrawal that approval never came to act on is taken back by a fact, and the
//! case ends as approval says.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::Deserialize;
use tongban_eventstore::readers::Policy;
use tongban_kernel::{CaseId, DecodeError, Recorded};

use crate::commands::Command;
use crate::events::Outcome;

/// From the end of approval to the end of the application.
#[derive(Clone, Copy, Debug)]
pub struct EndOfApproval;

/// A command with the case that it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The case.
    pub case_id: CaseId,
    /// What is wished of it.
    pub command: Command,
}

/// What is read of approval's events; everything else in them passes by.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Foreign {
    #[serde(rename = "approval.case_concluded.v1")]
    Concluded { case_id: CaseId, outcome: Outcome, concluded_at: Timestamp },
    #[serde(rename = "approval.case_reopened.v1")]
    Reopened { case_id: CaseId },
    #[serde(rename = "approval.case_annulled.v1")]
    Annulled { case_id: CaseId },
    #[serde(rename = "approval.case_closed_by_withdrawal.v1")]
    ClosedByWithdrawal { case_id: CaseId },
}

impl Policy for EndOfApproval {
    type Order = Order;

    const NAME: &'static str = "intake-end-of-approval";
    const EVENTS: &'static [&'static str] = &[
        "approval.case_concluded.v1",
        "approval.case_reopened.v1",
        "approval.case_annulled.v1",
        "approval.case_closed_by_withdrawal.v1",
    ];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        let (case_id, command) = match event.decode()? {
            Foreign::Concluded { case_id, outcome, concluded_at } => {
                (case_id, Command::Finish { outcome, concluded_at })
            }
            Foreign::Reopened { case_id } => (case_id, Command::Resume),
            Foreign::Annulled { case_id } => {
                let (outcome, concluded_at) = (Outcome::Annulled, event.occurred_at);
                (case_id, Command::Finish { outcome, concluded_at })
            }
            Foreign::ClosedByWithdrawal { case_id } => (case_id, Command::ConfirmWithdrawal),
        };
        Ok(vec![Order { case_id, command }])
    }
}
