//! From the order to answer to the complainant's word on the answer.

use jiff::Timestamp;
use tongban_kernel::{Context, Personal};

use super::whose::{judges, own};
use super::{ANSWER_WITHIN, Duty, File, REOPEN_WITHIN, Rectification, Rejection, due};
use crate::commands::{Command, Voice};
use crate::events::{Event, Reopening};

pub(super) fn assigned(
    file: &File,
    duty: &Duty,
    command: Command,
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    let (complaint_id, department) = (file.complaint_id, duty.department.clone());
    match command {
        Command::OrderRectification { order } => Ok(vec![Event::RectificationOrdered {
            complaint_id,
            department,
            order: order.into_string(),
            due_at: file.due_at,
        }]),
        Command::ReportRectification { report } => {
            own(file, duty, cx)?;
            if duty.rectification == Rectification::None {
                return Err(Rejection::NothingOrdered);
            }
            Ok(vec![Event::RectificationReported { complaint_id, report: report.into_string() }])
        }
        Command::Answer { answer } => {
            own(file, duty, cx)?;
            if duty.rectification == Rectification::Ordered {
                return Err(Rejection::RectificationMissing);
            }
            Ok(vec![Event::ComplaintAnswered {
                complaint_id,
                department,
                answer: answer.into_string(),
                in_time: cx.now < file.due_at,
                answered_at: cx.now,
            }])
        }
        Command::Confirm { .. } | Command::Reopen { .. } => Err(Rejection::NotAnswered),
        Command::Lodge(_)
        | Command::Assign { .. }
        | Command::Merge { .. }
        | Command::Separate { .. }
        | Command::ShowPersonalData => Err(Rejection::AlreadyLodged),
    }
}

pub(super) fn answered(
    file: &File,
    duty: &Duty,
    answered_at: Timestamp,
    command: Command,
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Confirm { satisfaction, solved, voice } => {
            judges(file, duty, voice, cx)?;
            let complaint_id = file.complaint_id;
            Ok(vec![Event::ComplaintConfirmed { complaint_id, satisfaction, solved }])
        }
        Command::Reopen { reason, voice } => reopen(file, duty, answered_at, (reason, voice), cx),
        // Answering twice is the same wish only with the same key.
        Command::Answer { .. }
        | Command::Assign { .. }
        | Command::OrderRectification { .. }
        | Command::ReportRectification { .. }
        | Command::Merge { .. }
        | Command::Separate { .. }
        | Command::ShowPersonalData
        | Command::Lodge(_) => Err(Rejection::AlreadyAnswered),
    }
}

pub(super) fn reopen(
    file: &File,
    duty: &Duty,
    answered_at: Timestamp,
    (reason, voice): (Personal<String>, Voice),
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    judges(file, duty, voice, cx)?;
    let since = due(answered_at, REOPEN_WITHIN, cx)?;
    if cx.now >= since {
        return Err(Rejection::TooLate { since });
    }
    Ok(vec![Event::ComplaintReopened(Reopening {
        complaint_id: file.complaint_id,
        reason,
        due_at: due(cx.now, ANSWER_WITHIN, cx)?,
    })])
}
