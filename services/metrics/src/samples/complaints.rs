//! What happens to complaints.

use super::*;

fn of_complaint(kind: &'static str, n: u16, data: Value) -> Fact {
    let mut data = data;
    data["complaint_id"] = json!(complaint_id(n));
    Fact { kind, stream: complaint_id(n).uuid(), data }
}

pub(crate) fn lodged(n: u16, due_at: &str) -> Fact {
    of_complaint("complaint.complaint_lodged.v2", n, lodging(due_at, &sealed()))
}

/// As it was recorded before titles were sealed.
pub(crate) fn lodged_in_clear(n: u16, due_at: &str) -> Fact {
    of_complaint("complaint.complaint_lodged.v1", n, lodging(due_at, &json!("迟迟未办")))
}

fn lodging(due_at: &str, title: &Value) -> Value {
    json!({
        "case_id": null, "department": null, "item_code": null, "channel": "hotline",
        "lodged_by": "hotline-1", "title": title, "complainant": party(), "text": sealed(),
        "received_at": at(RECEIVED_AT), "due_at": at(due_at),
    })
}

pub(crate) fn assigned(n: u16, due_at: &str) -> Fact {
    let data = json!({ "department": HOUSING, "due_at": at(due_at) });
    of_complaint("complaint.complaint_assigned.v1", n, data)
}

pub(crate) fn answered(n: u16, answered_at: &str, in_time: bool) -> Fact {
    let data = json!({
        "department": HOUSING, "answer": "已办结", "in_time": in_time,
        "answered_at": at(answered_at),
    });
    of_complaint("complaint.complaint_answered.v1", n, data)
}

pub(crate) fn confirmed(n: u16, satisfaction: u8, solved: bool) -> Fact {
    let data = json!({ "satisfaction": satisfaction, "solved": solved });
    of_complaint("complaint.complaint_confirmed.v1", n, data)
}

pub(crate) fn complaint_reopened(n: u16, due_at: &str) -> Fact {
    let data = json!({ "reason": sealed(), "due_at": at(due_at) });
    of_complaint("complaint.complaint_reopened.v2", n, data)
}

/// As it was recorded before reasons were sealed.
pub(crate) fn complaint_reopened_in_clear(n: u16, due_at: &str) -> Fact {
    let data = json!({ "reason": "未解决", "due_at": at(due_at) });
    of_complaint("complaint.complaint_reopened.v1", n, data)
}

pub(crate) fn complaint_merged(n: u16, into: u16) -> Fact {
    let data = json!({ "into": complaint_id(into), "reason": "同一诉求" });
    of_complaint("complaint.complaint_merged.v1", n, data)
}

pub(crate) fn complaint_separated(n: u16, from: u16) -> Fact {
    let data = json!({ "from": complaint_id(from), "reason": "并非同一诉求" });
    of_complaint("complaint.complaint_separated.v1", n, data)
}
