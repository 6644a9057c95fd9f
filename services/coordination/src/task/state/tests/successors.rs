//! Departments merge while tasks are open.

use tongban_kernel::testkit::{Given, merged};

use super::*;

const TAKER: &str = "ST";

/// The asked department was merged into another one.
fn after_merger(history: impl IntoIterator<Item = Event>) -> Given<Task> {
    given::<Task>(history).after(merged(ASKED, TAKER))
}

fn taker() -> Actor {
    Actor::officer("taker", TAKER, Role::Handler)
}

#[test]
fn who_took_over_answers_and_the_fact_names_who_was_asked() {
    let expected = Rejection::NotAsked { department: TAKER.to_owned() };
    after_merger([requested()]).by(asked()).when(reply()).then_rejected(expected);
    after_merger([requested()]).by(taker()).when(reply()).then([replied()]);
}

#[test]
fn what_is_asked_anew_is_asked_of_who_answers_now() {
    let events = after_merger([]).by(asker()).when(request()).events();
    let [Event::TaskRequested { to_department, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(to_department, TAKER);
}

#[test]
fn a_task_between_two_that_became_one_is_still_asked() {
    let one = given::<Task>([]).by(Actor::system("policy")).after(merged(ASKED, ASKING));
    one.when(request()).then([requested()]);
}

#[test]
fn warnings_go_to_who_answers_now() {
    let warn = Command::IssueWarning { rung: Rung::DueSoon, epoch: 1 };
    let events = after_merger([requested()]).at(DUE_SOON_AT).by(taker()).when(warn).events();
    let [Event::WarningIssued { department, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(department, TAKER);
}
