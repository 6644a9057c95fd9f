//! What happens to an application until it is accepted, and when it is over. Wire names are never
//! changed.

mod filing;
mod rating;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, CaseNumber, DomainEvent};

pub use filing::{
    Answers, Changes, Channel, HandedIn, Missing, Outcome, PersonalAnswers, Submission, Wanted,
};
pub use rating::{Aspect, Rated};

/// The facts of intake (受理). Departments are codes of the catalogue; free texts are in the office's
/// language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An application was handed in (收件).
    #[serde(rename = "intake.case_submitted.v1")]
    CaseSubmitted(Box<Submission>),
    /// The applicant was told, once, of everything that is missing (一次性告知补正): Administrative
    /// Licensing Law art. 32.
    #[serde(rename = "intake.correction_requested.v1")]
    CorrectionRequested {
        /// The case.
        case_id: CaseId,
        /// Everything that is missing.
        missing: Vec<Missing>,
        /// Until when the applicant is asked to hand it in; the first instant that is too late.
        supplement_by_at: Timestamp,
        /// Told when the application was handed in, in the same breath.
        at_receipt: bool,
    },
    /// An amendment answered part of what was asked for, or made it needless: the applicant is asked
    /// for less, in the same time.
    #[serde(rename = "intake.correction_narrowed.v1")]
    CorrectionNarrowed {
        /// The case.
        case_id: CaseId,
        /// Everything that is still missing.
        missing: Vec<Missing>,
    },
    /// An amendment left nothing missing of what was asked for: nobody waits for the applicant any
    /// more (无需补正), and the term of the office begins anew.
    #[serde(rename = "intake.correction_settled.v1")]
    CorrectionSettled {
        /// The case.
        case_id: CaseId,
        /// When the application became complete.
        settled_at: Timestamp,
        /// Until when the office says whether it accepts; the first instant that is too late.
        accept_by_at: Timestamp,
    },
    /// The applicant handed in what was missing (补正).
    #[serde(rename = "intake.case_supplemented.v1")]
    CaseSupplemented {
        /// The case.
        case_id: CaseId,
        /// Files handed in now; those of a material replace the earlier ones of it.
        materials: Vec<HandedIn>,
        /// Answers that are new or other than before.
        form: Answers,
        /// The same about persons.
        personal_form: PersonalAnswers,
        /// When it was handed in.
        supplemented_at: Timestamp,
        /// Until when the office says whether it accepts; the first instant that is too late.
        accept_by_at: Timestamp,
    },
    /// The office took the case on (受理): approval begins.
    #[serde(rename = "intake.case_accepted.v1")]
    CaseAccepted {
        /// The case.
        case_id: CaseId,
        /// Its number.
        number: CaseNumber,
        /// The item.
        #[schemars(with = "tongban_kernel::Code")]
        item_code: String,
        /// The version that the case keeps.
        item_version: u32,
        /// The department that decides.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// When the application was received.
        received_at: Timestamp,
        /// When it counts as accepted.
        accepted_at: Timestamp,
        /// Accepted by law, because the office was silent until the term was over (逾期视为受理).
        deemed: bool,
    },
    /// The office does not take the case on (不予受理).
    #[serde(rename = "intake.case_declined.v1")]
    CaseDeclined {
        /// The case.
        case_id: CaseId,
        /// Why.
        reason: String,
        /// The rule it rests on.
        legal_basis: String,
    },
    /// The applicant does not want it any more (撤回).
    #[serde(rename = "intake.case_withdrawn.v1")]
    CaseWithdrawn {
        /// The case.
        case_id: CaseId,
        /// Why.
        reason: String,
    },
    /// Approval had decided, or goes on, in spite of a withdrawal: the withdrawal came too late and
    /// holds no more (撤回未生效). What approval says of a case that was accepted is what holds.
    #[serde(rename = "intake.withdrawal_overtaken.v1")]
    WithdrawalOvertaken {
        /// The case.
        case_id: CaseId,
    },
    /// What was recorded of the application was wrong, and is corrected (更正).
    #[serde(rename = "intake.case_amended.v1")]
    CaseAmended {
        /// The case.
        case_id: CaseId,
        /// What is other than before.
        changes: Box<Changes>,
        /// Why.
        reason: String,
        /// What it rests on.
        basis: String,
    },
    /// The same application was handed in before: this one ends (重复件关联).
    #[serde(rename = "intake.duplicate_linked.v1")]
    DuplicateLinked {
        /// The case that ends.
        case_id: CaseId,
        /// The case that goes on.
        duplicate_of: CaseId,
        /// How it was recognised.
        basis: String,
    },
    /// Approval has come to an end: from now on it is too late to withdraw.
    #[serde(rename = "intake.case_finished.v1")]
    CaseFinished {
        /// The case.
        case_id: CaseId,
        /// How it ended.
        outcome: Outcome,
        /// When.
        concluded_at: Timestamp,
    },
    /// Approval took its conclusion back and goes on.
    #[serde(rename = "intake.case_resumed.v1")]
    CaseResumed {
        /// The case.
        case_id: CaseId,
    },
    /// The applicant said what the service was like, once the case was over (好差评).
    #[serde(rename = "intake.service_rated.v1")]
    ServiceRated(Box<Rated>),
    /// Somebody saw the personal data of the case in the clear; the envelope says who.
    #[serde(rename = "intake.personal_data_shown.v1")]
    PersonalDataShown {
        /// The case.
        case_id: CaseId,
    },
}

impl DomainEvent for Event {
    fn occurred_at(&self) -> Option<Timestamp> {
        match self {
            Self::CaseSubmitted(submission) => Some(submission.received_at),
            Self::CaseAccepted { accepted_at, .. } => Some(*accepted_at),
            Self::CaseFinished { concluded_at, .. } => Some(*concluded_at),
            Self::CorrectionRequested { .. }
            | Self::CorrectionNarrowed { .. }
            | Self::CorrectionSettled { .. }
            | Self::CaseSupplemented { .. }
            | Self::CaseDeclined { .. }
            | Self::CaseWithdrawn { .. }
            | Self::WithdrawalOvertaken { .. }
            | Self::CaseAmended { .. }
            | Self::DuplicateLinked { .. }
            | Self::CaseResumed { .. }
            | Self::ServiceRated(_)
            | Self::PersonalDataShown { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tongban_kernel::encode_event;

    use super::*;
    use crate::samples::*;

    #[test]
    fn what_was_once_written_is_read_for_ever() {
        let case_id = case_id();
        let at = "2026-10-10T16:00:00Z";
        let reason = json!({ "zh": "缺少制度", "en": "the rules are missing" });
        for (kind, data) in [
            (
                "correction_requested",
                json!({
                    "missing": [{ "material": "safety-rules", "reason": reason }, { "field": "phone", "reason": reason }],
                    "supplement_by_at": at, "at_receipt": false,
                }),
            ),
            ("correction_narrowed", json!({ "missing": [{ "field": "phone", "reason": reason }] })),
            ("correction_settled", json!({ "settled_at": at, "accept_by_at": at })),
            (
                "case_supplemented",
                json!({
                    "materials": [{
                        "code": "safety-rules", "sha256": "ab".repeat(32), "size_bytes": 7,
                        "content_type": "application/pdf",
                    }],
                    "form": { "area_m2": 20 },
                    "personal_form": { "phone": { "person": case_id, "sealed": "c2VhbGVk" } },
                    "supplemented_at": at, "accept_by_at": at,
                }),
            ),
            (
                "case_accepted",
                json!({
                    "number": number(jiff::civil::date(2026, 9, 28)), "item_code": "x", "item_version": 1,
                    "department": "y", "received_at": at, "accepted_at": at, "deemed": true,
                }),
            ),
            ("case_declined", json!({ "reason": "x", "legal_basis": "y" })),
            ("case_withdrawn", json!({ "reason": "x" })),
            ("withdrawal_overtaken", json!({})),
            (
                "case_amended",
                json!({
                    "changes": { "applicant": null, "form": {}, "personal_form": {} },
                    "reason": "x", "basis": "y",
                }),
            ),
            ("duplicate_linked", json!({ "duplicate_of": case_id, "basis": "x" })),
            ("case_finished", json!({ "outcome": "annulled", "concluded_at": at })),
            ("case_resumed", json!({})),
            (
                "service_rated",
                json!({
                    "number": number(jiff::civil::date(2026, 9, 28)), "item_code": "x", "department": "y",
                    "satisfaction": 4, "aspects": ["time", "outcome"],
                    "words": { "person": case_id, "sealed": "c2VhbGVk" }, "applicant": party(),
                }),
            ),
            ("personal_data_shown", json!({})),
        ] {
            let mut data = data;
            data["case_id"] = json!(case_id);
            let wire = json!({ "type": format!("intake.{kind}.v1"), "data": data });
            let event: Event = serde_json::from_value(wire.clone()).unwrap();
            assert_eq!(serde_json::to_value(&event).unwrap(), wire);
        }
    }

    #[test]
    fn an_application_keeps_its_names_on_the_wire() {
        let (kind, data) = encode_event(&submitted()).unwrap();
        assert_eq!(kind.as_str(), "intake.case_submitted.v1");
        let data: serde_json::Value = serde_json::from_slice(&data).unwrap();
        let mut names: Vec<_> = data.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "accept_by_at",
                "accept_by_provisional",
                "applicant",
                "case_id",
                "channel",
                "department",
                "form",
                "item_code",
                "item_version",
                "materials",
                "number",
                "personal_form",
                "received_at",
                "submitted_by",
            ]
        );
    }
}
