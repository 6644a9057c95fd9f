//! Corrections of what was recorded.

use tongban_catalog::model::Item;
use tongban_kernel::Context;
use tongban_kernel::calendar::Office;

use super::submit::supplement_by;
use super::{Case, Rejection};
use crate::events::{Changes, Event, Missing, Wanted};

impl Case {
    /// Records the amendment whatever the state; while the office has not answered, the applicant
    /// is told at once of everything that the corrected answers make needed. Law has the office ask
    /// once (art. 32) for what it can see: this could not be seen before.
    pub(super) fn amend(
        &self,
        changes: Box<Changes>,
        (reason, basis): (String, String),
        item: &Item,
        office: &Office,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let filed = self.handled(cx)?;
        let case_id = filed.case_id;
        let wants = self.open_wants(&changes, cx).and_then(|asked| {
            let amended = filed.dossier.clone().amended(&changes);
            let wants = amended.wants(item, &filed.dossier, asked);
            let is_new = |want: &Missing| !self.is_asked(&want.wanted);
            wants.iter().any(is_new).then_some(wants)
        });
        let mut events = vec![Event::CaseAmended { case_id, changes, reason, basis }];
        if let Some(missing) = wants {
            let supplement_by_at = supplement_by(office, cx)?;
            let asked = Event::CorrectionRequested {
                case_id,
                missing,
                supplement_by_at,
                at_receipt: false,
            };
            events.push(asked);
        }
        Ok(events)
    }

    /// What the applicant was asked for and these changes do not answer; none where the office may
    /// not ask any more.
    fn open_wants(&self, changes: &Changes, cx: Context<'_>) -> Option<Vec<Missing>> {
        match self {
            Self::Submitted(pending) => pending.in_term(cx).is_ok().then(Vec::new),
            Self::AwaitingSupplement(asked) => {
                let is_open = |missing: &&Missing| match &missing.wanted {
                    Wanted::Material(_) => true,
                    Wanted::Field(name) => {
                        !changes.form.contains_key(name)
                            && !changes.personal_form.contains_key(name)
                    }
                };
                Some(asked.correction.missing.iter().filter(is_open).cloned().collect())
            }
            Self::Unknown
            | Self::Accepted(_)
            | Self::Finished { .. }
            | Self::Declined(_)
            | Self::Withdrawn(_)
            | Self::WithdrawnFromApproval(_)
            | Self::Duplicate { .. } => None,
        }
    }

    fn is_asked(&self, wanted: &Wanted) -> bool {
        let mut missing = self.asked().into_iter().flat_map(|asked| &asked.correction.missing);
        missing.any(|missing| missing.wanted == *wanted)
    }
}
