//! A complaint that repeats another is answered with it (并案).
//!
//! What is merged goes into what came before it: times of receipt never change, so that no two
//! complaints are ever merged into each other, however the wishes meet. Nobody waits longer by it.

use tongban_kernel::{ComplaintId, Context, Wording};

use super::whose::{handles, stands_between};
use super::{Complaint, Duty, File, Rectification, Rejection};
use crate::commands::{Command, Standing, Target};
use crate::events::Event;

impl Complaint {
    /// What decides whether another may be merged into this one; none of what nobody lodged.
    pub fn target(&self) -> Option<Target> {
        let (file, standing) = match self {
            Self::Unknown => return None,
            Self::Lodged(file) | Self::Assigned(file, _) => (file, Standing::Open),
            Self::Answered(file, _, _) | Self::Confirmed(file, _, _) => (file, Standing::Answered),
            Self::Merged(file, _, into) => (file, Standing::Merged { into: *into }),
        };
        let File { complaint_id, received_at, due_at, was_answered, .. } = *file;
        Some(Target { complaint_id, received_at, due_at, standing, was_answered })
    }
}

pub(super) fn merge(file: &File, into: Target, reason: Wording) -> Result<Vec<Event>, Rejection> {
    if into.complaint_id == file.complaint_id {
        return Err(Rejection::IntoItself);
    }
    match into.standing {
        Standing::Open => {}
        Standing::Answered => return Err(Rejection::OtherAnswered),
        Standing::Merged { into } => return Err(Rejection::IntoMerged { into }),
    }
    // The id tells those apart that were received in the same instant.
    if (into.received_at, into.complaint_id) > (file.received_at, file.complaint_id) {
        return Err(Rejection::IntoLater);
    }
    if into.due_at > file.due_at {
        return Err(Rejection::DueLater { due_at: into.due_at });
    }
    Ok(vec![Event::ComplaintMerged {
        complaint_id: file.complaint_id,
        into: into.complaint_id,
        reason: reason.into_string(),
    }])
}

/// What was ordered is reported first: merged it would be asked for by nobody.
pub(super) fn merge_assigned(
    file: &File,
    duty: &Duty,
    into: Target,
    reason: Wording,
) -> Result<Vec<Event>, Rejection> {
    match duty.rectification {
        Rectification::Ordered => Err(Rejection::RectificationOpen),
        Rectification::None | Rectification::Reported => merge(file, into, reason),
    }
}

pub(super) fn merged(
    file: &File,
    duty: Option<&Duty>,
    into: ComplaintId,
    command: Command,
    cx: Context<'_>,
) -> Result<Vec<Event>, Rejection> {
    let complaint_id = file.complaint_id;
    match command {
        // Merging twice into the same one is the same wish.
        Command::Merge { into: again, .. } if again.complaint_id == into => Ok(Vec::new()),
        // The complainant had the answer: it is refused, if at all, where it was given.
        Command::Separate { was_answered: true, .. } => Err(Rejection::OtherAnswered),
        Command::Separate { was_answered: false, reason } => {
            let reason = reason.into_string();
            Ok(vec![Event::ComplaintSeparated { complaint_id, from: into, reason }])
        }
        Command::ShowPersonalData => {
            match duty {
                Some(duty) => handles(file, duty, cx)?,
                None if stands_between(cx.actor) => {}
                None => return Err(Rejection::NotAssigned),
            }
            Ok(vec![Event::PersonalDataShown { complaint_id }])
        }
        Command::Lodge(_) => Err(Rejection::AlreadyLodged),
        Command::Merge { .. }
        | Command::Assign { .. }
        | Command::OrderRectification { .. }
        | Command::ReportRectification { .. }
        | Command::Answer { .. }
        | Command::Confirm { .. }
        // The other one may be somebody else's, and another department's.
        | Command::Reopen { .. } => Err(if stands_between(cx.actor) {
            Rejection::Merged { into }
        } else {
            Rejection::AnsweredTogether
        }),
    }
}
