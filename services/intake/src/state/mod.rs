//! What an application is, and what may happen to it.

#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

mod amend;
mod approval;
mod dossier;
mod evolve;
mod pending;
mod rating;
mod rejection;
mod submit;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use tongban_kernel::{CaseId, CaseNumber, Category, Context, Decider, PersonId, Role};

use crate::commands::Command;
use crate::events::{Event, Missing, Outcome};
pub use dossier::Dossier;
pub use rating::RATED_IN;
pub use rejection::Rejection;
pub use submit::BACKDATED_DAYS_MAX;

/// An application, from the window to the end of its case.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Case {
    /// Nobody handed it in.
    #[default]
    Unknown,
    /// The office has to say whether it accepts.
    Submitted(Pending),
    /// The applicant was told what is missing.
    AwaitingSupplement(Asked),
    /// Approval works on it.
    Accepted(Filed),
    /// Approval has come to an end.
    Finished {
        /// The case.
        filed: Filed,
        /// How it ended.
        outcome: Outcome,
    },
    /// Not taken on.
    Declined(Filed),
    /// The applicant did not want it any more, before the office had answered.
    Withdrawn(Filed),
    /// The applicant did not want it any more when approval had it: approval has the last word on
    /// whether that was in time.
    WithdrawnFromApproval(Filed),
    /// Ended in favour of another case.
    Duplicate {
        /// The case.
        filed: Filed,
        /// The one that goes on.
        of: CaseId,
    },
}

/// What stays the same from the window to the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The item.
    pub item_code: String,
    /// Its version.
    pub item_version: u32,
    /// The department that decides.
    pub department: String,
    /// Who applies: what is sealed later is sealed under the same key.
    pub person: PersonId,
    /// The account that handed it in.
    pub submitted_by: String,
    /// When it was received.
    pub received_at: Timestamp,
    /// The term of the office, as the receipt names it.
    pub accept_by_at: Timestamp,
    /// What was handed in so far.
    pub dossier: Dossier,
    /// What was asked of the applicant when the application was handed in.
    pub asked_at_receipt: Option<Correction>,
    /// Whether the applicant said what the service was like.
    pub is_rated: bool,
}

/// What the applicant was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// Everything that is missing still.
    pub missing: Vec<Missing>,
    /// Until when.
    pub supplement_by_at: Timestamp,
}

/// An application that the office has to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The case.
    pub filed: Filed,
    /// When the last of it was received.
    pub complete_at: Timestamp,
    /// Until when the office has to answer; the first instant that is too late.
    pub accept_by_at: Timestamp,
    /// The applicant was asked for corrections before: not again.
    pub was_corrected: bool,
}

/// An application that waits for the applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The case.
    pub filed: Filed,
    /// What for.
    pub correction: Correction,
}

impl Case {
    /// What stays the same; none of what nobody handed in.
    pub fn filed(&self) -> Option<&Filed> {
        match self {
            Self::Unknown => None,
            Self::Submitted(Pending { filed, .. })
            | Self::AwaitingSupplement(Asked { filed, .. })
            | Self::Accepted(filed)
            | Self::Finished { filed, .. }
            | Self::Declined(filed)
            | Self::Withdrawn(filed)
            | Self::WithdrawnFromApproval(filed)
            | Self::Duplicate { filed, .. } => Some(filed),
        }
    }

    /// The state's name in rows and answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Submitted(_) => "submitted",
            Self::AwaitingSupplement(_) => "awaiting_supplement",
            Self::Accepted(_) => "accepted",
            Self::Finished { .. } => "finished",
            Self::Declined(_) => "declined",
            Self::Withdrawn(_) | Self::WithdrawnFromApproval(_) => "withdrawn",
            Self::Duplicate { .. } => "duplicate",
        }
    }

    fn known(&self) -> Result<&Filed, Rejection> {
        self.filed().ok_or(Rejection::UnknownCase)
    }

    /// The application while the office has to answer it.
    fn pending(&self) -> Result<&Pending, Rejection> {
        match self {
            Self::Submitted(pending) => Ok(pending),
            Self::Unknown => Err(Rejection::UnknownCase),
            Self::AwaitingSupplement(_) => Err(Rejection::AwaitsApplicant),
            Self::Accepted(_)
            | Self::Finished { .. }
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::WithdrawnFromApproval(_)
            | Self::Duplicate { .. } => Err(self.not_pending()),
        }
    }

    /// The case, for whoever may handle it for the office: a handler only where the own department
    /// decides.
    fn handled(&self, cx: Context<'_>) -> Result<&Filed, Rejection> {
        let filed = self.known()?;
        if serves_all(cx) || cx.answers_for(&filed.department, Some(&filed.item_code)) {
            Ok(filed)
        } else {
            // Every office sees that the case exists: this is no secret to keep.
            let item = Some(filed.item_code.as_str());
            let now = cx.successions.answers_for(&filed.department, item);
            Err(Rejection::NotYourDepartment { department: now.to_owned() })
        }
    }

    /// The case, for whoever may act for its applicant: a window, or the account that handed it in.
    fn own(&self, cx: Context<'_>) -> Result<&Filed, Rejection> {
        let filed = self.known()?;
        // Whether another one's case exists is nobody's business.
        if serves_all(cx) || filed.submitted_by == cx.actor.id {
            Ok(filed)
        } else {
            Err(Rejection::UnknownCase)
        }
    }

    fn not_pending(&self) -> Rejection {
        Rejection::NotPending { state: self.name() }
    }
}

/// Whether the actor takes cases whatever department decides them: windows do, for all of them.
fn serves_all(cx: Context<'_>) -> bool {
    cx.actor.is(Role::WindowClerk) || cx.actor.is(Role::System)
}

impl Decider for Case {
    const CATEGORY: Category = Category::new("intake");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Submit(application) => self.submit(*application, cx),
            Command::Correct { missing, office } => self.correct(missing, &office, cx),
            Command::Supplement { addition, term, item } => {
                self.supplement(addition, &term, &item, cx)
            }
            Command::Accept => self.accept(cx),
            Command::Deem => self.deem(cx),
            Command::Decline { reason, legal_basis } => self.decline(&reason, &legal_basis, cx),
            Command::Withdraw { reason } => self.withdraw(&reason, cx),
            Command::Amend { changes, reason, basis, term, item } => {
                let reason = (reason.into_string(), basis.into_string());
                self.amend(changes, reason, (&term, &item), cx)
            }
            Command::LinkDuplicate { duplicate_of, basis } => self.link(duplicate_of, &basis, cx),
            Command::Finish { outcome, concluded_at } => self.finish(outcome, concluded_at),
            Command::Resume => self.resume(),
            Command::ConfirmWithdrawal => self.confirm_withdrawal(),
            Command::Rate(rating) => self.rate(*rating),
            Command::ShowPersonalData => {
                Ok(vec![Event::PersonalDataShown { case_id: self.handled(cx)?.case_id }])
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        self.folded(event)
    }
}
