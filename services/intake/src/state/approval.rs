//! What approval says of a case that was accepted. Approval owns how such a case ends: what was
//! recorded here before and does not agree is corrected by a fact.

use jiff::Timestamp;

use super::{Case, Filed, Rejection};
use crate::events::{Event, Outcome};

/// Why a case is withdrawn whose withdrawal had been taken for too late.
const CLOSED_BY_WITHDRAWAL: &str = "审批已按申请人的撤回终止";

impl Case {
    /// Always records: approval may conclude, reopen and conclude again.
    pub(super) fn finish(
        &self,
        outcome: Outcome,
        concluded_at: Timestamp,
    ) -> Result<Vec<Event>, Rejection> {
        let (filed, mut events) = self.in_approval()?;
        events.push(Event::CaseFinished { case_id: filed.case_id, outcome, concluded_at });
        Ok(events)
    }

    pub(super) fn resume(&self) -> Result<Vec<Event>, Rejection> {
        let (filed, mut events) = self.in_approval()?;
        events.push(Event::CaseResumed { case_id: filed.case_id });
        Ok(events)
    }

    /// Approval ended the case as the applicant wished. Mostly that is known here: not where the
    /// wish was taken for too late and approval, working again, heard of it after all.
    pub(super) fn confirm_withdrawal(&self) -> Result<Vec<Event>, Rejection> {
        if let Self::WithdrawnFromApproval(_) = self {
            return Ok(Vec::new());
        }
        let (filed, _) = self.in_approval()?;
        let reason = CLOSED_BY_WITHDRAWAL.to_owned();
        Ok(vec![Event::CaseWithdrawn { case_id: filed.case_id, reason }])
    }

    /// The case, if approval has it, with the fact that takes back a withdrawal which came too late.
    fn in_approval(&self) -> Result<(&Filed, Vec<Event>), Rejection> {
        match self {
            Self::Accepted(filed) | Self::Finished { filed, .. } => Ok((filed, Vec::new())),
            Self::WithdrawnFromApproval(filed) => {
                Ok((filed, vec![Event::WithdrawalOvertaken { case_id: filed.case_id }]))
            }
            Self::Unknown => Err(Rejection::UnknownCase),
            Self::Submitted(_)
            | Self::AwaitingSupplement(_)
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::Duplicate { .. } => Err(Rejection::NotAccepted { state: self.name() }),
        }
    }
}
