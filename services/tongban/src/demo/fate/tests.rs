use std::collections::BTreeMap;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn task(n: u128) -> Task {
    Task {
        task_id: derive_child("task", Uuid::from_u128(n), b""),
        case_id: Uuid::from_u128(n),
        state: TaskState::Requested,
        from_department: "health".into(),
        to_department: "environment".into(),
        step: Some("site".into()),
        requested_at: at("2026-09-28T02:00:00Z"),
        due_at: at("2026-10-12T16:00:00Z"),
        n_returns: 0,
        changed_at: at("2026-09-28T02:00:00Z"),
    }
}

fn with_fate(fate: Fate) -> Task {
    (0..).map(task).find(|task| Fate::of(task) == fate).unwrap()
}

/// The first instant, by the hour, at which the deed about the task is another than `before`.
fn changes_at(task: &Task, before: Deed) -> (Timestamp, Deed) {
    let hours = (0..1_000).map(|n| task.requested_at + SignedDuration::from_hours(n));
    let mut deeds = hours.map(|now| (now, deed(task, now)));
    deeds.find(|(_, deed)| *deed != before).unwrap()
}

fn replied_at(mut task: Task) -> Timestamp {
    task.state = TaskState::Acknowledged;
    let (replied_at, deed) = changes_at(&task, Deed::Wait);
    assert!(matches!(deed, Deed::Agree | Deed::Object), "{deed:?}");
    replied_at
}

#[test]
fn fates_are_shared_out_as_the_city_is_meant_to_be() {
    let mut counts = BTreeMap::new();
    for n in 0..10_000 {
        *counts.entry(format!("{:?}", Fate::of(&task(n)))).or_insert(0_i32) += 1;
    }
    for (fate, percent) in [("InTime", 60), ("Late", 25), ("Disputed", 10), ("Ignored", 5)] {
        assert!((counts[fate] - percent * 100).abs() < 150, "{counts:?}");
    }
}

#[test]
fn a_task_in_time_is_taken_on_and_answered_before_its_due_date() {
    for task in (0..1_000).map(task).filter(|task| Fate::of(task) == Fate::InTime) {
        assert_eq!(changes_at(&task, Deed::Wait).1, Deed::Acknowledge);
        assert!(replied_at(task.clone()) < task.due_at);
    }
}

#[test]
fn a_late_task_is_answered_after_its_due_date_and_before_supervision() {
    let task = with_fate(Fate::Late);
    let replied_at = replied_at(task.clone());
    assert!(task.due_at < replied_at);
    assert!(replied_at < task.due_at + SignedDuration::from_hours(72));
}

#[test]
fn a_disputed_task_is_returned_once_ruled_on_and_answered() {
    let mut task = with_fate(Fate::Disputed);
    let (returned_at, deed_then) =
        changes_at(&Task { state: TaskState::Acknowledged, ..task.clone() }, Deed::Wait);
    assert_eq!(deed_then, Deed::Return);
    assert!(returned_at < task.due_at);
    (task.state, task.n_returns, task.changed_at) = (TaskState::Returned, 1, returned_at);
    let (ruled_at, ruling) = changes_at(&task, Deed::Wait);
    assert!(ruled_at >= returned_at + RULING);
    assert!(matches!(ruling, Deed::AskAgain | Deed::AskAnother), "{ruling:?}");
    assert!(replied_at(task.clone()) < task.due_at);
}

#[test]
fn a_task_asked_by_hand_is_ignored_until_supervision_has_it() {
    let task = Task { step: None, ..with_fate(Fate::InTime) };
    assert_eq!(Fate::of(&task), Fate::Ignored);
    let (answered_at, _) = changes_at(&task, Deed::Wait);
    assert!(answered_at >= task.due_at + SUPERVISED_AFTER);
}

fn step(n: u128, round: u32) -> Step {
    Step {
        case_id: Uuid::from_u128(n),
        step: "decide".into(),
        round,
        department: "health".into(),
        asks: 0,
        due_at: Some(at("2026-10-12T16:00:00Z")),
    }
}

#[test]
fn most_steps_are_decided_in_time_and_some_late() {
    let is_late = |n: &u128| decision(&step(*n, 1), at("2026-10-12T15:59:59Z")) == Decision::Wait;
    let n_late = (0..2_400).filter(is_late).count();
    assert!((120..280).contains(&n_late), "{n_late}");
    let in_the_end = at("2026-10-20T00:00:00Z");
    assert!((0..500).all(|n| decision(&step(n, 1), in_the_end) != Decision::Wait));
}

#[test]
fn a_step_that_asks_is_not_decided_and_one_begun_again_is_not_sent_back() {
    let in_the_end = at("2026-10-20T00:00:00Z");
    let asking = Step { asks: 1, ..step(1, 1) };
    assert_eq!(decision(&asking, in_the_end), Decision::Wait);
    let all: Vec<_> = (0..500).map(|n| decision(&step(n, 1), in_the_end)).collect();
    assert!(all.contains(&Decision::SendBack) && all.contains(&Decision::Refuse));
    assert!((0..500).all(|n| decision(&step(n, 2), in_the_end) != Decision::SendBack));
}

#[test]
fn a_step_whose_clock_stands_still_is_read_and_waits() {
    let listed = |due_at: serde_json::Value| {
        let row = serde_json::json!({
            "case_id": Uuid::from_u128(1), "step": "decide", "round": 1, "department": "health",
            "state": "active", "asks": 0, "due_at": due_at,
        });
        serde_json::from_value::<Step>(row).unwrap()
    };
    let in_the_end = at("2026-10-20T00:00:00Z");
    assert_eq!(decision(&listed(serde_json::Value::Null), in_the_end), Decision::Wait);
    assert_ne!(decision(&listed("2026-10-12T16:00:00Z".into()), in_the_end), Decision::Wait);
}
