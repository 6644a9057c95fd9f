//! Whose a complaint is: who may deal with it, and who may say what the complainant says.

use tongban_kernel::{Actor, Context, Role};

use super::{Complaint, Duty, File, Rejection};
use crate::commands::Voice;

/// Whether the actor may say whether an answer holds: the complainant, and never the department
/// that gave it, which could otherwise take back its own lateness or the mark it was given.
pub(super) fn judges(
    file: &File,
    duty: &Duty,
    voice: Voice,
    cx: Context<'_>,
) -> Result<(), Rejection> {
    speaks_for(file, duty, voice, cx)?;
    // Neither who answered then nor who answers for it now.
    if cx.actor.works_for(&duty.department) || answers_now(file, duty, cx) {
        return Err(Rejection::NotIndependent { department: duty.department.clone() });
    }
    Ok(())
}

impl Complaint {
    /// What this voice may know of the complaint: who complained, the account that lodged it, and the
    /// office. Whether another one's complaint exists, wherever it stands, is nobody's business.
    pub fn known_to(&self, voice: Voice, actor: &Actor) -> Option<&File> {
        self.file().filter(|file| match voice {
            Voice::Applicant { case_id, identity_index } => {
                file.case_id == Some(case_id) && file.identity_index == identity_index
            }
            Voice::Account => {
                let is_office = actor.roles.iter().any(|role| *role != Role::Applicant);
                is_office || file.lodged_by == actor.id
            }
        })
    }
}

/// Whether this voice, which knows of the complaint, may say what the complainant says: whoever called
/// back, the account that lodged it, or the applicant who complained of the own case.
pub(super) fn speaks_for(
    file: &File,
    duty: &Duty,
    voice: Voice,
    cx: Context<'_>,
) -> Result<(), Rejection> {
    match voice {
        Voice::Applicant { .. } => Ok(()),
        Voice::Account if file.lodged_by == cx.actor.id => Ok(()),
        Voice::Account => handles(file, duty, cx),
    }
}

/// Whether the complaint is the actor's to deal with: everybody's who stands between departments,
/// and among handlers those of the department that has to answer.
pub(super) fn handles(file: &File, duty: &Duty, cx: Context<'_>) -> Result<(), Rejection> {
    if stands_between(cx.actor) { Ok(()) } else { own(file, duty, cx) }
}

/// Whether the actor serves all departments alike.
pub(super) fn stands_between(actor: &Actor) -> bool {
    actor.roles.iter().any(|role| match role {
        Role::WindowClerk | Role::Coordinator | Role::Supervisor | Role::System => true,
        Role::Handler | Role::Operator | Role::Applicant => false,
    })
}

pub(super) fn own(file: &File, duty: &Duty, cx: Context<'_>) -> Result<(), Rejection> {
    if answers_now(file, duty, cx) || cx.actor.is(Role::System) {
        return Ok(());
    }
    let now = cx.successions.answers_for(&duty.department, file.item_code.as_deref());
    Err(Rejection::NotYourDepartment { department: now.to_owned() })
}

/// Whether the actor's department answers now for what was given to the one that had to answer.
fn answers_now(file: &File, duty: &Duty, cx: Context<'_>) -> bool {
    cx.answers_for(&duty.department, file.item_code.as_deref())
}
