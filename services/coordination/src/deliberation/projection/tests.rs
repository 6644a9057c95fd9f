use tongban_kernel::DomainEvent;
use tongban_readmodel::{Projection as _, RowChange};

use super::*;
use crate::deliberation::events::{Counts, Event, Stance};
use crate::deliberation::samples::*;
use crate::projection::Coordination;
use crate::samples::recorded;

fn rows_of(event: &impl DomainEvent) -> Vec<RowOp> {
    let recorded = recorded(event, 9);
    assert!(
        Coordination::EVENTS.contains(&recorded.kind.as_str()),
        "{} is declared",
        recorded.kind
    );
    Coordination.project(&recorded).unwrap()
}

fn tables(event: &Event) -> Vec<&'static str> {
    rows_of(event).iter().map(|row| row.table.name).collect()
}

#[test]
fn every_department_that_is_asked_has_a_row_and_keeps_every_word() {
    assert_eq!(tables(&opened(true)), ["deliberations", "deliberation_departments"]);
    let words = ["deliberation_departments", "department_opinions"];
    assert_eq!(tables(&spoke(2, Stance::For)), words);
}

#[test]
fn what_was_closed_ends_no_second_time() {
    let rows = rows_of(&closed(false, &[], CLOSES_AT));
    let RowChange::Change(cells) = &rows[0].change else { panic!("{rows:?}") };
    assert!(cells.contains(&("is_due", false.into())));
    assert!(cells.contains(&("state", "closed".into())));
}

#[test]
fn what_came_of_it_stands_beside_it() {
    assert_eq!(tables(&summarised(Counts::default())), ["deliberations"]);
    assert_eq!(tables(&decided()), ["deliberations"]);
    assert_eq!(tables(&followed_up(1)), ["deliberation_follow_ups", "deliberations"]);
}

#[test]
fn a_public_opinion_is_counted_and_kept_sealed() {
    let rows = rows_of(&given_opinion());
    let RowChange::Put(cells) = &rows[0].change else { panic!("{rows:?}") };
    let text = cells.iter().find(|(name, _)| *name == "text").unwrap();
    assert_eq!(text.1, json(&sealed()));
    let RowChange::Add { by, .. } = &rows[1].change else { panic!("{rows:?}") };
    assert_eq!(by[..], [("n_against", 1)]);
}
