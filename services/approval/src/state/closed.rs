use tongban_kernel::Context;

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
            let started = open.reopened(&again).start_step(&from, cx)?;
            let taken_back = taken_back();
            let reopened =
                Event::CaseReopened { case_id, from_step: from, again, taken_back, reason, basis };
            Ok(vec![reopened, started])
        }
        Command::Annul { reason, basis } => {
            open.owner_only(cx)?;
            Ok(vec![Event::CaseAnnulled { case_id, taken_back: taken_back(), reason, basis }])
        }
        Command::Archive => {
            open.owner_only(cx)?;
            Ok(vec![Event::CaseArchived { case_id }])
        }
        // Concluding twice is the same wish, and a withdrawal comes too late.
        Command::Conclude { .. } | Command::CloseByWithdrawal | Command::EndCooperation { .. } => {
            Ok(Vec::new())
        }
        Command::Open(_) => Err(Rejection::AlreadyOpen),
        Command::Approve { .. }
        | Command::Return { .. }
        | Command::Refuse { .. }
        | Command::RecordAnswer { .. }
        | Command::Suspend { .. }
        | Command::Resume
        | Command::Extend { .. } => Err(Rejection::NotOpen),
    }
}
