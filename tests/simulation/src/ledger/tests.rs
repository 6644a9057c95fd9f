use serde_json::{Value, json};

use super::*;

const TASK: Uuid = Uuid::from_u128(1);
const CASE: Uuid = Uuid::from_u128(2);

fn at(hour: i8) -> Timestamp {
    format!("2025-03-03T{hour:02}:00:00Z").parse().unwrap()
}

fn fact(kind: &str, recorded_at: Timestamp, mut data: Value) -> Fact {
    data["case_id"] = json!(CASE);
    Fact { kind: kind.to_owned(), recorded_at, data: serde_json::from_value(data).unwrap() }
}

/// To be taken on by one, due soon at three, due at five.
fn requested() -> Fact {
    let deadline = json!({
        "epoch": 1, "acknowledge_by_at": at(1), "due_soon_at": at(3), "due_at": at(5),
    });
    let asked = json!({
        "task_id": TASK, "from_department": "housing", "to_department": "land",
        "source": { "step": "review", "round": 1 }, "deadline": deadline,
    });
    fact("coordination.task_requested.v1", at(0), asked)
}

fn of_task(kind: &str, hour: i8) -> Fact {
    fact(&format!("coordination.{kind}.v1"), at(hour), json!({ "task_id": TASK }))
}

fn warned(rung: &str, epoch: u64, hour: i8) -> Fact {
    let data = json!({ "task_id": TASK, "rung": rung, "epoch": epoch });
    fact("coordination.warning_issued.v1", at(hour), data)
}

fn step_started(department: &str) -> Fact {
    let data = json!({
        "step": "review", "round": 1, "department": department,
        "cooperation": [{ "department": "land" }],
    });
    fact("approval.step_started.v1", at(0), data)
}

fn read(facts: &[Fact]) -> Result<Ledger, Violation> {
    let mut ledger = Ledger::of(["housing", "land"].map(str::to_owned).into());
    for fact in facts {
        ledger.read(fact).map_err(|error| error.downcast::<Violation>().unwrap())?;
    }
    Ok(ledger)
}

#[test]
fn a_rung_that_is_reached_without_a_warning_is_found() {
    let ledger = read(&[requested(), of_task("task_acknowledged", 1)]).unwrap();
    assert_eq!(ledger.next_due_at(), Some(at(3)));
    assert_eq!(ledger.is_warned_of_all(at(2)), Ok(()));
    let missing = ledger.is_warned_of_all(at(3)).unwrap_err();
    let rung = "due_soon";
    assert_eq!(missing, Violation::NotWarned { task_id: TASK, rung, at: at(3), now: at(3) });
}

#[test]
fn what_is_answered_or_over_needs_no_warning() {
    for over in ["task_replied", "task_closed", "task_withdrawn", "task_joined"] {
        let ledger = read(&[requested(), of_task(over, 1)]).unwrap();
        assert_eq!(ledger.is_warned_of_all(at(9)), Ok(()), "{over}");
    }
}

#[test]
fn a_warning_that_comes_twice_is_found() {
    let blue = || warned("unacknowledged", 1, 1);
    assert!(read(&[requested(), blue()]).is_ok());
    let twice = read(&[requested(), blue(), blue()]).unwrap_err();
    let rung = "unacknowledged".to_owned();
    assert_eq!(twice, Violation::WarnedTwice { task_id: TASK, rung, epoch: 1 });
}

#[test]
fn a_warning_without_reason_is_found() {
    let early = warned("overdue", 1, 4);
    let of_another_epoch = warned("overdue", 2, 5);
    for vain in [early, of_another_epoch, warned("lead", 1, 5)] {
        let found = read(&[requested(), vain]).unwrap_err();
        assert!(matches!(found, Violation::WarnedInVain { .. }), "{found}");
    }
    let over = [requested(), of_task("task_replied", 1), warned("due_soon", 1, 3)];
    assert!(matches!(read(&over).unwrap_err(), Violation::WarnedInVain { .. }));
}

#[test]
fn a_step_without_anybody_to_act_for_it_is_found() {
    let found = |facts: &[Fact]| {
        let Violation::NobodysStep { why, .. } = read(facts).unwrap().has_owners().unwrap_err()
        else {
            panic!("no step was found");
        };
        why
    };
    assert!(read(&[step_started("housing"), requested()]).unwrap().has_owners().is_ok());
    assert_eq!(found(&[step_started("housing")]), "nobody has asked land");
    assert_eq!(found(&[step_started("moon"), requested()]), "there is no department \"moon\"");
    let deaf = [step_started("housing"), requested(), of_task("task_closed", 1)];
    assert_eq!(found(&deaf), "it waits for land, whose task is Over");
}

#[test]
fn who_is_answered_waits_no_longer() {
    let answered = json!({ "step": "review", "asked": "land" });
    let answered = fact("approval.cooperation_answered.v1", at(1), answered);
    let facts = [step_started("housing"), requested(), of_task("task_replied", 1), answered];
    assert!(read(&facts).unwrap().has_owners().is_ok());
}
