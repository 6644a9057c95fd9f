//! What happens to tasks between departments.

use super::*;

fn of_task(kind: &'static str, n: u16, data: Value) -> Fact {
    let mut data = data;
    data["task_id"] = json!(task_id(n));
    data["case_id"] = json!(case_id(n));
    Fact { kind, stream: task_id(n).uuid(), data }
}

fn task_deadline(epoch: u32, due_at: Timestamp) -> Value {
    json!({
        "epoch": epoch, "due_at": due_at, "due_soon_at": at(RECEIVED_AT), "lead_at": due_at,
        "supervisor_at": due_at, "acknowledge_by_at": at(ACCEPTED_AT), "provisional": false,
        "calendar_version": Calendar::builtin().version(),
    })
}

pub(crate) fn requested(n: u16, due_at: &str) -> Fact {
    let data = json!({
        "number": number(n), "from_department": HOUSING, "to_department": FIRE,
        "ask": Text::new("消防意见", "fire safety opinion"), "legal_basis": "消防法第十三条",
        "limit": Budget::Workdays(5), "office": Office::default(), "source": null,
        "requested_at": at(ACCEPTED_AT), "deadline": task_deadline(1, at(due_at)),
    });
    of_task("coordination.task_requested.v1", n, data)
}

pub(crate) fn returned(n: u16, due_at: &str) -> Fact {
    let data = json!({
        "by_department": FIRE, "reason": "非本部门职责", "legal_basis": "三定方案", "nth": 1,
        "deadline": task_deadline(2, at(due_at)),
    });
    of_task("coordination.task_returned.v1", n, data)
}

pub(crate) fn reassigned(n: u16, due_at: &str) -> Fact {
    let data = json!({
        "to_department": ENVIRONMENT, "reason": "环评事项",
        "deadline": task_deadline(3, at(due_at)),
    });
    of_task("coordination.task_reassigned.v1", n, data)
}

pub(crate) fn dispute_settled(n: u16, due_at: &str) -> Fact {
    let data = json!({
        "dispute_id": Uuid::from_u128(n.into()), "settlement": "ruled",
        "to_department": ENVIRONMENT, "reason": "环评事项", "settled_at": at(ACCEPTED_AT),
        "deadline": task_deadline(4, at(due_at)),
    });
    of_task("coordination.dispute_settled.v1", n, data)
}

pub(crate) fn task_extended(n: u16, due_at: &str) -> Fact {
    let data = json!({
        "by": Budget::Workdays(2), "reason": "现场踏勘", "granted_at": at(ACCEPTED_AT),
        "deadline": task_deadline(4, at(due_at)),
    });
    of_task("coordination.deadline_extended.v1", n, data)
}

pub(crate) fn replied(n: u16, department: &str, outcome: &str) -> Fact {
    let data =
        json!({ "source": null, "department": department, "outcome": outcome, "opinion": "同意" });
    of_task("coordination.task_replied.v1", n, data)
}

pub(crate) fn task_closed(n: u16) -> Fact {
    of_task("coordination.task_closed.v1", n, json!({ "department": FIRE, "reason": "办件已办结" }))
}

pub(crate) fn warned(n: u16, rung: &str, issued_at: &str) -> Fact {
    let data = json!({
        "number": number(n), "rung": rung, "epoch": 1, "due_at": at(issued_at),
        "issued_at": at(issued_at), "department": FIRE, "to_role": "coordinator",
    });
    of_task("coordination.warning_issued.v1", n, data)
}

pub(crate) fn sent_back(n: u16, due_at: &str) -> Fact {
    let data = json!({
        "source": null, "department": FIRE, "reason": "未说明疏散通道", "nth": 1,
        "sent_back_at": at(ACCEPTED_AT), "deadline": task_deadline(5, at(due_at)),
    });
    of_task("coordination.reply_sent_back.v1", n, data)
}

pub(crate) fn task_withdrawn(n: u16) -> Fact {
    let data = json!({ "source": null, "department": FIRE, "reason": "不再需要" });
    of_task("coordination.task_withdrawn.v1", n, data)
}

pub(crate) fn task_joined(n: u16) -> Fact {
    of_task("coordination.task_joined.v1", n, json!({ "into": task_id(n + 1) }))
}

pub(crate) fn task_resumed(n: u16, due_at: &str) -> Fact {
    let data = json!({ "deadline": task_deadline(6, at(due_at)) });
    of_task("coordination.task_resumed.v1", n, data)
}
