use tongban_kernel::testkit::{at, now};
use tongban_readmodel::Projection as _;

use super::*;
use crate::meeting::samples::*;
use crate::projection::Coordination;
use crate::samples::recorded;

fn tables(event: &Event) -> Vec<&'static str> {
    let recorded = recorded(event, 9);
    assert!(
        Coordination::EVENTS.contains(&recorded.kind.as_str()),
        "{} is declared",
        recorded.kind
    );
    Coordination.project(&recorded).unwrap().iter().map(|row| row.table.name).collect()
}

#[test]
fn a_meeting_is_a_case_of_its_own_where_it_has_no_project() {
    let of_project = ["meetings", "meeting_departments", "meeting_departments"];
    assert_eq!(tables(&called()), of_project);
    let mut alone = called();
    if let Event::MeetingCalled { case_id, .. } = &mut alone {
        *case_id = meeting_id().as_case();
    }
    assert_eq!(tables(&alone)[1], "cases");
    let (meeting_id, reason) = (meeting_id(), "改期".to_owned());
    assert_eq!(tables(&Event::MeetingCancelled { meeting_id, reason }), ["meetings", "cases"]);
}

#[test]
fn corrections_stand_beside_the_minutes() {
    assert_eq!(tables(&published(at(HELD_AT))), ["meetings"]);
    let (meeting_id, correction) = (meeting_id(), "更正".to_owned());
    let corrected = Event::MinutesCorrected { meeting_id, nth: 1, correction, corrected_at: now() };
    assert_eq!(tables(&corrected), ["minute_corrections", "meetings"]);
}
