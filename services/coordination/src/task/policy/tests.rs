use bytes::Bytes;
use serde_json::{Value, json};
use tongban_eventstore::CommandEnvelope;

use super::*;
use crate::samples::*;

fn approval(kind: &'static str, data: &Value) -> Recorded {
    let data = Bytes::from(serde_json::to_vec(data).unwrap());
    Recorded { kind: kind.into(), data, ..recorded(&requested(), 1) }
}

fn step_started() -> Recorded {
    let asks = |department: &str| {
        let task = new_task();
        json!({
            "department": department,
            "ask": task.ask,
            "limit": task.limit,
            "legal_basis": task.legal_basis,
            "office": { "hours": ["08:30-12:00", "14:00-17:30"] },
            "post": "environment",
        })
    };
    approval(
        "approval.step_started.v1",
        &json!({
            "case_id": case_id(),
            "number": number(),
            "step": "review",
            "round": 1,
            "name": { "zh": "审查", "en": "Review" },
            "department": ASKING,
            "due_at": "2026-10-12T16:00:00Z",
            "cooperation": [asks(ASKED), asks(OTHER)],
        }),
    )
}

fn ended(kind: &'static str) -> Recorded {
    let task = json!({ "step": "review", "round": 1, "department": ASKED });
    let with = json!({ "task_id": task_id(), "case_id": case_id() });
    let data = json!({
        "case_id": case_id(), "ended_tasks": [task], "task_id": task_id(), "with": with,
        "shares": [with],
    });
    approval(kind, &data)
}

#[test]
fn a_step_that_starts_asks_every_cooperating_department() {
    let orders = TasksOfSteps.react(&step_started()).unwrap();
    let other = NewTask {
        task_id: TaskId::derive(case_id(), b"review/1/SW"),
        to_department: OTHER.to_owned(),
        ..new_task()
    };
    let office: Office =
        serde_json::from_value(json!({ "hours": ["08:30-12:00", "14:00-17:30"] })).unwrap();
    let request = |task| Order::Request(Box::new(NewTask { office: office.clone(), ..task }));
    assert_eq!(orders, [request(new_task()), request(other)]);
}

#[test]
fn what_ends_closes_the_tasks_that_it_names() {
    for (kind, because) in [
        ("approval.step_returned.v1", Ending::StepReturned),
        ("approval.case_concluded.v1", Ending::CaseConcluded),
        ("approval.case_closed_by_withdrawal.v1", Ending::CaseWithdrawn),
    ] {
        let orders = TasksOfSteps.react(&ended(kind)).unwrap();
        assert_eq!(orders, [Order::Close { task_id: task_id(), because }]);
    }
}

#[test]
fn an_event_delivered_twice_gives_the_same_commands() {
    let commands = || {
        let event = step_started();
        let orders = TasksOfSteps.react(&event).unwrap();
        let envelopes = 0..orders.len();
        let ids: Vec<_> = envelopes
            .map(|index| CommandEnvelope::of_policy(TasksOfSteps::NAME, &event, index).command)
            .collect();
        (orders, ids)
    };
    let (first, second) = (commands(), commands());
    assert_eq!(first, second);
    assert_ne!(first.1[0], first.1[1]);
}

#[test]
fn an_ending_that_does_not_say_which_tasks_it_ends_is_not_read() {
    let event = approval("approval.step_returned.v1", &json!({ "case_id": case_id() }));
    assert!(TasksOfSteps.react(&event).is_err());
}

#[test]
fn every_event_that_the_policy_declares_can_be_read() {
    for kind in TasksOfSteps::EVENTS {
        let event = if *kind == "approval.step_started.v1" { step_started() } else { ended(kind) };
        assert!(!TasksOfSteps.react(&event).unwrap().is_empty(), "{kind}");
    }
}

#[test]
fn reasons_are_wordings() {
    for ending in [
        Ending::StepReturned,
        Ending::CaseConcluded,
        Ending::CaseWithdrawn,
        Ending::CaseOver,
        Ending::StepWentOn,
        Ending::ParentOver,
    ] {
        assert_eq!(Wording::parse(ending.words()), Ok(ending.into()));
    }
}

#[test]
fn a_reply_that_was_sent_back_too_late_ends_its_task() {
    let event = ended("approval.cooperation_not_awaited.v1");
    let close = Order::Close { task_id: task_id(), because: Ending::StepWentOn };
    assert_eq!(TasksOfSteps.react(&event).unwrap(), [close]);
}

#[test]
fn a_task_that_is_shared_lets_the_other_case_s_own_task_give_way() {
    let other = TaskId::derive(case_id(), b"another");
    let with = json!({ "task_id": other, "case_id": case_id() });
    let data = json!({ "task_id": task_id(), "case_id": case_id(), "with": with });
    let event = approval("coordination.task_shared.v1", &data);
    let join = Order::Join { task_id: other, case_id: case_id(), into: task_id() };
    assert_eq!(TasksOfSteps.react(&event).unwrap(), [join]);
}

#[test]
fn a_shared_task_that_ends_without_an_answer_is_asked_again_by_who_waited_for_it() {
    let other = TaskId::derive(case_id(), b"another");
    let shares = json!([{ "task_id": other, "case_id": case_id() }]);
    for kind in ["coordination.task_closed.v1", "coordination.task_withdrawn.v1"] {
        let event = approval(kind, &json!({ "task_id": task_id(), "shares": shares }));
        let resume = Order::Resume { task_id: other, case_id: case_id() };
        assert_eq!(TasksOfSteps.react(&event).unwrap(), [resume], "{kind}");
    }
}
