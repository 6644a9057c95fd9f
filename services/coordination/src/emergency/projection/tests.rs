use tongban_kernel::testkit::at;
use tongban_readmodel::{Projection as _, RowChange, Value};

use super::*;
use crate::emergency::samples::*;
use crate::projection::Coordination;
use crate::samples::{ASKED, OTHER, event_id, recorded};
use crate::task::events::Occasion;

fn projected(event: &Event) -> Vec<RowOp> {
    Coordination.project(&recorded(event, 9)).unwrap()
}

fn of<'a>(rows: &'a [RowOp], table: &str) -> Vec<&'a RowOp> {
    rows.iter().filter(|row| row.table.name == table).collect()
}

/// What a row is set to, in this column.
#[track_caller]
fn cell(row: &RowOp, column: &str) -> Value {
    let (RowChange::Put(cells) | RowChange::Change(cells)) = &row.change else {
        panic!("{row:?} sets nothing");
    };
    let found = cells.iter().find(|(name, _)| *name == column);
    found.unwrap_or_else(|| panic!("no {column} in {cells:?}")).1.clone()
}

#[track_caller]
fn only<'a>(rows: &'a [RowOp], table: &str) -> &'a RowOp {
    let [row] = of(rows, table)[..] else { panic!("one row of {table}, not {rows:?}") };
    row
}

#[test]
fn a_declaration_is_awaited_and_opens_a_business_to_ask_for() {
    for occasion in [Occasion::Emergency, Occasion::Drill] {
        let rows = projected(&declared_as(occasion));
        let emergency = only(&rows, "emergencies");
        assert_eq!(cell(emergency, "state"), "declared".into());
        assert_eq!(cell(emergency, "occasion"), occasion.as_str().into());
        assert_eq!(cell(emergency, "severity"), "relatively_serious".into());
        assert_eq!(cell(emergency, "respond_by_at"), at(RESPOND_BY_AT).into());
        assert_eq!(cell(emergency, "is_awaited"), true.into());
        assert_eq!(cell(emergency, "caused_by"), event_id(9).into());
        let case = only(&rows, "cases");
        assert_eq!(cell(case, "occasion"), occasion.as_str().into());
        assert_eq!(cell(case, "is_open"), true.into());
    }
}

#[test]
fn what_was_answered_or_noted_is_awaited_no_longer() {
    let answered = projected(&responded("2026-10-02T02:07:00+08:00"));
    let answered = only(&answered, "emergencies");
    assert_eq!(cell(answered, "state"), "responded".into());
    assert_eq!(cell(answered, "responded_by"), ASKED.into());
    let ended = ended();
    for event in [&responded(NIGHT), &unanswered(), &ended] {
        let rows = projected(event);
        assert_eq!(cell(only(&rows, "emergencies"), "is_awaited"), false.into());
    }
}

#[test]
fn its_end_closes_the_business_and_makes_a_row_of_every_paper() {
    let rows = projected(&ended());
    assert_eq!(cell(only(&rows, "cases"), "is_open"), false.into());
    assert_eq!(cell(only(&rows, "emergencies"), "state"), "ended".into());
    let papers = of(&rows, "skipped_papers");
    let due: Vec<_> = papers.iter().map(|paper| cell(paper, "due_at")).collect();
    assert_eq!(due, [at(PERMIT_DUE_AT).into(), at(REPORT_DUE_AT).into()]);
    for paper in papers {
        assert_eq!(cell(paper, "state"), "outstanding".into());
        assert_eq!(cell(paper, "is_due"), true.into());
    }
}

#[test]
fn a_paper_is_settled_and_looked_for_no_longer() {
    for (event, state) in [(handed_in("permit", ASKED), "handed_in"), (waived("report"), "waived")]
    {
        let rows = projected(&event);
        let paper = only(&rows, "skipped_papers");
        assert_eq!(cell(paper, "state"), state.into());
        assert_eq!(cell(paper, "is_due"), false.into());
        assert_eq!(cell(paper, "caused_by"), event_id(9).into());
    }
    let rows = projected(&late("report", OTHER, REPORT_DUE_AT));
    assert_eq!(cell(only(&rows, "skipped_papers"), "is_due"), false.into());
    let rows = projected(&closed());
    assert_eq!(cell(only(&rows, "emergencies"), "state"), "closed".into());
}

#[test]
fn a_report_has_a_row_and_is_the_latest_word() {
    let rows = projected(&reported(2, ASKED, NIGHT));
    let report = only(&rows, "situation_reports");
    assert_eq!(report.key[1], ("nth", 2_u32.into()));
    assert_eq!(cell(report, "department"), ASKED.into());
    assert_eq!(cell(only(&rows, "emergencies"), "note"), "积水已退".into());
}

#[test]
fn every_event_of_an_emergency_is_declared() {
    for event in [
        declared(),
        responded(NIGHT),
        unanswered(),
        reported(1, ASKED, NIGHT),
        ended(),
        handed_in("permit", ASKED),
        waived("report"),
        late("permit", ASKED, PERMIT_DUE_AT),
        closed(),
    ] {
        let kind = recorded(&event, 1).kind;
        assert!(Coordination::EVENTS.contains(&kind.as_str()), "{kind}");
    }
}
