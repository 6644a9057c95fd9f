//! Facts as the other services write them, field by field; what is read of them must be among it.

#![cfg(test)]

mod complaints;
mod reports;
mod tasks;

use jiff::Timestamp;
use serde_json::{Value, json};
use tongban_kernel::calendar::{
    Budget, Calendar, Clock, Deadline, Due, Office, Suspended, Suspension, WorkingTime,
};
use tongban_kernel::testkit::at;
use tongban_kernel::{CaseId, CaseNumber, ComplaintId, TaskId, Text};
use uuid::Uuid;

pub(crate) use complaints::*;
pub(crate) use reports::*;
pub(crate) use tasks::*;

/// A fact: its wire name, the stream that it belongs to, and its data.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) kind: &'static str,
    pub(crate) stream: Uuid,
    pub(crate) data: Value,
}

pub(crate) const PERMIT: &str = "construction-permit";
pub(crate) const HOUSING: &str = "ZJ";
pub(crate) const FIRE: &str = "XF";
pub(crate) const ENVIRONMENT: &str = "HB";

pub(crate) const RECEIVED_AT: &str = "2026-09-07T09:00:00+08:00";
pub(crate) const ACCEPTED_AT: &str = "2026-09-08T09:00:00+08:00";
/// Twenty working days after acceptance: two holidays lie between, and two working weekends.
pub(crate) const LAW_AT: &str = "2026-10-13T00:00:00+08:00";
/// Ten.
pub(crate) const PROMISE_AT: &str = "2026-09-22T00:00:00+08:00";

/// The day before the promise ends.
pub(crate) const IN_TIME: &str = "2026-09-21T09:00:00+08:00";

/// The n-th case lives in the partition n mod P.
pub(crate) fn case_id(n: u16) -> CaseId {
    CaseId::from_uuid(Uuid::from_u128((u128::from(n) << 64) | u128::from(n)))
}

pub(crate) fn task_id(n: u16) -> TaskId {
    TaskId::derive(case_id(n), b"review/1/XF")
}

pub(crate) fn complaint_id(n: u16) -> ComplaintId {
    ComplaintId::from_uuid(case_id(n).uuid())
}

fn number(n: u16) -> CaseNumber {
    CaseNumber::of(case_id(n), jiff::civil::date(2026, 9, 7))
}

fn of_case(kind: &'static str, n: u16, data: Value) -> Fact {
    let mut data = data;
    data["case_id"] = json!(case_id(n));
    Fact { kind, stream: case_id(n).uuid(), data }
}

/// What is personal, sealed.
fn sealed() -> Value {
    json!({ "person": Uuid::nil(), "sealed": "AAAA" })
}

fn party() -> Value {
    json!({
        "kind": "citizen", "name": sealed(), "identity": sealed(), "identity_index": "7f",
        "phone": null, "phone_index": null, "name_indexes": [],
    })
}

pub(crate) fn submitted(n: u16) -> Fact {
    let data = json!({
        "number": number(n), "item_code": PERMIT, "item_version": 3, "department": HOUSING,
        "channel": "window", "submitted_by": "window-3", "received_at": at(RECEIVED_AT),
        "applicant": party(), "form": {},
        "personal_form": {}, "materials": [], "accept_by_at": at(LAW_AT),
        "accept_by_provisional": false,
    });
    of_case("intake.case_submitted.v1", n, data)
}

pub(crate) fn accepted(n: u16) -> Fact {
    let data = json!({
        "number": number(n), "item_code": PERMIT, "item_version": 3, "department": HOUSING,
        "received_at": at(RECEIVED_AT), "accepted_at": at(ACCEPTED_AT), "deemed": n == 1,
    });
    of_case("intake.case_accepted.v1", n, data)
}

pub(crate) fn correction_requested(n: u16) -> Fact {
    let data = json!({ "missing": [], "supplement_by_at": at(LAW_AT), "at_receipt": false });
    of_case("intake.correction_requested.v1", n, data)
}

pub(crate) fn supplemented(n: u16, supplemented_at: &str) -> Fact {
    let data = json!({
        "materials": [], "form": {}, "personal_form": {}, "supplemented_at": at(supplemented_at),
        "accept_by_at": at(LAW_AT),
    });
    of_case("intake.case_supplemented.v1", n, data)
}

pub(crate) fn declined(n: u16) -> Fact {
    let data = json!({ "reason": "不属于受理范围", "legal_basis": "行政许可法第三十二条" });
    of_case("intake.case_declined.v1", n, data)
}

pub(crate) fn withdrawn(n: u16) -> Fact {
    of_case("intake.case_withdrawn.v1", n, json!({ "reason": "申请人撤回" }))
}

pub(crate) fn duplicate(n: u16, of: u16) -> Fact {
    let data = json!({ "duplicate_of": case_id(of), "basis": "同一申请" });
    of_case("intake.duplicate_linked.v1", n, data)
}

pub(crate) fn rated(n: u16, satisfaction: u8) -> Fact {
    let data = json!({
        "number": number(n), "item_code": PERMIT, "department": HOUSING,
        "satisfaction": satisfaction, "aspects": ["time"], "words": sealed(), "applicant": party(),
    });
    of_case("intake.service_rated.v1", n, data)
}

fn due(due_at: &str) -> Deadline {
    let due_at = at(due_at);
    let due_on = Office::default().date_of(due_at);
    let calendar = Calendar::builtin().version();
    Deadline::Due(Due { due_at, due_on, provisional: false, calendar })
}

pub(crate) fn stopped() -> Deadline {
    Deadline::Suspended(Suspended {
        since: at(ACCEPTED_AT),
        left: tongban_kernel::calendar::Left::Workdays(4),
        provisional: false,
        calendar: Calendar::builtin().version(),
    })
}

fn dues(statutory: Deadline, promised: Deadline) -> Value {
    json!({ "statutory": statutory, "promised": promised, "steps": [] })
}

pub(crate) fn opened(n: u16) -> Fact {
    let data = json!({
        "number": number(n), "item_code": PERMIT, "item_version": 3, "department": HOUSING,
        "received_at": at(RECEIVED_AT), "accepted_at": at(ACCEPTED_AT), "plan": [],
        "procedures": [], "extension_max": 10, "office": Office::default(),
        "statutory": Clock::new(at(ACCEPTED_AT), Budget::Workdays(20)),
        "promised": Clock::new(at(ACCEPTED_AT), Budget::Workdays(10)),
        "dues": dues(due(LAW_AT), due(PROMISE_AT)),
    });
    of_case("approval.case_opened.v1", n, data)
}

pub(crate) fn step_decided(n: u16, step: &str) -> Fact {
    let data = json!({
        "step": step, "round": 1, "department": HOUSING, "opinion": "符合条件", "automatic": false,
    });
    of_case("approval.step_decided.v1", n, data)
}

pub(crate) fn step_returned(n: u16) -> Fact {
    let data = json!({
        "from_step": "decision", "to_step": "review", "again": ["review", "decision"],
        "reason": "意见不明", "ended_tasks": [],
    });
    of_case("approval.step_returned.v1", n, data)
}

pub(crate) fn suspended(n: u16, from: &str) -> Fact {
    let data = json!({
        "clocks": ["statutory", "promised", "step"],
        "suspension": Suspension::open(at(from), "hearing", "听证"),
        "legal_basis": "行政许可法第四十五条",
    });
    of_case("approval.clock_suspended.v1", n, data)
}

pub(crate) fn resumed(n: u16, resumed_at: &str, law_at: &str) -> Fact {
    let data = json!({ "resumed_at": at(resumed_at), "dues": dues(due(law_at), due(PROMISE_AT)) });
    of_case("approval.clock_resumed.v1", n, data)
}

pub(crate) fn extended(n: u16, law_at: &str) -> Fact {
    let data = json!({
        "amount": 10, "reason": "情况复杂", "approved_by": "局长", "granted_at": at(ACCEPTED_AT),
        "dues": dues(due(law_at), due(law_at)),
    });
    of_case("approval.deadline_extended.v1", n, data)
}

/// Decided then, by clocks that stood still for one day.
fn conclusion(n: u16, concluded_at: &str, statutory_due: Deadline) -> Value {
    let (office, calendar) = (Office::default(), Calendar::builtin());
    let (received_at, concluded_at) = (at(RECEIVED_AT), at(concluded_at));
    let working_time: WorkingTime = office.working_time(&calendar, received_at, concluded_at);
    let mut statutory = Clock::new(at(ACCEPTED_AT), Budget::Workdays(20));
    let hearing = Suspension::open(at("2026-09-10T09:00:00+08:00"), "hearing", "听证");
    statutory.suspensions.extend(hearing.ended(at("2026-09-11T09:00:00+08:00")));
    json!({
        "case_id": case_id(n), "number": number(n), "item_code": PERMIT, "item_version": 3,
        "department": HOUSING, "outcome": if n == 2 { "refused" } else { "granted" },
        "reason": "符合条件", "legal_basis": "建筑法第八条", "received_at": received_at,
        "accepted_at": at(ACCEPTED_AT), "concluded_at": concluded_at, "working_time": working_time,
        "dues": dues(statutory_due, due(PROMISE_AT)), "statutory": statutory,
        "promised": Clock::new(at(ACCEPTED_AT), Budget::Workdays(10)), "office": office,
        "ended_tasks": [],
    })
}

pub(crate) fn concluded(n: u16, concluded_at: &str) -> Fact {
    of_case("approval.case_concluded.v1", n, conclusion(n, concluded_at, due(LAW_AT)))
}

pub(crate) fn concluded_while_stopped(n: u16, concluded_at: &str) -> Fact {
    of_case("approval.case_concluded.v1", n, conclusion(n, concluded_at, stopped()))
}

pub(crate) fn reopened(n: u16, concluded_at: &str) -> Fact {
    let data = json!({
        "from_step": "decision", "again": ["decision"], "reason": "复议决定", "basis": "行政复议法",
        "taken_back": conclusion(n, concluded_at, due(LAW_AT)),
    });
    of_case("approval.case_reopened.v1", n, data)
}

/// Reopened with a word of the clocks: the promise was broken already and stays so.
pub(crate) fn reopened_until(n: u16, concluded_at: &str, law_at: &str) -> Fact {
    let mut fact = reopened(n, concluded_at);
    let closed = Suspension::closure(at(concluded_at), at(LAW_AT));
    fact.data["closed"] = json!(closed.unwrap());
    fact.data["dues"] = dues(due(law_at), due(PROMISE_AT));
    fact
}

pub(crate) fn annulled(n: u16, concluded_at: &str) -> Fact {
    let data = json!({
        "reason": "材料虚假", "basis": "行政许可法第六十九条",
        "taken_back": conclusion(n, concluded_at, due(LAW_AT)),
    });
    of_case("approval.case_annulled.v1", n, data)
}

pub(crate) fn closed_by_withdrawal(n: u16) -> Fact {
    of_case("approval.case_closed_by_withdrawal.v1", n, json!({ "ended_tasks": [] }))
}

pub(crate) const IMPORT: Uuid = Uuid::from_u128(0x1337 << 64);

pub(crate) fn import_started() -> Fact {
    let data =
        json!({ "import_id": IMPORT, "file_name": "log.xes", "file_sha256": "0", "mapping": {} });
    Fact { kind: "history.import_started.v1", stream: IMPORT, data }
}

/// A recorded case; what is not known is left out.
pub(crate) fn milestones(
    n: u16,
    department: &str,
    concluded: Option<&str>,
    deadline: Option<&str>,
) -> Fact {
    let mut data = json!({
        "import_id": IMPORT, "case_name": format!("case-{n}"), "department": department,
        "received": "2011-10-11T13:42:22.688+02:00",
    });
    let known = [("concluded", concluded), ("deadline", deadline)];
    for (name, at) in known.into_iter().filter_map(|(name, at)| Some((name, at?))) {
        data[name] = json!(at);
    }
    Fact { kind: "history.milestones_recorded.v1", stream: case_id(n).uuid(), data }
}

pub(crate) fn import_completed(n_cases: u64) -> Fact {
    let data = json!({ "import_id": IMPORT, "n_cases": n_cases, "n_rows": 3, "n_milestones": 2 });
    Fact { kind: "history.import_completed.v1", stream: IMPORT, data }
}

pub(crate) fn import_reverted() -> Fact {
    let data = json!({ "import_id": IMPORT, "reason": "选错了文件" });
    Fact { kind: "history.import_reverted.v1", stream: IMPORT, data }
}

/// One of each.
pub(crate) fn every() -> Vec<Fact> {
    let then = LAW_AT;
    vec![
        submitted(1),
        correction_requested(1),
        supplemented(1, then),
        accepted(1),
        declined(1),
        withdrawn(1),
        duplicate(1, 2),
        rated(1, 2),
        opened(1),
        step_decided(1, "review"),
        step_returned(1),
        suspended(1, then),
        resumed(1, then, then),
        extended(1, then),
        concluded(1, then),
        reopened(1, then),
        reopened_until(1, IN_TIME, then),
        annulled(1, then),
        closed_by_withdrawal(1),
        requested(1, then),
        returned(1, then),
        reassigned(1, then),
        dispute_settled(1, then),
        task_extended(1, then),
        replied(1, FIRE, "agreed"),
        sent_back(1, then),
        task_withdrawn(1),
        task_joined(1),
        task_resumed(1, then),
        task_closed(1),
        warned(1, "due_soon", then),
        lodged(1, then),
        lodged_in_clear(1, then),
        assigned(1, then),
        answered(1, then, true),
        confirmed(1, 1, true),
        complaint_reopened(1, then),
        complaint_reopened_in_clear(1, then),
        complaint_merged(1, 2),
        complaint_separated(1, 2),
        import_started(),
        milestones(1, "General", Some(then), Some(then)),
        import_completed(1),
        import_reverted(),
        report_issued(),
    ]
}
