//! What happens to a complaint. Wire names are never changed.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, ComplaintId, DomainEvent, Personal};
use tongban_vault::Party;

/// The facts of a complaint (投诉).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Someone complained (登记).
    #[serde(rename = "complaint.complaint_lodged.v2")]
    ComplaintLodged(Box<Lodging>),
    /// The same as it was recorded before titles were sealed. Never caused any more.
    #[serde(rename = "complaint.complaint_lodged.v1")]
    ComplaintLodgedV1(Box<Lodging<String>>),
    /// A department has to answer it (交办).
    #[serde(rename = "complaint.complaint_assigned.v1")]
    ComplaintAssigned {
        /// The complaint.
        complaint_id: ComplaintId,
        /// Who has to answer.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// Until when; the first instant that is too late.
        due_at: Timestamp,
    },
    /// The department has to put something right (整改).
    #[serde(rename = "complaint.rectification_ordered.v1")]
    RectificationOrdered {
        /// The complaint.
        complaint_id: ComplaintId,
        /// Who.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// What.
        order: String,
        /// Until when.
        due_at: Timestamp,
    },
    /// The department says what it has put right (整改反馈).
    #[serde(rename = "complaint.rectification_reported.v1")]
    RectificationReported {
        /// The complaint.
        complaint_id: ComplaintId,
        /// What.
        report: String,
    },
    /// The complainant was answered (答复).
    #[serde(rename = "complaint.complaint_answered.v1")]
    ComplaintAnswered {
        /// The complaint.
        complaint_id: ComplaintId,
        /// Who answered.
        #[schemars(with = "tongban_kernel::Code")]
        department: String,
        /// The answer.
        answer: String,
        /// Whether it came in time.
        in_time: bool,
        /// When.
        answered_at: Timestamp,
    },
    /// The complainant, or a callback, confirmed that it is closed (回访确认).
    #[serde(rename = "complaint.complaint_confirmed.v1")]
    ComplaintConfirmed {
        /// The complaint.
        complaint_id: ComplaintId,
        /// GB/T 39046 A.8: 1 very satisfied … 5 very dissatisfied.
        satisfaction: Satisfaction,
        /// Whether the matter is solved.
        solved: bool,
    },
    /// The complainant does not accept the answer (重新办理).
    #[serde(rename = "complaint.complaint_reopened.v1")]
    ComplaintReopened {
        /// The complaint.
        complaint_id: ComplaintId,
        /// Why.
        reason: String,
        /// Until when it is to be answered again.
        due_at: Timestamp,
    },
    /// Somebody saw the personal data of the complaint in the clear; the envelope says who.
    #[serde(rename = "complaint.personal_data_shown.v1")]
    PersonalDataShown {
        /// The complaint.
        complaint_id: ComplaintId,
    },
}

impl DomainEvent for Event {
    fn occurred_at(&self) -> Option<Timestamp> {
        match self {
            Self::ComplaintLodged(lodging) => Some(lodging.received_at),
            Self::ComplaintLodgedV1(lodging) => Some(lodging.received_at),
            Self::ComplaintAssigned { .. }
            | Self::RectificationOrdered { .. }
            | Self::RectificationReported { .. }
            | Self::ComplaintAnswered { .. }
            | Self::ComplaintConfirmed { .. }
            | Self::ComplaintReopened { .. }
            | Self::PersonalDataShown { .. } => None,
        }
    }
}

/// A complaint as it came in. Its title is sealed: complaints name persons in the first line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lodging<Title = Personal<String>> {
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// The case it is about, where there is one.
    pub case_id: Option<CaseId>,
    /// The department complained of, where it is named.
    #[schemars(with = "Option<tongban_kernel::Code>")]
    pub department: Option<String>,
    /// The item it is about, where it is named.
    #[schemars(with = "Option<tongban_kernel::Code>")]
    pub item_code: Option<String>,
    /// Who complains.
    pub complainant: Party,
    /// The way it came: `window`, `web`, `mobile`, `hotline`, `post`.
    pub channel: Channel,
    /// The account that lodged it: a complainant's account speaks for its own complaints alone.
    pub lodged_by: String,
    /// What it is about, in a line.
    pub title: Title,
    /// What was said.
    pub text: Personal<String>,
    /// When it was received.
    pub received_at: Timestamp,
    /// Until when it is to be answered: seven working days; the first instant that is too late.
    pub due_at: Timestamp,
}

/// The way a complaint came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 窗口.
    Window,
    /// 网上.
    Web,
    /// 移动端.
    Mobile,
    /// 12345热线.
    Hotline,
    /// 来信.
    Post,
}

/// How satisfied someone is: GB/T 39046 A.8, where 1 is best.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u8", into = "u8")]
pub struct Satisfaction(#[schemars(range(min = 1, max = 5))] u8);

/// A number that is no satisfaction.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("satisfaction is 1 (very satisfied) to 5 (very dissatisfied)")]
pub struct InvalidSatisfaction;

impl TryFrom<u8> for Satisfaction {
    type Error = InvalidSatisfaction;

    fn try_from(degree: u8) -> Result<Self, InvalidSatisfaction> {
        if (1..=5).contains(&degree) { Ok(Self(degree)) } else { Err(InvalidSatisfaction) }
    }
}

impl From<Satisfaction> for u8 {
    fn from(satisfaction: Satisfaction) -> Self {
        satisfaction.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tongban_kernel::encode_event;

    use super::*;

    fn lodged(title: &Value) -> Value {
        let (id, at) = (uuid::Uuid::from_u128(7), "2026-09-28T02:00:00Z");
        let sealed = json!({ "person": id, "sealed": "c2VhbGVk" });
        json!({
            "complaint_id": id, "case_id": null, "department": "D-TRAFFIC", "item_code": null,
            "complainant": {
                "kind": "citizen", "name": sealed, "identity": sealed, "phone": null,
                "identity_index": "00112233445566778899aabbccddeeff", "phone_index": null,
                "name_indexes": [],
            },
            "channel": "hotline", "lodged_by": "desk", "title": title, "text": sealed,
            "received_at": at, "due_at": at,
        })
    }

    #[test]
    fn complaints_recorded_with_a_clear_title_are_read_for_ever() {
        let sealed = json!({ "person": uuid::Uuid::from_u128(7), "sealed": "c2VhbGVk" });
        for (kind, title) in [
            ("complaint.complaint_lodged.v1", json!("投诉李科长拖延")),
            ("complaint.complaint_lodged.v2", sealed),
        ] {
            let data = lodged(&title);
            let event: Event =
                serde_json::from_value(json!({ "type": kind, "data": data })).unwrap();
            assert_eq!(event.occurred_at(), Some("2026-09-28T02:00:00Z".parse().unwrap()));
            let (written, bytes) = encode_event(&event).unwrap();
            assert_eq!((written.as_str(), serde_json::from_slice(&bytes).ok()), (kind, Some(data)));
        }
        let clear = json!({ "type": "complaint.complaint_lodged.v2", "data": lodged(&json!("x")) });
        assert!(serde_json::from_value::<Event>(clear).is_err(), "a v2 is sealed");
    }
}
