//! Corrections of what was recorded.

use tongban_catalog::model::Item;
use tongban_kernel::Context;

use super::submit::{due, supplement_by};
use super::{Case, Rejection};
use crate::commands::Term;
use crate::events::{Changes, Event, Missing};

impl Case {
    /// Records the amendment whatever the state. While the office has not answered, the applicant is
    /// told at once of everything that the corrected answers make needed, and asked no more for what
    /// they supply or make needless. Law has the office ask once (art. 32) for what it can see: what
    /// is new could not be seen before.
    pub(super) fn amend(
        &self,
        changes: Box<Changes>,
        (reason, basis): (String, String),
        (term, item): (&Term, &Item),
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let case_id = self.handled(cx)?.case_id;
        let asking = self.asking_after(&changes, (term, item), cx)?;
        let amended = Event::CaseAmended { case_id, changes, reason, basis };
        Ok([amended].into_iter().chain(asking).collect())
    }

    /// What becomes of what the applicant is asked for; nothing where that stays as it is, or where
    /// the office may not ask any more.
    fn asking_after(
        &self,
        changes: &Changes,
        (term, item): (&Term, &Item),
        cx: Context<'_>,
    ) -> Result<Option<Event>, Rejection> {
        let filed = self.known()?;
        let case_id = filed.case_id;
        let Some(before) = self.open_wants(cx) else { return Ok(None) };
        let amended = self.clone().amended(changes);
        let unanswered = amended.open_wants(cx).unwrap_or_default().to_vec();
        let missing = amended.known()?.dossier.wants(item, &filed.dossier, unanswered);
        let is_asked = |want: &Missing| before.iter().any(|asked| asked.wanted == want.wanted);
        if !missing.iter().all(is_asked) {
            let supplement_by_at = supplement_by(&term.office, cx)?;
            let asked = Event::CorrectionRequested {
                case_id,
                missing,
                supplement_by_at,
                at_receipt: false,
            };
            return Ok(Some(asked));
        }
        if self.asked().is_some() && missing.is_empty() {
            let accept_by_at = due(cx.now, term, cx.calendar)?.due_at;
            return Ok(Some(Event::CorrectionSettled {
                case_id,
                settled_at: cx.now,
                accept_by_at,
            }));
        }
        let is_less = missing.len() < before.len();
        Ok(is_less.then_some(Event::CorrectionNarrowed { case_id, missing }))
    }

    /// What the applicant is asked for; none where the office may not ask any more.
    fn open_wants(&self, cx: Context<'_>) -> Option<&[Missing]> {
        match self {
            Self::Submitted(pending) => pending.in_term(cx).is_ok().then_some(&[]),
            Self::AwaitingSupplement(asked) => Some(&asked.correction.missing),
            Self::Unknown
            | Self::Accepted(_)
            | Self::Finished { .. }
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::WithdrawnFromApproval(_)
            | Self::Duplicate { .. } => None,
        }
    }
}
