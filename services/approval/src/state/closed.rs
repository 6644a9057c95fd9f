use tongban_kernel::Context;
use tongban_kernel::calendar::Suspension;

use super::{Open, Rejection};
use crate::commands::Command;
use crate::events::{Conclusion, Event};

/// What may be wished of a case that is decided.
pub(super) fn decide(
    open: &Open,
    conclusion: &Conclusion,
    command: Command,
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    let case_id = conclusion.case_id;
    let taken_back = || Box::new(conclusion.clone());
    match command {
        Command::Reopen { from, reason, basis } => {
            open.owner_only(cx)?;
            open.can_begin_again(&from)?;
            let again = open.again_from(&from);
            // The clock of a case never goes back; a conclusion ahead of it would stop nothing.
            let closed = Suspension::closure(conclusion.concluded_at, cx.now).ok();
            let reopened = open.reopened(&again, closed.as_ref());
            let started = reopened.start_step(&from, cx)?;
            let event = Event::CaseReopened {
                case_id,
                from_step: from,
                again,
                taken_back: taken_back(),
                reason: reason.into_string(),
                basis: basis.into_string(),
                closed,
                dues: Some(Box::new(reopened.dues(cx.calendar)?)),
            };
            Ok(vec![event, started])
        }
        Command::Annul { reason, basis } => {
            open.owner_only(cx)?;
            let (reason, basis) = (reason.into_string(), basis.into_string());
            Ok(vec![Event::CaseAnnulled { case_id, taken_back: taken_back(), reason, basis }])
        }
        Command::Archive => {
            open.owner_only(cx)?;
            Ok(vec![Event::CaseArchived { case_id }])
        }
        // Concluding twice is the same wish; a withdrawal comes too late, and so does an answer.
        Command::Conclude { .. }
        | Command::CloseByWithdrawal
        | Command::RecordAnswer { .. }
        | Command::ReopenCooperation { .. }
        | Command::EndCooperation { .. } => Ok(Vec::new()),
        Command::Open(_) => Err(Rejection::AlreadyOpen),
        Command::Approve { .. }
        | Command::Return { .. }
        | Command::Refuse { .. }
        | Command::Suspend { .. }
        | Command::Resume
        | Command::Extend { .. } => Err(Rejection::NotOpen),
    }
}
