use tongban_readmodel::{Projection, RowChange};

use tongban_readmodel::Value;

use super::*;
use crate::matching::events::Proposal;
use crate::matching::samples::{confirmed, matter_id, proposal, proposed};
use crate::projection::Coordination;
use crate::samples::{ASKED, ASKING, OTHER, event_id, recorded};

/// What the only row of an event is set to, in this column.
#[track_caller]
fn cell(event: &Event, column: &str) -> Value {
    let event = recorded(event, 9);
    assert!(Coordination::EVENTS.contains(&event.kind.as_str()), "{} is declared", event.kind);
    let rows = Coordination.project(&event).unwrap();
    let [row] = &rows[..] else { panic!("one row, not {rows:?}") };
    assert_eq!((row.table.name, &row.key), ("matters", &vec![("matter_id", matter_id().into())]));
    let (RowChange::Put(cells) | RowChange::Change(cells)) = &row.change else {
        panic!("{row:?} sets nothing");
    };
    cells.iter().find(|(name, _)| *name == column).unwrap().1.clone()
}

#[test]
fn a_proposal_is_read_back_as_it_was_recorded() {
    let Value::Text(json) = cell(&proposed(), "proposal") else { panic!("a text") };
    assert_eq!(serde_json::from_str::<Proposal>(&json).unwrap(), proposal());
    assert_eq!(cell(&proposed(), "state"), "proposed".into());
    assert_eq!(cell(&proposed(), "from_department"), ASKING.into());
    assert_eq!(cell(&proposed(), "caused_by"), event_id(9).into());
}

#[test]
fn what_was_confirmed_stands_in_the_row_of_the_matter() {
    let event = confirmed(ASKED, &[OTHER], false, Some("三定方案"));
    assert_eq!(cell(&event, "lead"), ASKED.into());
    assert_eq!(cell(&event, "assisting"), "[\"SW\"]".into());
    assert_eq!(cell(&event, "as_proposed"), false.into());
    assert_eq!(cell(&event, "state"), "confirmed".into());
}
