//! How facts change an application.

use jiff::Timestamp;

use super::{Asked, Case, Correction, Dossier, Filed, Pending};
use crate::events::{Changes, Event, Missing, Submission};

impl Case {
    pub(super) fn folded(self, event: &Event) -> Self {
        match event {
            Event::CaseSubmitted(submission) => Self::Submitted(Pending::from(&**submission)),
            Event::CorrectionRequested { missing, supplement_by_at, at_receipt, .. } => {
                let correction =
                    Correction { missing: missing.clone(), supplement_by_at: *supplement_by_at };
                self.moved(|mut filed| {
                    if *at_receipt {
                        filed.asked_at_receipt = Some(correction.clone());
                    }
                    Self::AwaitingSupplement(Asked { filed, correction })
                })
            }
            Event::CaseSupplemented {
                materials,
                form,
                personal_form,
                supplemented_at,
                accept_by_at,
                ..
            } => self.moved(|filed| {
                let dossier = filed.dossier.with(form, personal_form, materials);
                Self::complete(Filed { dossier, ..filed }, *supplemented_at, *accept_by_at)
            }),
            Event::CorrectionNarrowed { missing, .. } => self.narrowed(missing),
            Event::CorrectionSettled { settled_at, accept_by_at, .. } => {
                self.moved(|filed| Self::complete(filed, *settled_at, *accept_by_at))
            }
            Event::CaseAccepted { .. }
            | Event::CaseResumed { .. }
            | Event::WithdrawalOvertaken { .. } => {
                self.moved(|filed| Self::Accepted(filed.unrated()))
            }
            Event::CaseDeclined { .. } => self.moved(Self::Declined),
            Event::CaseWithdrawn { .. } => self.withdrawn(),
            Event::DuplicateLinked { duplicate_of, .. } => {
                self.moved(|filed| Self::Duplicate { filed, of: *duplicate_of })
            }
            Event::CaseFinished { outcome, .. } => {
                self.moved(|filed| Self::Finished { filed, outcome: *outcome })
            }
            Event::CaseAmended { changes, .. } => self.amended(changes),
            Event::ServiceRated(_) => self.rated(),
            Event::PersonalDataShown { .. } => self,
        }
    }

    /// The office has to answer what became complete after the applicant was asked.
    fn complete(filed: Filed, complete_at: Timestamp, accept_by_at: Timestamp) -> Self {
        Self::Submitted(Pending { filed, complete_at, accept_by_at, was_corrected: true })
    }

    fn narrowed(mut self, missing: &[Missing]) -> Self {
        if let Self::AwaitingSupplement(asked) = &mut self {
            asked.correction.missing = missing.to_vec();
        }
        self
    }

    fn withdrawn(self) -> Self {
        match self {
            Self::Accepted(filed)
            | Self::Finished { filed, .. }
            | Self::WithdrawnFromApproval(filed) => Self::WithdrawnFromApproval(filed),
            Self::Unknown
            | Self::Submitted(_)
            | Self::AwaitingSupplement(_)
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::Duplicate { .. } => self.moved(Self::Withdrawn),
        }
    }

    pub(super) fn amended(mut self, changes: &Changes) -> Self {
        if let Self::AwaitingSupplement(Asked { correction, .. }) = &mut self {
            correction.missing = correction.without(&changes.form, &changes.personal_form, &[]);
        }
        if let Some(filed) = self.filed_mut() {
            filed.dossier = std::mem::take(&mut filed.dossier).amended(changes);
            if let Some(applicant) = &changes.applicant {
                filed.person = applicant.name.person();
            }
        }
        self
    }

    fn rated(mut self) -> Self {
        if let Some(filed) = self.filed_mut() {
            filed.is_rated = true;
        }
        self
    }

    fn filed_mut(&mut self) -> Option<&mut Filed> {
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

    fn moved(self, to: impl FnOnce(Filed) -> Self) -> Self {
        match self {
            Self::Unknown => Self::Unknown,
            Self::Submitted(Pending { filed, .. })
            | Self::AwaitingSupplement(Asked { filed, .. })
            | Self::Accepted(filed)
            | Self::Finished { filed, .. }
            | Self::Declined(filed)
            | Self::Withdrawn(filed)
            | Self::WithdrawnFromApproval(filed)
            | Self::Duplicate { filed, .. } => to(filed),
        }
    }
}

impl From<&Submission> for Pending {
    fn from(submission: &Submission) -> Self {
        Self {
            complete_at: submission.received_at,
            accept_by_at: submission.accept_by_at,
            was_corrected: false,
            filed: Filed {
                case_id: submission.case_id,
                number: submission.number.clone(),
                item_code: submission.item_code.clone(),
                item_version: submission.item_version,
                department: submission.department.clone(),
                person: submission.applicant.name.person(),
                submitted_by: submission.submitted_by.clone(),
                received_at: submission.received_at,
                accept_by_at: submission.accept_by_at,
                dossier: Dossier::default().with(
                    &submission.form,
                    &submission.personal_form,
                    &submission.materials,
                ),
                asked_at_receipt: None,
                is_rated: false,
            },
        }
    }
}
