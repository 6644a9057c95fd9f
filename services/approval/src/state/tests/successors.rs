//! Departments merge and split while cases are open.

use tongban_kernel::Successions;
use tongban_kernel::testkit::{merged, split};

use super::*;

const URBAN: &str = "D-URBAN";
const PERMITS: &str = "D-PERMITS";

fn approve(step: &str) -> Command {
    Command::Approve { step: step.into(), opinion: None }
}

fn handler(department: &str) -> Actor {
    Actor::officer("handler", department, Role::Handler)
}

fn by(department: &str, successions: Successions) -> tongban_kernel::testkit::Given<Approval> {
    given(after([])).by(handler(department)).after(successions)
}

#[test]
fn who_took_over_decides_the_step_and_who_is_no_more_does_not() {
    let expected = Rejection::NotYourDepartment { department: URBAN.into() };
    by(OWNER, merged(OWNER, URBAN)).when(approve("review")).then_rejected(expected);
    let events = by(URBAN, merged(OWNER, URBAN)).when(approve("review")).events();
    let decided = events
        .iter()
        .filter(|event| matches!(event, Event::StepDecided { step, .. } if step == "review"));
    assert_eq!(decided.count(), 1);
    let started: Vec<_> = events.iter().filter_map(department_of_started).collect();
    assert_eq!(started, [URBAN, URBAN], "the next steps are begun by who answers now");
}

#[test]
fn a_split_by_item_gives_the_case_to_who_took_its_item() {
    let successions = || split(OWNER, [("construction-permit", PERMITS)], URBAN);
    let expected = Rejection::NotYourDepartment { department: PERMITS.into() };
    by(URBAN, successions()).when(approve("review")).then_rejected(expected);
    assert!(!by(PERMITS, successions()).when(approve("review")).events().is_empty());
    let other_item = || split(OWNER, [("house-sale", PERMITS)], URBAN);
    let expected = Rejection::NotYourDepartment { department: URBAN.into() };
    by(PERMITS, other_item()).when(approve("review")).then_rejected(expected);
}

fn department_of_started(event: &Event) -> Option<&str> {
    if let Event::StepStarted { department, .. } = event { Some(department) } else { None }
}
