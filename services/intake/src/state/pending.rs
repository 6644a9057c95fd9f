//! What happens between the receipt and the end.

use tongban_catalog::model::Item;
use tongban_kernel::calendar::Office;
use tongban_kernel::{CaseId, Context, Wording};

use super::submit::{due, supplement_by};
use super::{Asked, Case, Correction, Pending, Rejection};
use crate::commands::{Addition, Term};
use crate::events::{Answers, Event, HandedIn, Missing, PersonalAnswers, Wanted};

impl Case {
    pub(super) fn correct(
        &self,
        missing: Vec<Missing>,
        office: &Office,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        self.handled(cx)?;
        if self.asked().is_some() {
            return Err(Rejection::CorrectedBefore);
        }
        let pending = self.pending()?;
        pending.in_term(cx)?;
        if pending.was_corrected {
            // Once, and everything: art. 32.
            return Err(Rejection::CorrectedBefore);
        }
        if missing.is_empty() {
            return Err(Rejection::NothingAsked);
        }
        Ok(vec![Event::CorrectionRequested {
            case_id: pending.filed.case_id,
            missing,
            supplement_by_at: supplement_by(office, cx)?,
            at_receipt: false,
        }])
    }

    /// What the applicant was asked for and has not handed in.
    pub(super) fn asked(&self) -> Option<&Asked> {
        match self {
            Self::AwaitingSupplement(asked) => Some(asked),
            Self::Unknown
            | Self::Submitted(_)
            | Self::Accepted(_)
            | Self::Finished { .. }
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::WithdrawnFromApproval(_)
            | Self::Duplicate { .. } => None,
        }
    }

    pub(super) fn supplement(
        &self,
        addition: Addition,
        term: &Term,
        item: &Item,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        self.own(cx)?;
        let asked = self.asked().ok_or(Rejection::NothingAsked)?;
        let dossier = asked.filed.dossier.clone().supplemented(&addition);
        let Addition { materials, form, personal_form } = &addition;
        let missing = asked.correction.without(form, personal_form, materials);
        let missing = dossier.wants(item, &asked.filed.dossier, missing);
        if !missing.is_empty() {
            return Err(Rejection::Incomplete { missing });
        }
        let Addition { materials, form, personal_form } = addition;
        Ok(vec![Event::CaseSupplemented {
            case_id: asked.filed.case_id,
            materials,
            form,
            personal_form,
            supplemented_at: cx.now,
            accept_by_at: due(cx.now, term, cx.calendar)?.due_at,
        }])
    }

    pub(super) fn accept(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        self.handled(cx)?;
        if let Self::Accepted(_) = self {
            // Accepting twice is the same wish.
            return Ok(Vec::new());
        }
        Ok(vec![self.pending()?.accepted(cx)])
    }

    /// Records an acceptance by law once it has come to pass. Everything else changes nothing: the
    /// list that the wish comes from may lag behind.
    pub(super) fn deem(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        self.known()?;
        let due = self.pending().ok().filter(|pending| pending.in_term(cx).is_err());
        Ok(due.map(|pending| pending.accepted(cx)).into_iter().collect())
    }

    pub(super) fn decline(
        &self,
        reason: &Wording,
        legal_basis: &Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        self.handled(cx)?;
        let filed = match self {
            Self::Declined(_) => return Ok(Vec::new()),
            // Who never hands in what is missing is told no in the end.
            Self::AwaitingSupplement(asked) if asked.correction.was_in_vain(cx) => &asked.filed,
            Self::Unknown
            | Self::Submitted(_)
            | Self::AwaitingSupplement(_)
            | Self::Accepted(_)
            | Self::Finished { .. }
            | Self::Withdrawn(_)
            | Self::WithdrawnFromApproval(_)
            | Self::Duplicate { .. } => {
                let pending = self.pending()?;
                pending.in_term(cx)?;
                &pending.filed
            }
        };
        Ok(vec![Event::CaseDeclined {
            case_id: filed.case_id,
            reason: reason.to_string(),
            legal_basis: legal_basis.to_string(),
        }])
    }

    pub(super) fn withdraw(
        &self,
        reason: &Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let (case_id, reason) = (self.own(cx)?.case_id, reason.to_string());
        match self {
            Self::Unknown => Err(Rejection::UnknownCase),
            Self::Submitted(_) | Self::AwaitingSupplement(_) | Self::Accepted(_) => {
                Ok(vec![Event::CaseWithdrawn { case_id, reason }])
            }
            // Withdrawing twice is the same wish.
            Self::Withdrawn(_) | Self::WithdrawnFromApproval(_) => Ok(Vec::new()),
            Self::Finished { .. } => Err(Rejection::TooLateToWithdraw),
            Self::Declined(_) | Self::Duplicate { .. } => Err(self.not_pending()),
        }
    }

    pub(super) fn link(
        &self,
        other: CaseId,
        basis: &Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        self.handled(cx)?;
        let filed = match self {
            Self::Submitted(Pending { filed, .. })
            | Self::AwaitingSupplement(Asked { filed, .. }) => filed,
            Self::Duplicate { of, .. } if *of == other => return Ok(Vec::new()),
            Self::Unknown => return Err(Rejection::UnknownCase),
            // Approval works on it: only the applicant's withdrawal ends that.
            Self::Accepted(_)
            | Self::Finished { .. }
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::WithdrawnFromApproval(_)
            | Self::Duplicate { .. } => return Err(self.not_pending()),
        };
        if filed.case_id == other {
            return Err(Rejection::DuplicateOfItself);
        }
        Ok(vec![Event::DuplicateLinked {
            case_id: filed.case_id,
            duplicate_of: other,
            basis: basis.to_string(),
        }])
    }
}

impl Pending {
    /// Whether the office may still ask or decline: after its term the case counts as accepted
    /// (逾期不告知的，自收到申请材料之日起即为受理, art. 32).
    pub(super) fn in_term(&self, cx: Context<'_>) -> Result<(), Rejection> {
        if cx.now < self.accept_by_at { Ok(()) } else { Err(Rejection::DeemedAccepted) }
    }

    fn accepted(&self, cx: Context<'_>) -> Event {
        let filed = &self.filed;
        let deemed = self.in_term(cx).is_err();
        Event::CaseAccepted {
            case_id: filed.case_id,
            number: filed.number.clone(),
            item_code: filed.item_code.clone(),
            item_version: filed.item_version,
            department: filed.department.clone(),
            received_at: filed.received_at,
            // By law as of the day on which everything had been received.
            accepted_at: if deemed { self.complete_at } else { cx.now },
            deemed,
        }
    }
}

impl Correction {
    /// What is still missing once these answers and files are there.
    pub(super) fn without(
        &self,
        form: &Answers,
        personal_form: &PersonalAnswers,
        materials: &[HandedIn],
    ) -> Vec<Missing> {
        let is_there = |wanted: &Wanted| match wanted {
            Wanted::Material(code) => materials.iter().any(|file| file.code == *code),
            Wanted::Field(name) => form.contains_key(name) || personal_form.contains_key(name),
        };
        let missing = self.missing.iter().filter(|asked| !is_there(&asked.wanted));
        missing.cloned().collect()
    }

    /// Whether the applicant's time is over and something is missing still.
    fn was_in_vain(&self, cx: Context<'_>) -> bool {
        !self.missing.is_empty() && cx.now >= self.supplement_by_at
    }
}
