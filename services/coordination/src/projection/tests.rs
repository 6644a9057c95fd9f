use bytes::Bytes;
use serde_json::json;
use tongban_kernel::testkit::at;
use tongban_readmodel::{RowChange, Value};

use super::*;
use crate::samples::*;
use crate::task::events::{Addressee, Deadline, Event, Rung};

fn rows(event: &Event) -> Vec<RowOp> {
    Coordination.project(&recorded(event, 9)).unwrap()
}

fn of<'a>(rows: &'a [RowOp], table: &str) -> Vec<&'a RowOp> {
    rows.iter().filter(|row| row.table.name == table).collect()
}

/// What the only row of this table is set to, in this column.
#[track_caller]
fn cell(rows: &[RowOp], table: &str, column: &str) -> Value {
    let [row] = of(rows, table)[..] else {
        panic!("one row of {table}, not {rows:?}");
    };
    let (RowChange::Put(cells) | RowChange::Change(cells)) = &row.change else {
        panic!("{row:?} sets nothing");
    };
    let found = cells.iter().find(|(name, _)| *name == column);
    found.unwrap_or_else(|| panic!("no {column} in {cells:?}")).1.clone()
}

#[test]
fn a_request_makes_a_task_and_its_whole_ladder() {
    let rows = rows(&requested());
    assert_eq!(cell(&rows, "tasks", "state"), "requested".into());
    assert_eq!(cell(&rows, "tasks", "step"), "review".into());
    assert_eq!(cell(&rows, "tasks", "due_at"), at(DUE_AT).into());
    assert_eq!(cell(&rows, "tasks", "caused_by"), event_id(9).into());
    let due: Vec<_> = of(&rows, "rungs")
        .into_iter()
        .map(|row| match &row.change {
            RowChange::Put(cells) => cells.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    let instants =
        [ACKNOWLEDGE_BY_AT, DUE_SOON_AT, DUE_AT, LEAD_AT, SUPERVISOR_AT, ACCOUNTABILITY_AT];
    let expected = instants.map(|instant| {
        vec![("case_id", case_id().into()), ("epoch", 1_u32.into()), ("at", at(instant).into())]
    });
    assert_eq!(due, expected);
}

#[test]
fn a_new_epoch_takes_the_place_of_the_whole_ladder() {
    let second = Deadline { epoch: 2, ..deadline() };
    for event in [returned(ASKED, 1, second), reassigned(OTHER, second), extended(second)] {
        let rows = rows(&event);
        assert_eq!(cell(&rows, "tasks", "epoch"), 2_u32.into());
        let changed = of(&rows, "rungs");
        assert_eq!(changed.len(), Rung::LADDER.len(), "{event:?}");
        let n_puts = changed.iter().filter(|row| matches!(row.change, RowChange::Put(_))).count();
        let is_to_be_taken_on = matches!(event, Event::TaskReassigned { .. });
        assert_eq!(n_puts, if is_to_be_taken_on { 6 } else { 5 }, "{event:?}");
    }
}

#[test]
fn who_has_taken_a_task_on_is_not_asked_for_that_again() {
    let rung = |event: &Event| {
        let rows = rows(event);
        let taken_on = vec![("task_id", task_id().into()), ("rung", 0_u8.into())];
        let row = of(&rows, "rungs").into_iter().find(|row| row.key == taken_on);
        row.map(|row| row.change.clone())
    };
    assert_eq!(rung(&acknowledged()), Some(RowChange::Delete));
    assert_eq!(rung(&returned(ASKED, 1, deadline())), Some(RowChange::Delete));
    // Only where it is still to be taken on.
    let later = Deadline { epoch: 2, ..deadline() };
    let epoch = vec![("epoch", 2_u32.into())];
    assert_eq!(rung(&extended(later)), Some(RowChange::Change(epoch)));
}

#[test]
fn a_rung_that_the_ladder_leaves_out_is_no_work() {
    let short = Deadline { epoch: 2, accountability_at: None, ..deadline() };
    let rows = rows(&extended(short));
    let last = of(&rows, "rungs").into_iter().find(|row| row.key[1].1 == 5_u8.into());
    assert_eq!(last.map(|row| &row.change), Some(&RowChange::Delete));
}

#[test]
fn a_return_counts_and_a_reassignment_names_who_is_asked_now() {
    let second = Deadline { epoch: 2, ..deadline() };
    let returned = rows(&returned(ASKED, 1, second));
    assert_eq!(cell(&returned, "tasks", "state"), "returned".into());
    assert_eq!(cell(&returned, "tasks", "n_returns"), 1_u32.into());
    let reassigned = rows(&reassigned(OTHER, second));
    assert_eq!(cell(&reassigned, "tasks", "state"), "requested".into());
    assert_eq!(cell(&reassigned, "tasks", "to_department"), OTHER.into());
}

#[test]
fn a_warning_leaves_the_work_list_and_the_task_stays_as_it_is() {
    let rows = rows(&warned(Rung::Overdue, Addressee::Coordinator, at(DUE_AT)));
    let key = vec![("task_id", task_id().into()), ("rung", 2_u8.into())];
    let [gone] = of(&rows, "rungs")[..] else { panic!("{rows:?}") };
    assert_eq!((&gone.key, &gone.change), (&key, &RowChange::Delete));
    assert_eq!(cell(&rows, "warnings", "issued_at"), at(DUE_AT).into());
    assert_eq!(cell(&rows, "warnings", "to_role"), "coordinator".into());
    assert_eq!(cell(&rows, "warnings", "caused_by"), event_id(9).into());
    assert!(of(&rows, "tasks").is_empty());
    assert!(
        super::Coordination
            .project(&recorded(&escalated(Rung::Lead, Addressee::Lead), 9))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn what_is_over_is_warned_of_no_more() {
    for (event, state) in [(replied(), "replied"), (closed(), "closed")] {
        let rows = rows(&event);
        assert_eq!(cell(&rows, "tasks", "state"), state.into());
        assert_eq!(cell(&rows, "tasks", "is_open"), false.into());
        let gone = of(&rows, "rungs");
        assert_eq!(gone.len(), Rung::LADDER.len());
        assert!(gone.iter().all(|row| row.change == RowChange::Delete));
    }
    assert_eq!(cell(&rows(&replied()), "tasks", "outcome"), "agreed".into());
    assert_eq!(cell(&rows(&acknowledged()), "tasks", "state"), "acknowledged".into());
}

#[test]
fn every_event_of_a_task_is_declared() {
    let second = Deadline { epoch: 2, ..deadline() };
    for event in [
        requested(),
        acknowledged(),
        assigned("sun"),
        urged(),
        returned(ASKED, 1, second),
        reassigned(OTHER, second),
        extended(second),
        replied(),
        closed(),
        warned(Rung::Overdue, Addressee::Coordinator, at(DUE_AT)),
        escalated(Rung::Lead, Addressee::Lead),
    ] {
        let kind = recorded(&event, 1).kind;
        assert!(Coordination::EVENTS.contains(&kind.as_str()), "{kind}");
    }
}

#[test]
fn cases_open_end_and_open_again() {
    let project = |kind: &'static str| {
        let data = json!({ "case_id": case_id(), "number": number(), "department": ASKING });
        let data = Bytes::from(serde_json::to_vec(&data).unwrap());
        let event = Recorded { kind: kind.into(), data, ..recorded(&requested(), 9) };
        Coordination.project(&event).unwrap()
    };
    for (kind, is_open) in [
        ("approval.case_opened.v1", true),
        ("approval.case_concluded.v1", false),
        ("approval.case_annulled.v1", false),
        ("approval.case_closed_by_withdrawal.v1", false),
        ("approval.case_reopened.v1", true),
    ] {
        assert_eq!(cell(&project(kind), "cases", "is_open"), is_open.into(), "{kind}");
    }
}

/// The cells of the only row of `tasks`.
#[track_caller]
fn task_cells(event: &Event) -> Vec<(&'static str, Value)> {
    let rows = rows(event);
    let [row] = of(&rows, "tasks")[..] else { panic!("{rows:?}") };
    match &row.change {
        RowChange::Put(cells) | RowChange::Change(cells) => cells.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_works_a_task_stands_in_its_row_until_another_department_is_asked() {
    let handler = |event: &Event| {
        let cells = task_cells(event);
        cells.into_iter().find(|(name, _)| *name == "handler").map(|(_, value)| value)
    };
    assert_eq!(handler(&acknowledged()), Some("wang".into()));
    assert_eq!(handler(&assigned("sun")), Some("sun".into()));
    assert_eq!(handler(&reassigned(OTHER, deadline().next_epoch())), Some(Value::Null));
    assert_eq!(handler(&replied()), None);
}

#[test]
fn only_who_acts_next_changes_since_when_it_waits() {
    let passed_on = |event: &Event| task_cells(event).iter().any(|(name, _)| *name == "passed_at");
    for event in [acknowledged(), assigned("sun"), urged()] {
        assert!(!passed_on(&event), "{event:?}");
    }
    for event in [requested(), returned(ASKED, 1, deadline()), replied()] {
        assert!(passed_on(&event), "{event:?}");
    }
    let cells = task_cells(&urged());
    assert!(cells.contains(&("n_urged", 1_u32.into())), "{cells:?}");
}
