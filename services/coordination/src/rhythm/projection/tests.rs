use jiff::civil::date;
use tongban_kernel::testkit::{at, now};
use tongban_readmodel::{Projection as _, RowChange};

use super::*;
use crate::project::samples::project_id;
use crate::projection::Coordination;
use crate::samples::{recorded, task_id};

fn turn(nth: u32) -> Turn {
    let due_at = at("2026-10-13T00:00:00+08:00");
    Turn { nth, due_on: date(2026, 10, 12), due_at }
}

#[test]
fn a_list_keeps_what_was_on_it_and_the_next_is_due() {
    let items =
        vec![Item::Blocker { project_id: project_id(), nth: 2 }, Item::Task { task_id: task_id() }];
    let issued = Event::ListIssued { list: turn(1), items, issued_at: now(), next: turn(2) };
    let rows = Coordination.project(&recorded(&issued, 9)).unwrap();
    let tables: Vec<_> = rows.iter().map(|row| row.table.name).collect();
    assert_eq!(tables, ["list_items", "list_items", "lists", "rhythm"]);
    let key: Vec<_> = rows[0].key.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(key, [1.into(), "blocker".into(), project_id().into(), 2.into()]);
    let RowChange::Put(cells) = &rows[3].change else { panic!("{rows:?}") };
    assert_eq!(cells[0], ("next_nth", 2.into()));
}

#[test]
fn a_missed_list_stands_among_the_others_without_a_day_of_issue() {
    let missed = Event::ListMissed { list: turn(1), next: turn(2) };
    let rows = Coordination.project(&recorded(&missed, 9)).unwrap();
    let RowChange::Put(cells) = &rows[0].change else { panic!("{rows:?}") };
    assert!(cells.contains(&("issued_at", Value::Null)) && cells.contains(&("n_items", 0.into())));
}
