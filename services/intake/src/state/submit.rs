//! Handing in.

use jiff::{SignedDuration, Timestamp};
use tongban_kernel::calendar::{Budget, Calendar, Clock, Due, DueError, Office};
use tongban_kernel::{CaseNumber, Context};

use super::{Case, Rejection};
use crate::commands::{Application, IfIncomplete, Term};
use crate::events::{Event, Submission};

/// How far back a receipt may lie, in days as they fall. Paper that came in on the last day before
/// the longest holidays is keyed in on the first day after them, eight or nine days later; what is
/// keyed in later still needs another explanation than a holiday.
pub const BACKDATED_DAYS_MAX: i64 = 10;

/// How long an applicant has to hand in what was asked for. The law names no term; an open end
/// would leave the case lying for ever. Three weeks of work suffice to have a document issued.
const SUPPLEMENT_LIMIT: Budget = Budget::Workdays(15);

impl Case {
    pub(super) fn submit(
        &self,
        application: Application,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: it was handed in already.
            return Err(Rejection::AlreadySubmitted);
        }
        let received_at = received_at(application.received_at, cx.now)?;
        let is_complete = application.missing.is_empty();
        if !is_complete && application.if_incomplete == IfIncomplete::Refuse {
            return Err(Rejection::Incomplete { missing: application.missing });
        }
        let (case_id, item) = (application.case_id, application.item);
        let due = due(received_at, &item.term, cx.calendar)?;
        let office = &item.term.office;
        let mut events = vec![Event::CaseSubmitted(Box::new(Submission {
            case_id,
            number: CaseNumber::of(case_id, office.date_of(received_at)),
            item_code: item.code,
            item_version: item.version,
            department: item.department,
            channel: application.channel,
            submitted_by: cx.actor.id.clone(),
            received_at,
            applicant: application.applicant,
            form: application.handed_in.form,
            personal_form: application.handed_in.personal_form,
            materials: application.handed_in.materials,
            accept_by_at: due.due_at,
            accept_by_provisional: due.provisional,
        }))];
        if !is_complete {
            events.push(Event::CorrectionRequested {
                case_id,
                missing: application.missing,
                supplement_by_at: supplement_by(office, cx)?,
                at_receipt: true,
            });
        }
        Ok(events)
    }
}

fn received_at(stated: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Rejection> {
    let Some(at) = stated else { return Ok(now) };
    if at > now {
        return Err(Rejection::ReceivedInFuture);
    }
    if now.duration_since(at) > SignedDuration::from_hours(24 * BACKDATED_DAYS_MAX) {
        return Err(Rejection::ReceivedTooLongAgo);
    }
    Ok(at)
}

/// When the term of the office is over that began at `from`.
pub(super) fn due(from: Timestamp, term: &Term, calendar: &Calendar) -> Result<Due, Rejection> {
    let deadline = Clock::new(from, term.budget).deadline(calendar, &term.office)?;
    // A clock without suspensions always has a due date.
    deadline.due().copied().ok_or(Rejection::Uncountable(DueError::OutOfRange))
}

/// When the applicant's time to hand in what is missing is over.
pub(super) fn supplement_by(office: &Office, cx: Context<'_>) -> Result<Timestamp, Rejection> {
    let term = Term { budget: SUPPLEMENT_LIMIT, office: office.clone() };
    Ok(due(cx.now, &term, cx.calendar)?.due_at)
}
