//! What happens to a complaint. Wire names are never changed.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::{CaseId, ComplaintId, DomainEvent, Personal, Satisfaction};
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
    #[serde(rename = "complaint.complaint_reopened.v2")]
    ComplaintReopened(Reopening),
    /// The same as it was recorded before reasons were sealed. Never caused any more.
    #[serde(rename = "complaint.complaint_reopened.v1")]
    ComplaintReopenedV1(Reopening<String>),
    /// It repeats another one, and is answered with that (并案).
    #[serde(rename = "complaint.complaint_merged.v1")]
    ComplaintMerged {
        /// The complaint that needs no answer of its own any more.
        complaint_id: ComplaintId,
        /// The one that is answered.
        into: ComplaintId,
        /// Why.
        reason: String,
    },
    /// It is answered by itself again, in the time that it had (撤销并案).
    #[serde(rename = "complaint.complaint_separated.v1")]
    ComplaintSeparated {
        /// The complaint.
        complaint_id: ComplaintId,
        /// The one that it was merged into.
        from: ComplaintId,
        /// Why.
        reason: String,
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
            | Self::ComplaintReopened(_)
            | Self::ComplaintReopenedV1(_)
            | Self::ComplaintMerged { .. }
            | Self::ComplaintSeparated { .. }
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

/// Why an answer will not do. It is sealed as what was said first: people write of themselves, and a
/// callback writes down what they say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reopening<Reason = Personal<String>> {
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// Why.
    pub reason: Reason,
    /// Until when it is to be answered again.
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

    #[test]
    fn reopenings_recorded_with_a_clear_reason_are_read_for_ever() {
        let id = uuid::Uuid::from_u128(7);
        let sealed = json!({ "person": id, "sealed": "c2VhbGVk" });
        let wire = |version: &str, reason: &Value| {
            let data =
                json!({ "complaint_id": id, "reason": reason, "due_at": "2026-09-28T02:00:00Z" });
            json!({ "type": format!("complaint.complaint_reopened.{version}"), "data": data })
        };
        for wire in [wire("v1", &json!("李科长还是没来")), wire("v2", &sealed)] {
            let event: Event = serde_json::from_value(wire.clone()).unwrap();
            assert_eq!(serde_json::to_value(&event).unwrap(), wire);
        }
        let clear = wire("v2", &json!("李科长还是没来"));
        assert!(serde_json::from_value::<Event>(clear).is_err(), "a v2 is sealed");
    }

    #[test]
    fn what_was_merged_and_separated_is_read_for_ever() {
        let (id, other) = (uuid::Uuid::from_u128(7), uuid::Uuid::from_u128(6));
        for (kind, name) in [("complaint_merged", "into"), ("complaint_separated", "from")] {
            let data = json!({ "complaint_id": id, name: other, "reason": "同一路灯" });
            let wire = json!({ "type": format!("complaint.{kind}.v1"), "data": data });
            let event: Event = serde_json::from_value(wire.clone()).unwrap();
            assert_eq!(serde_json::to_value(&event).unwrap(), wire);
        }
    }
}
