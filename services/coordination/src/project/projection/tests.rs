use tongban_kernel::DomainEvent;
use tongban_kernel::testkit::{at, now};
use tongban_readmodel::{Projection as _, RowChange, Value};

use super::*;
use crate::project::events::Outcome;
use crate::project::samples::*;
use crate::projection::Coordination;
use crate::samples::{ASKED, ASKING, recorded};

fn rows_of(event: &impl DomainEvent) -> Vec<RowOp> {
    let recorded = recorded(event, 9);
    assert!(
        Coordination::EVENTS.contains(&recorded.kind.as_str()),
        "{} is declared",
        recorded.kind
    );
    Coordination.project(&recorded).unwrap()
}

#[track_caller]
fn cell(row: &RowOp, column: &str) -> Value {
    let (RowChange::Put(cells) | RowChange::Change(cells)) = &row.change else {
        panic!("{row:?} sets nothing");
    };
    cells.iter().find(|(name, _)| *name == column).unwrap().1.clone()
}

fn tables(rows: &[RowOp]) -> Vec<&'static str> {
    rows.iter().map(|row| row.table.name).collect()
}

#[test]
fn a_project_is_a_case_that_tasks_are_asked_for_until_it_is_closed() {
    let rows = rows_of(&set_up());
    let expected = ["projects", "cases", "project_members", "project_members", "milestones"];
    assert_eq!(tables(&rows), expected);
    assert_eq!(cell(&rows[1], "occasion"), "project".into());
    assert_eq!(rows[1].key, vec![("case_id", project_id().into())]);
    assert_eq!(cell(&rows[4], "due_at"), at(MISSED_AT).into());
    let (outcome, result) = (Outcome::Achieved, "完成".to_owned());
    let closed =
        Event::ProjectClosed { project_id: project_id(), outcome, result, closed_at: now() };
    let rows = rows_of(&closed);
    assert_eq!(tables(&rows), ["projects", "cases"]);
    assert_eq!(cell(&rows[1], "is_open"), false.into());
}

#[test]
fn the_day_before_stays_visible_when_a_milestone_is_moved() {
    let moved = Event::MilestoneMoved {
        project_id: project_id(),
        nth: 1,
        from_on: due_on(),
        due_on: due_on().tomorrow().unwrap(),
        due_at: at(MISSED_AT),
        reason: "等待批复".to_owned(),
        moved_at: now(),
    };
    let rows = rows_of(&moved);
    assert_eq!(tables(&rows), ["milestones", "milestone_moves"]);
    assert_eq!(cell(&rows[0], "is_due"), true.into());
    assert_eq!(cell(&rows[1], "from_on"), "2026-10-12".into());
}

#[test]
fn what_was_reached_or_noted_as_missed_is_looked_for_no_more() {
    let (project_id, nth) = (project_id(), 1);
    let note = "完成".to_owned();
    let department = ASKED.to_owned();
    for event in [
        Event::MilestoneReached { project_id, nth, note, reached_at: now() },
        Event::MilestoneMissed { project_id, nth, department, due_on: due_on() },
    ] {
        assert_eq!(cell(&rows_of(&event)[0], "is_due"), false.into());
    }
}

#[test]
fn who_led_takes_part_and_a_blocker_is_open_until_it_is_cleared() {
    let handed = Event::LeaderHandedOver {
        project_id: project_id(),
        from: leading(),
        to: crate::project::events::Leader {
            account: "wang".to_owned(),
            department: ASKED.to_owned(),
        },
        reason: "岗位调整".to_owned(),
    };
    let rows = rows_of(&handed);
    assert_eq!(tables(&rows), ["project_members", "projects"]);
    assert_eq!(cell(&rows[1], "leader_department"), ASKED.into());
    assert_eq!(cell(&rows_of(&raised(1, ASKING))[0], "is_open"), true.into());
    assert_eq!(cell(&rows_of(&cleared(1))[0], "is_open"), false.into());
}
